namespace LocalsOnly.Host.CommandLine;

/// <summary>What a command tells the script that called it. These never change their meaning (docs/cli.md).</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was tried and did not work; the last line on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>The configuration is wrong.</summary>
    public const int Configuration = 3;

    /// <summary>What was looked for is not there.</summary>
    public const int NothingFound = 4;

    /// <summary>Another host runs on this data directory.</summary>
    public const int AlreadyRunning = 5;

    /// <summary>No host runs on this data directory.</summary>
    public const int NotRunning = 6;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
