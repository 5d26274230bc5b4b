using System.Diagnostics;

namespace LocalsOnly.Tests.Host;

/// <summary>The host as a process of its own: it is started, killed with the signal that no process can answer to, and started again on the same data.</summary>
/// <param name="home">Its home; its data lies inside.</param>
/// <param name="settings">By their names in the configuration, with <c>__</c> between the parts.</param>
internal sealed class HostProcess(string home, IEnumerable<(string Name, string Value)> settings) : IDisposable
{
    private const int LogLines = 200;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Queue<string> _log = new();
    private Process? _process;
    private HttpClient? _http;

    /// <summary>What it keeps.</summary>
    public string Data => Path.Combine(home, "data");

    /// <summary>Its API, while it runs.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException("The host does not run.");

    /// <summary>How often it was killed while it ran.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts it, and waits until its API is there.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), "up", "--port", "0", "--data", Data])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        foreach (var (name, value) in settings) start.Environment[$"LOCALS_{name}"] = value;
        var url = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        // What nobody reads fills the pipe, and then the host waits.
        _process.OutputDataReceived += (_, line) => Say(line.Data, url);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _http = new HttpClient { BaseAddress = await url.Task.WaitAsync(s_patience), Timeout = s_patience };
    }

    public void Kill()
    {
        if (_process is null) return;
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http?.Dispose();
        (_process, _http) = (null, null);
        Kills++;
    }

    /// <summary>Waits for what can be seen from outside.</summary>
    /// <param name="more">What else a failure tells, beside the host's log.</param>
    public async Task UntilAsync(Func<Task<bool>> condition, Func<string>? more = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience) throw new TimeoutException($"It did not come to that within {s_patience.TotalMinutes} minutes. {more?.Invoke()}\nThe host's log:\n{Log()}");
            await look.WaitForNextTickAsync();
        }
    }

    public Task UntilAsync(Func<bool> condition, Func<string>? more = null) => UntilAsync(() => Task.FromResult(condition()), more);

    public void Dispose() => Kill();

    private void Say(string? line, TaskCompletionSource<Uri> url)
    {
        if (line is null) url.TrySetException(new InvalidOperationException($"The host ended before it was up.\n{Log()}"));
        else if (line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0 && Uri.TryCreate(line[at..].Trim(), UriKind.Absolute, out var said)) url.TrySetResult(said);
    }

    /// <summary>The newest of what it logs, for a failure to tell.</summary>
    private void Note(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LogLines) _log.Dequeue();
        }
    }

    private string Log()
    {
        lock (_log) return string.Join('\n', _log);
    }
}
