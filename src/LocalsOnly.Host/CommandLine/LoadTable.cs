using System.Globalization;
using LocalsOnly.Host.Api;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>How busy each endpoint is and how it has fared. Eighty columns are enough for it.</summary>
internal static class LoadTable
{
    private const string Unknown = "–";

    /// <summary>Prints nothing when no endpoint tells.</summary>
    public static void Print(IReadOnlyList<EndpointWire> endpoints)
    {
        var told = endpoints.Where(endpoint => endpoint.Load is { Capacity: > 0 }).ToList();
        if (told.Count == 0) return;
        var table = Terminal.Table("endpoint", "busy", "queued", "wait", "first token", "tokens/s", "breaker");
        foreach (var endpoint in told)
        {
            var load = endpoint.Load!;
            table.AddRow(
                Terminal.Cell(endpoint.Name),
                Terminal.Cell($"{load.InFlight}/{load.Capacity}"),
                Terminal.Cell(load.Queued.ToString(CultureInfo.InvariantCulture)),
                Terminal.Cell(Seconds(load.QueueWait)),
                Terminal.Cell(Seconds(load.TimeToFirstToken)),
                Terminal.Cell(load.TokensPerSecond is { } rate ? Short(rate) : Unknown),
                Breaker(load));
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A closed one with a wait is a server that asked not to be asked again before.</summary>
    private static Text Breaker(LoadWire load)
    {
        var words = Words(load.Breaker) + (load.RetryIn is { } wait ? $", tries again in {Whole(wait)} s" : "");
        return Terminal.Cell(words, load.Breaker == "open" ? Color.Red : load.Breaker == "closed" && load.RetryIn is null ? Color.Green : Color.Yellow);
    }

    private static string Words(string state) => state.Replace('_', ' ');

    private static string Whole(double seconds) => seconds.ToString("0", CultureInfo.InvariantCulture);

    private static string Seconds(double? seconds) => seconds is { } known ? Short(known) + " s" : Unknown;

    /// <summary>Two figures behind the point below ten, one below a hundred.</summary>
    private static string Short(double value) => value.ToString(value < 10 ? "0.##" : value < 100 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
