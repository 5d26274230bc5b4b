using LocalsOnly.Host.Configuration;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Where a house keeps its routing decisions: where the configuration says, else in its data directory.</summary>
internal static class RouteJournalPath
{
    public static string Of(HouseConfiguration configuration) =>
        configuration.Root["Inference:Routing:Journal"] is { Length: > 0 } path ? path : RouteJournalFile.PathIn(configuration.DataDirectory);
}
