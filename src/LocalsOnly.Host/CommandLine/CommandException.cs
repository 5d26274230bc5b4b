namespace LocalsOnly.Host.CommandLine;

/// <summary>Ends a command with one sentence and an exit code.</summary>
internal sealed class CommandException(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
