using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Lines as they are typed, or as they come through a pipe; only who types is prompted.</summary>
internal sealed class LinePrompt
{
    private readonly bool _atTerminal = !Console.IsInputRedirected;

    /// <summary>The pipe has ended: nothing will come any more.</summary>
    public bool Ended { get; private set; }

    /// <returns>The line without the spaces around it; null at its end (Ctrl-D).</returns>
    public async Task<string?> ReadAsync(string label, CancellationToken cancellationToken)
    {
        if (_atTerminal) AnsiConsole.Markup($"[bold]{Markup.Escape(label)} ›[/] ");
        // The console's reader blocks whatever it is told; Ctrl-C must not have to wait for a line.
        var line = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        if (line is not null) return line.Trim();
        if (_atTerminal) AnsiConsole.WriteLine();
        else Ended = true;
        return null;
    }
}
