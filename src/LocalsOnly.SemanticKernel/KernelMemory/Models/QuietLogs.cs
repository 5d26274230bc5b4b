using Microsoft.Extensions.Logging;

namespace LocalsOnly.SemanticKernel.KernelMemory.Models;

/// <summary>Kernel Memory's own log from warnings on: below that it writes whole prompts, which hold what people said.</summary>
internal sealed class QuietLogs(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Quiet(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider)
    {
        // The host's logging is the host's.
    }

    public void Dispose()
    {
        // The host disposes of its own.
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
