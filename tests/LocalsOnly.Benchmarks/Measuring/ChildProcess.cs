using System.Diagnostics;
using System.Globalization;

namespace LocalsOnly.Benchmarks.Measuring;

/// <summary>A process under measurement: its output is drained, its figures are read from <c>/proc</c>, and it ends with this object.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Linux counts a process's time in hundredths of a second, whatever the kernel's own clock (USER_HZ, man 5 proc).</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _errors = [];

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                if (line.Data is not null && _errors.Count < 20)
                    _errors.Add(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static ChildProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The first address that it says on its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended before it said one; what it wrote to standard error is the message.</exception>
    public Task<Uri> UrlAsync() => _url.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>User and system time so far, in steps of 10 ms.</summary>
    public TimeSpan Cpu()
    {
        var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/stat"));
        // The second field is a name in parentheses that may hold anything; utime and stime are fields 14 and 15.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * s_tick;
    }

    /// <summary>Most memory it ever had resident, MB (10^6 bytes).</summary>
    public double PeakMegabytes() => ProcessMemory.PeakMegabytes(_process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Memory that is resident now, MB (10^6 bytes).</summary>
    public double ResidentMegabytes() => ProcessMemory.Megabytes(_process.Id.ToString(CultureInfo.InvariantCulture), "VmRSS:");

    private void Read(string? line)
    {
        if (line is null)
        {
            lock (_errors)
                _url.TrySetException(new InvalidOperationException("It ended before it was up. " + string.Join(' ', _errors)));
        }
        else if (line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0 && Uri.TryCreate(line[at..].Trim(), UriKind.Absolute, out var url))
        {
            _url.TrySetResult(url);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }
}
