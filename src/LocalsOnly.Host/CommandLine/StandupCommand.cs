using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using LocalsOnly.Agents;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals standup</c>: the personas report to each other, and one report to you.</summary>
internal static class StandupCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("standup", "Holds a standup: each persona answers from its own data, earlier expectations are scored, one report comes out.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), result.GetValue(GlobalOptions.Json), cancellation));
        return command.WithExample("locals standup");
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, bool json, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(await ClusterHouse.ConfigurationAsync(request, cancellationToken));
        await Task.WhenAll(services.GetRequiredService<IEndpointDirectory>().RefreshAsync(cancellationToken), CommandHouse.CatchUpAsync(services, cancellationToken));
        var standups = services.GetRequiredService<IStandups>();
        Standup standup;
        try
        {
            if (!json) Terminal.Note("Asking everyone; this takes a while.");
            standup = await standups.HoldAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is TurnRefusedException or Agents.Tools.ToolException)
        {
            throw new CommandException(ExitCode.Failed, failed.Message);
        }

        if (json) Terminal.Json(standup, StandupCommandJson.Default.Standup);
        else Print(standup, standups);
        return standup.Answers.Any(answer => answer.Text.Length > 0) ? ExitCode.Ok
            : throw new CommandException(ExitCode.Failed, "Nobody could answer in the standup; locals doctor says which model servers answer.");
    }

    private static void Print(Standup standup, IStandups standups)
    {
        Console.Out.WriteLine(Terminal.Safe(standup.Report));
        foreach (var signal in standup.Signals)
            Terminal.Line($"[grey]{signal.Persona}: {signal.Asset} {signal.Direction} {signal.Strike.ToString(CultureInfo.InvariantCulture)} USD on {signal.Expiry.ToString("d MMM", CultureInfo.InvariantCulture)}, {signal.Confidence.ToString("0 %", CultureInfo.InvariantCulture)}; off if {signal.Invalidation}[/]");
        foreach (var (persona, (scored, brier)) in standups.Record())
            Terminal.Line($"[grey]{persona}: {scored} scored, mean Brier {brier.ToString("0.00", CultureInfo.InvariantCulture)} (0.25 is a coin's)[/]");
        if (!standup.ByModel && standup.Answers.Any(answer => answer.Text.Length > 0)) Terminal.Note("The report is the answers themselves, put together.");
    }
}

[JsonSerializable(typeof(Standup))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class StandupCommandJson : JsonSerializerContext;
