using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>
/// Which house a command means: the person's own, or, as long as there is nothing in their own, the demo that is running. Says so when it is the demo.
/// </summary>
/// <param name="Configuration">With the data directory of the house that is meant.</param>
/// <param name="Running">Its running host; null when none runs.</param>
internal sealed record CommandHouse(HouseConfiguration Configuration, HostRecord? Running)
{
    public const string DemoFolder = "demo";

    /// <exception cref="CommandException">The configuration is wrong.</exception>
    public static CommandHouse Find(ConfigurationRequest request) => Find(request, CommandConfiguration.LoadValid(request));

    /// <param name="own">The person's own house, as the request has it.</param>
    public static CommandHouse Find(ConfigurationRequest request, HouseConfiguration own)
    {
        if (HostRecord.Find(own.DataDirectory) is { } host)
            return new CommandHouse(host.Demo && !own.Demo ? CommandConfiguration.LoadValid(DemoRequest(request, own.DataDirectory, [])) : own, host);

        var demo = Path.Combine(own.DataDirectory, DemoFolder);
        if (request.Data is not null || HasHistory(own) || HostRecord.Find(demo) is not { } running) return new CommandHouse(own, null);
        Terminal.Note($"Nothing is imported yet, so this asks the demo that is running ({running.Url}).");
        return new CommandHouse(CommandConfiguration.LoadValid(DemoRequest(request, demo, [])), running);
    }

    /// <summary>The demo's configuration: all of it inside its own directory, whatever the person's own says, and no task by the clock, since some ask outside the house.</summary>
    public static ConfigurationRequest DemoRequest(ConfigurationRequest request, string directory, IEnumerable<KeyValuePair<string, string?>> settings) =>
        request with
        {
            Data = directory,
            Demo = true,
            Overrides = new Dictionary<string, string?>(settings) { ["Data:Nas"] = Path.Combine(directory, "archive"), ["Scheduling:Enabled"] = "false" },
        };

    /// <summary>Indexes what was archived since; when the archive is away, what is indexed still answers, and that is said.</summary>
    /// <returns>What was said; null when all is there.</returns>
    public static async Task<string?> CatchUpAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<IConversationStore>().CatchUpAsync(cancellationToken);
            return null;
        }
        catch (MemoryStoreException away)
        {
            Terminal.Note(away.Message);
            return away.Message;
        }
    }

    /// <summary>The same before a command, which ends with 1 when it cannot do without what is away: that is said once.</summary>
    /// <returns>The command's exit code.</returns>
    public static async Task<int> CaughtUpAsync(IServiceProvider services, Func<Task<int>> command, CancellationToken cancellationToken)
    {
        var noted = await CatchUpAsync(services, cancellationToken);
        try
        {
            return await command();
        }
        catch (MemoryStoreException away) when (noted?.StartsWith(away.Message, StringComparison.Ordinal) == true)
        {
            return ExitCode.Failed;
        }
    }

    // An archive that is there and cannot be looked into is somebody's: it must not be passed over for the demo.
    private static bool HasHistory(HouseConfiguration own)
    {
        try
        {
            return Directory.EnumerateFiles(own.Root["Data:Nas"]!, "conversations-*.jsonl*").Any(file => new FileInfo(file).Length > 0);
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
