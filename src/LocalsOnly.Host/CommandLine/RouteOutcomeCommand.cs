using System.CommandLine;
using LocalsOnly.Host.Api;
using LocalsOnly.Inference.Routing;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route outcome</c>: keeps what became of an answer, for a later re-fit.</summary>
internal static class RouteOutcomeCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = new Argument<string>("decision") { Description = "Id of the routing decision, as the reply's route holds it, or last." };
        var kind = new Argument<string>("outcome") { Description = $"One of {string.Join(", ", OutcomeNames.All)}." };
        kind.Validators.Add(result =>
        {
            if (!OutcomeNames.TryParse(result.GetValueOrDefault<string>(), out _)) result.AddError($"There is no outcome '{result.GetValueOrDefault<string>()}'; there is {string.Join(", ", OutcomeNames.All)}.");
        });
        var command = new Command("outcome", "Keep what became of an answer, so that the shares of heavy work can be fitted to it.") { id, kind };
        command.SetAction((result, cancellation) => RunAsync(CommandHouse.Find(globals.Of(result)), result.GetRequiredValue(id), result.GetRequiredValue(kind), cancellation));
        return command.WithExample("locals route outcome last thumbs-down");
    }

    private static async Task<int> RunAsync(CommandHouse house, string asked, string outcome, CancellationToken cancellationToken)
    {
        var kept = house.Running is { } running
            ? await RunningHost.PostAsync(
                running, house.Configuration, $"/api/route/{Uri.EscapeDataString(asked)}/outcome", new OutcomeRequest(outcome),
                RouteApiJson.Default.OutcomeRequest, RouteApiJson.Default.OutcomeWire, cancellationToken)
            : await KeepAsync(house, asked, outcome);
        Terminal.Line($"Kept: {kept.Outcome} of {kept.Decision}. It counts at the next: locals route refit");
        return ExitCode.Ok;
    }

    private static async Task<OutcomeWire> KeepAsync(CommandHouse house, string asked, string outcome)
    {
        await using var journal = new RouteJournal(RouteJournalPath.Of(house.Configuration), TimeProvider.System);
        var id = asked == RouteApi.Last ? journal.Newest : asked;
        if (id is null || !journal.Knows(id)) throw new CommandException(ExitCode.NothingFound, RouteApi.Unknown(asked));
        if (!OutcomeNames.TryParse(outcome, out var kind)) throw new CommandException(ExitCode.Usage, $"There is no outcome '{outcome}'.");
        journal.Outcome(new JournalOutcome(id, kind, TimeProvider.System.GetUtcNow()));
        await journal.DisposeAsync();
        return journal.Lost == 0 ? new OutcomeWire(id, OutcomeNames.Of(kind)) : throw new CommandException(ExitCode.Failed, $"The outcome could not be kept: {journal.Problem}");
    }
}
