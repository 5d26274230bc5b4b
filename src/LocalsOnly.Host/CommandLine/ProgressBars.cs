using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>How far a piece of work is.</summary>
/// <param name="Done">Of <paramref name="Total"/>, in the same unit.</param>
internal readonly record struct Advance(double Done, double Total, string Doing);

/// <summary>A bar for work that takes long. It is on the error stream, gone when the work is done, and left out where that stream is not a terminal.</summary>
internal static class ProgressBars
{
    private static readonly ProgressColumn[] s_counting = [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
    private static readonly ProgressColumn[] s_reading = [.. s_counting[..3], new DownloadedColumn(), new TransferSpeedColumn(), s_counting[3]];

    /// <summary>Shows what is done of a number of things.</summary>
    public static Task<TResult> CountAsync<TProgress, TResult>(string begins, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work) =>
        ShowAsync(begins, s_counting, read, work);

    /// <summary>Shows what is read of a number of bytes, and how fast.</summary>
    public static Task<TResult> ReadAsync<TProgress, TResult>(string begins, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work) =>
        ShowAsync(begins, s_reading, read, work);

    private static async Task<TResult> ShowAsync<TProgress, TResult>(
        string begins, ProgressColumn[] columns, Func<TProgress, Advance> read, Func<IProgress<TProgress>?, Task<TResult>> work)
    {
        if (Console.IsErrorRedirected) return await work(null);
        return await AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .AutoClear(true)
            .Columns(columns)
            .StartAsync(context =>
            {
                var bar = context.AddTask(begins);
                return work(new Observer<TProgress>(progress =>
                {
                    var advance = read(progress);
                    bar.MaxValue = Math.Max(1, advance.Total);
                    bar.Value = advance.Done;
                    bar.Description = Markup.Escape(advance.Doing);
                }));
            });
    }

    /// <summary><see cref="Progress{T}"/> reports on the thread pool, out of order; this does it in place.</summary>
    private sealed class Observer<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
