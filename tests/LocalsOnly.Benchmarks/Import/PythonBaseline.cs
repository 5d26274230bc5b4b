using System.ComponentModel;
using LocalsOnly.Benchmarks.Import.Exports;
using LocalsOnly.Benchmarks.Measuring;

namespace LocalsOnly.Benchmarks.Import;

/// <summary>The script that a person would write instead, run by the Python of this machine.</summary>
internal static class PythonBaseline
{
    private const string Python = "python3";
    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "baseline", "import_baseline.py");

    /// <summary>Why it cannot run here, in a sentence; null when it can.</summary>
    public static async Task<string?> MissingAsync(string home)
    {
        try
        {
            await MeasuredCommand.RunAsync(Python, ["-c", "import sqlite3; sqlite3.connect(':memory:').execute('CREATE VIRTUAL TABLE t USING fts5 (x)')"], home);
            return null;
        }
        catch (Win32Exception)
        {
            return $"The baseline needs {Python}, which is not on the path: install it.";
        }
        catch (InvalidOperationException)
        {
            return $"The SQLite of this machine's {Python} has no FTS5, which the baseline needs: install a Python whose sqlite3 has it.";
        }
    }

    /// <exception cref="InvalidOperationException">It failed, for one because it ran out of memory.</exception>
    public static async Task<MeasuredCommand> RunAsync(GeneratedExport export, string home)
    {
        Directory.CreateDirectory(home);
        return await MeasuredCommand.RunAsync(Python, [s_script, export.Path, Path.Combine(home, "baseline.db")], home);
    }
}
