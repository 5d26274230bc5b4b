using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>A pipe where a file is expected, with no room left in it: whoever writes waits until there is some. Linux only, which gives a pipe 64 KiB.</summary>
internal sealed class FullPipe : IDisposable
{
    private const int Room = 64 * 1024;
    private const int ReadWrite = 2;
    private readonly FileStream _pipe;

    private FullPipe(string path)
    {
        // .NET would lock what it opens, and the writer could not open it.
        _pipe = new FileStream(new SafeFileHandle(Open(Encoding.UTF8.GetBytes($"{path}\0"), ReadWrite, 0), ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        _pipe.Write(new byte[Room]);
    }

    public static FullPipe Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return new FullPipe(path);
    }

    /// <summary>Makes room for whoever waits to write.</summary>
    public void LetWrite() => _pipe.ReadExactly(new byte[Room]);

    /// <summary>What was written since.</summary>
    public string Written()
    {
        var bytes = new byte[Room];
        return Encoding.UTF8.GetString(bytes, 0, _pipe.Read(bytes));
    }

    public void Dispose() => _pipe.Dispose();

    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags, int mode);
}
