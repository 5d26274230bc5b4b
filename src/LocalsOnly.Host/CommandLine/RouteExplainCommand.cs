using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route explain</c>: every layer's verdict on a prompt, and who would be asked. Sends nothing.</summary>
internal static class RouteExplainCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var prompt = new Argument<string>("prompt") { Description = "What somebody might ask." };
        var persona = new Option<string?>("--persona") { Description = "On whose behalf.", HelpName = "id" };
        var task = new Option<string?>("--task") { Description = "Kind of work, such as the name of a scheduled task.", HelpName = "name" };
        var tools = new Option<bool>("--tools") { Description = "As if tools came with it." };
        var command = new Command("explain", "Show where a prompt would go and why, layer by layer. Nothing is sent.") { prompt, persona, task, tools, GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(
            CommandHouse.Find(globals.Of(result)),
            new RouteExplainRequest(result.GetRequiredValue(prompt), result.GetValue(persona), result.GetValue(task), result.GetValue(tools)),
            result.GetValue(GlobalOptions.Json), cancellation));
        return command.WithExample("locals route explain \"Prove that there are infinitely many primes\" --persona solus");
    }

    private static async Task<int> RunAsync(CommandHouse house, RouteExplainRequest request, bool json, CancellationToken cancellationToken)
    {
        var found = house.Running is { } running
            ? await RunningHost.PostAsync(
                running, house.Configuration, "/api/route/explain", request, RouteApiJson.Default.RouteExplainRequest, RouteApiJson.Default.RouteExplainWire, cancellationToken)
            : await LookAsync(house, request, cancellationToken);
        if (json) Terminal.Json(found, RouteApiJson.Indented.RouteExplainWire);
        else Print(found);
        return ExitCode.Ok;
    }

    private static async Task<RouteExplainWire> LookAsync(CommandHouse house, RouteExplainRequest request, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(house.Configuration);
        try
        {
            await services.GetRequiredService<IEndpointDirectory>().RefreshAsync(cancellationToken);
            return services.GetRequiredService<RouteExplanation>().Explain(request);
        }
        catch (KeyNotFoundException unknown)
        {
            throw new CommandException(ExitCode.NothingFound, unknown.Message);
        }
    }

    private static void Print(RouteExplainWire found)
    {
        var layers = Terminal.Table("layer", "verdict");
        foreach (var layer in found.Layers) layers.AddRow(Terminal.Cell(layer.Layer), Terminal.Cell(layer.Verdict));
        AnsiConsole.Write(layers);
        Terminal.Line($"score {found.Score:0.00} [grey](weights {found.Weights})[/]");
        foreach (var signal in found.Signals) AnsiConsole.WriteLine("  " + signal);
        if (found.Endpoints.Count == 0)
        {
            AnsiConsole.WriteLine("No model server is configured or running here, so nobody would be asked.");
            return;
        }

        var endpoints = Terminal.Table("order", "endpoint", "tier", "state", "first token in", "");
        foreach (var endpoint in found.Endpoints)
            endpoints.AddRow(
                Terminal.Cell(endpoint.Order?.ToString(CultureInfo.InvariantCulture) ?? "–"), Terminal.Cell(endpoint.Name), Terminal.Cell(endpoint.Tier), Terminal.State(endpoint.State),
                Terminal.Cell(endpoint.WaitMs is { } wait ? string.Create(CultureInfo.InvariantCulture, $"{wait / 1000:0.0} s") : "unknown"), Terminal.Cell(endpoint.Verdict));
        AnsiConsole.Write(endpoints);
    }
}
