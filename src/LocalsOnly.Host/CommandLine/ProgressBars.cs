using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>How far a piece of work is.</summary>
/// <param name="Done">Of <paramref name="Total"/>, in the same unit.</param>
internal readonly record struct Advance(double Done, double Total, string Doing);

/// <summary>A bar for work that takes long. It is on the error stream, gone when the work is done, and left out where that stream is not a terminal.</summary>
internal static class ProgressBars
{
    // What stands behind the description: the percentage, the time left and a space before each; the bytes with the rate; and a bar that is as long as there is room.
    private const int CountingWidth = 16;
    private const int BytesWidth = 28;
    private const int LongestBar = 40;

    /// <summary>Shows what is done of a number of things.</summary>
    public static Task<TResult> CountAsync<TProgress, TResult>(string begins, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work) =>
        ShowAsync(begins, inBytes: false, read, work);

    /// <summary>Shows what is read of a number of bytes, and how fast.</summary>
    public static Task<TResult> ReadAsync<TProgress, TResult>(string begins, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work) =>
        ShowAsync(begins, inBytes: true, read, work);

    private static async Task<TResult> ShowAsync<TProgress, TResult>(
        string begins, bool inBytes, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work)
    {
        if (Console.IsErrorRedirected) return await work(null);
        return await ShowAsync(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), begins, inBytes, read, work);
    }

    /// <summary>Shows it on one line of this console, however narrow it is; a narrow one has no room for bytes and rate.</summary>
    public static Task<TResult> ShowAsync<TProgress, TResult>(
        IAnsiConsole console, string begins, bool inBytes, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work)
    {
        var width = console.Profile.Width;
        inBytes &= width >= 120;
        var bar = new ProgressBarColumn { Width = Math.Clamp(width / 8, 1, LongestBar) };
        ProgressColumn[] columns = inBytes
            ? [new TaskDescriptionColumn(), bar, new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()]
            : [new TaskDescriptionColumn(), bar, new PercentageColumn(), new RemainingTimeColumn()];
        var room = Math.Max(1, width - CountingWidth - (inBytes ? BytesWidth : 0) - bar.Width!.Value);
        return console.Progress().AutoClear(true).Columns(columns).StartAsync(context =>
        {
            var task = context.AddTask(begins);
            return work(new Observer<TProgress>(progress =>
            {
                var advance = read(progress);
                task.MaxValue = Math.Max(1, advance.Total);
                task.Value = advance.Done;
                task.Description = Markup.Escape(Fit(advance.Doing, room));
            }));
        });
    }

    // The beginning is a name, the end is what changes.
    private static string Fit(string text, int room) => text.Length <= room ? text : "…" + text[^(room - 1)..];

    /// <summary><see cref="Progress{T}"/> reports on the thread pool, out of order; this does it in place.</summary>
    private sealed class Observer<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
