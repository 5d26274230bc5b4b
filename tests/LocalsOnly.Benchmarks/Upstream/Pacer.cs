using System.Diagnostics;
using System.Net.Sockets;

namespace LocalsOnly.Benchmarks.Upstream;

/// <summary>
/// Writes the tokens of all paced streams from one thread that wakes once a millisecond. A token's instant is reckoned from its stream's
/// beginning, so that lags do not add up.
/// </summary>
internal sealed class Pacer
{
    private readonly object _gate = new();
    private readonly PriorityQueue<PacedStream, long> _due = new();

    public Pacer() => new Thread(Run) { IsBackground = true, Name = "pacer" }.Start();

    /// <summary>Writes the second and later tokens, then the ending. Faults when the reader has gone.</summary>
    public Task WriteAsync(Socket socket, UpstreamFrames frames, TimeSpan pace)
    {
        var stream = new PacedStream(socket, frames, Stopwatch.GetTimestamp(), (long)(pace.TotalSeconds * Stopwatch.Frequency));
        lock (_gate)
        {
            _due.Enqueue(stream, stream.Due);
            Monitor.Pulse(_gate);
        }

        return stream.Ended;
    }

    private void Run()
    {
        while (true)
        {
            while (TryTake(out var stream))
            {
                if (!stream.WriteNext())
                    continue;
                lock (_gate)
                    _due.Enqueue(stream, stream.Due);
            }

            lock (_gate)
            {
                while (_due.Count == 0)
                    Monitor.Wait(_gate);
            }

            Thread.Sleep(1);
        }
    }

    private bool TryTake(out PacedStream stream)
    {
        lock (_gate)
        {
            if (_due.TryPeek(out stream!, out var due) && due <= Stopwatch.GetTimestamp())
            {
                _due.Dequeue();
                return true;
            }
        }

        return false;
    }

    private sealed class PacedStream(Socket socket, UpstreamFrames frames, long began, long pace)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _next = 1;

        public Task Ended => _ended.Task;

        public long Due => began + (_next * pace);

        /// <summary>True while there is more to write.</summary>
        public bool WriteNext()
        {
            try
            {
                if (_next < frames.Tokens.Length)
                {
                    socket.Send(frames.Tokens[_next++]);
                    if (_next < frames.Tokens.Length)
                        return true;
                }

                socket.Send(frames.Ending);
                _ended.SetResult();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                _ended.SetException(e);
            }

            return false;
        }
    }
}
