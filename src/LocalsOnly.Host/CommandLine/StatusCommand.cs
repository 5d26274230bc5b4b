using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals status</c>: what runs, what answers, what is remembered; from the running host when there is one.</summary>
internal static class StatusCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("status", "Show what runs, which models answer and what is remembered. Ends with 0 when the host runs well, 1 when a part of it failed, 6 when it does not run.")
        {
            GlobalOptions.Json,
        };
        command.SetAction((result, cancellation) => RunAsync(CommandHouse.Find(globals.Of(result)), result.GetValue(GlobalOptions.Json), cancellation));
        return command.WithExample("locals status --json");
    }

    private static async Task<int> RunAsync(CommandHouse house, bool json, CancellationToken cancellationToken)
    {
        var status = house.Running is { } running ? await AskAsync(house, running, cancellationToken) : NotRunning(await LookAsync(house.Configuration, cancellationToken));
        if (json) Terminal.Json(status, ApiJson.Indented.StatusWire);
        else Print(status, house.Running);
        return house.Running is null ? ExitCode.NotRunning
            : status.Components.Any(component => component.State == "failed") ? ExitCode.Failed
            : ExitCode.Ok;
    }

    /// <summary>Of a house that does not run, only what is wrong with it is worth a row.</summary>
    private static StatusWire NotRunning(StatusWire status) =>
        status with { Running = false, StartedAt = null, Components = [.. status.Components.Where(component => component.State is "failed" or "degraded")] };

    private static async Task<StatusWire> AskAsync(CommandHouse house, HostRecord running, CancellationToken cancellationToken)
    {
        if (await RunningHost.StatusAsync(running, house.Configuration, cancellationToken) is { } status) return status;
        var lastWritten = await LookAsync(house.Configuration, cancellationToken);
        return lastWritten with { StartedAt = running.StartedAt, Components = [.. running.Components.Select(ComponentWire.From)] };
    }

    private static async Task<StatusWire> LookAsync(HouseConfiguration configuration, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(configuration);
        return await services.GetRequiredService<StatusReport>().CollectAsync(refresh: true, cancellationToken);
    }

    private static void Print(StatusWire status, HostRecord? running)
    {
        if (running is null) AnsiConsole.MarkupLine("[yellow]Not running.[/] Start it with: locals up");
        else Terminal.Line($"[green]Running[/]{(status.Demo ? " the demo" : "")} at {running.Url ?? "no address"} [grey]· process {running.Pid} · since {running.StartedAt.ToLocalTime():d MMM HH:mm}[/]");
        Terminal.Line($"[grey]data {status.DataDirectory} · version {status.Version}[/]");
        foreach (var endpoint in status.Endpoints.Where(endpoint => endpoint.AllowPublic)) PublicAddress.Shout($"inference ({endpoint.Name})", endpoint.Url);

        if (running is not null)
        {
            var parts = Terminal.Table("part", "state", "");
            foreach (var component in status.Components) parts.AddRow(Terminal.Cell(component.Name), Terminal.State(component.State), Terminal.Cell(component.Detail));
            AnsiConsole.Write(parts);
        }

        if (status.Endpoints.Count == 0)
            AnsiConsole.WriteLine("No model server is configured or running here, so personas answer by recall only. Start exo, Ollama, LM Studio, llama.cpp or vLLM, or set Inference:Endpoints.");
        else
        {
            var endpoints = Terminal.Table("endpoint", "tiers", "state", "model", "");
            foreach (var endpoint in status.Endpoints)
                endpoints.AddRow(
                    Terminal.Cell(endpoint.Name), Terminal.Cell(string.Join(", ", endpoint.Tiers)), Terminal.State(endpoint.State),
                    Terminal.Cell(endpoint.Model + (endpoint.Simulated ? " (simulated)" : "")), Terminal.Cell(endpoint.Detail));
            AnsiConsole.Write(endpoints);
            if (running is not null) LoadTable.Print(status.Endpoints);
        }

        var personas = Terminal.Table("persona", "tier", "");
        foreach (var persona in status.Personas)
            personas.AddRow(Terminal.Cell(persona.Id), Terminal.Cell(persona.Tier), persona.Problem is null ? Terminal.Cell(persona.Description) : Terminal.Cell(persona.Problem, Color.Yellow));
        AnsiConsole.Write(personas);
        if (running is null)
            foreach (var problem in status.Components) Terminal.Error(problem.Detail);

        var by = string.Join(", ", status.Memory.BySource.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value.ToString(CultureInfo.InvariantCulture)} from {Agents.PersonSentences.Vendor(pair.Key)}"));
        AnsiConsole.WriteLine(status.Memory.Conversations == 0
            ? "Nothing is remembered yet; import an export with: locals import <file>"
            : $"Remembered: {Terminal.Count(status.Memory.Conversations, "conversations")} ({by}), {Terminal.Count(status.Memory.Messages, "messages")}.");
        // A host of an earlier version does not say.
        if (status.Memory.Redactions is { Count: > 0 } redactions)
            AnsiConsole.WriteLine($"Redacted there, and kept in the archive: {RedactionWords.Of(redactions)}.");
    }
}
