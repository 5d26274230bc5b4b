using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;

namespace LocalsOnly.Host.CommandLine;

/// <summary>
/// Which house a command means: the person's own, or, as long as there is nothing in their own, the demo that is running. Says so when it is the demo.
/// </summary>
/// <param name="Configuration">With the data directory of the house that is meant.</param>
/// <param name="Running">Its running host; null when none runs.</param>
internal sealed record CommandHouse(HouseConfiguration Configuration, HostRecord? Running)
{
    public const string DemoFolder = "demo";

    public static CommandHouse Find(ConfigurationRequest request)
    {
        var own = CommandConfiguration.LoadValid(request);
        if (HostRecord.Find(own.DataDirectory) is { } host) return new CommandHouse(own, host);

        var demo = Path.Combine(own.DataDirectory, DemoFolder);
        if (request.Data is not null || HasHistory(own) || HostRecord.Find(demo) is not { } running) return new CommandHouse(own, null);
        Terminal.Note($"Nothing is imported yet, so this asks the demo that is running ({running.Url}).");
        return new CommandHouse(CommandConfiguration.LoadValid(request with { Data = demo, Demo = true }), running);
    }

    private static bool HasHistory(HouseConfiguration own)
    {
        var archive = own.Root["Data:Nas"]!;
        return Directory.Exists(archive) && Directory.EnumerateFiles(archive, "*", SearchOption.AllDirectories).Any(file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }
}
