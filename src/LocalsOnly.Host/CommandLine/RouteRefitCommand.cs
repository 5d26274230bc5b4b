using System.CommandLine;
using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Host.Worker;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route refit</c>: what the outcomes say about the shares of heavy work; changes nothing without <c>--apply</c>.</summary>
internal static class RouteRefitCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var apply = new Option<bool>("--apply") { Description = "Put the fitted shares in force from the host's next start." };
        var command = new Command("refit", "Fit the share of heavy work of each persona and task to what became of their light answers. Only prints, unless told to apply.") { apply, GlobalOptions.Json };
        command.SetAction((result, _) => RunAsync(CommandHouse.Find(globals.Of(result)), result.GetValue(apply), result.GetValue(GlobalOptions.Json)));
        return command.WithExample("locals route refit --apply");
    }

    private static async Task<int> RunAsync(CommandHouse house, bool apply, bool json)
    {
        var path = RouteJournalPath.Of(house.Configuration);
        await using var services = House.BuildForCommand(house.Configuration);
        var shares = Shares(services);
        RoutePriors current, fitted;
        try
        {
            current = RoutePriors.Load(RoutePriors.PathFor(path));
        }
        catch (InvalidDataException broken)
        {
            Terminal.Note(broken.Message);
            current = RoutePriors.None;
        }

        try
        {
            fitted = PriorsFit.Fit(RouteJournalFile.Read(path), current, shares, TimeProvider.System.GetUtcNow());
            if (apply && fitted.Personas.Count + fitted.Tasks.Count > 0) fitted.Save(RoutePriors.PathFor(path));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"The routing journal or the fitted shares cannot be read or written: {broken.Message}");
        }

        RefitRow[] rows = [.. Rows("persona", fitted.Personas, current.Personas, shares), .. Rows("task", fitted.Tasks, current.Tasks, _ => shares(null))];
        if (json) Terminal.Json(new RefitWire(apply && rows.Length > 0, rows), RefitJson.Indented.RefitWire);
        else Print(rows, apply, house.Running is not null);
        return ExitCode.Ok;
    }

    /// <summary>The share that is configured for a persona, by its tier.</summary>
    private static Func<string?, double> Shares(IServiceProvider services)
    {
        var routing = services.GetRequiredService<IOptions<InferenceOptions>>().Value.Routing;
        var personas = services.GetRequiredService<IPersonaStore>();
        return id => (id is null ? null : personas.Find(id)?.Tier) switch
        {
            Tier.Heavy => routing.HeavyPersonaShare,
            Tier.Light => routing.LightPersonaShare,
            _ => routing.HeavyShare,
        };
    }

    private static IEnumerable<RefitRow> Rows(string of, Dictionary<string, FittedShare> fitted, Dictionary<string, FittedShare> current, Func<string?, double> configured) =>
        fitted.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).Select(entry => new RefitRow(
            of, entry.Key, current.TryGetValue(entry.Key, out var now) ? now.Share : configured(entry.Key), entry.Value.Share, entry.Value.Wanting, entry.Value.Fine, entry.Value.Silent));

    private static void Print(RefitRow[] rows, bool apply, bool running)
    {
        if (rows.Length == 0)
        {
            AnsiConsole.WriteLine($"Nothing can be fitted yet: no persona and no task has {PriorsFit.FewestJudged} light answers that somebody judged. Judge one with: locals route outcome last thumbs-up");
            return;
        }

        var table = Terminal.Table("", "name", "share now", "fitted", "wanting", "fine", "nothing said");
        foreach (var row in rows)
            table.AddRow(Terminal.Cell(row.Of), Terminal.Cell(row.Name), Terminal.Cell(Share(row.Now)), Terminal.Cell(Share(row.Fitted)), Cell(row.Wanting), Cell(row.Fine), Cell(row.Silent));
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            !apply ? "Nothing was changed. Put these in force with: locals route refit --apply"
            : running ? "Kept. They are in force from the host's next start."
            : "Kept. They are in force when the host starts.");
    }

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static Text Cell(int count) => Terminal.Cell(count.ToString(CultureInfo.InvariantCulture));
}
