using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LocalsOnly.Agents;

namespace LocalsOnly.Scheduling;

/// <summary>What a persona's turn made of a task.</summary>
/// <param name="Text">What it said; empty when it had nothing to say.</param>
/// <param name="Problem">Why it counts as failed; null when it does not.</param>
/// <param name="Turn">Id of the turn, for <c>locals why</c>.</param>
/// <param name="Wrote">It changed something that the house keeps, or may have.</param>
internal sealed record TaskOutcome(string Text, string? Problem, string? Turn, bool Wrote);

/// <summary>Runs a task's prompt as a turn of its persona.</summary>
internal sealed partial class TaskTurn(IAgentRuntime runtime, TimeProvider time)
{
    /// <summary>What a persona answers that has nothing to say.</summary>
    public const string Nothing = "NOTHING";

    private const int MostSources = 5;

    /// <param name="memory">The channel whose memory it is in; null for the owner's private one.</param>
    /// <param name="shared">Others read what comes of it.</param>
    /// <param name="because">What let it run, as data.</param>
    /// <param name="wrote">Told before something is changed.</param>
    public async Task<TaskOutcome> RunAsync(ScheduledTask task, Occurrence occurrence, string? memory, bool shared, string because, Action wrote, CancellationToken cancellationToken)
    {
        var request = new TurnRequest(task.Persona, [new TurnMessage(true, Prompt(task, occurrence))], memory)
        {
            Task = task.Id,
            Tier = task.Tier,
            Tools = task.Tools,
            Shared = shared,
            Conversation = string.Create(CultureInfo.InvariantCulture, $"task {task.Id} {TimeZoneInfo.ConvertTime(occurrence.Due, task.Zone):yyyy-MM-dd}"),
            Attachments = because.Length > 0 ? [new TextAttachment("why this runs now", because)] : [],
        };
        var text = new StringBuilder();
        var (problem, hasWritten) = ((string?)null, false);
        TurnCompleted? completed = null;
        await foreach (var happened in runtime.RunAsync(request, cancellationToken))
        {
            if (happened is TextDelta delta) text.Append(delta.Text);
            else if (happened is TurnInterrupted broken) problem = broken.Sentence;
            else if (happened is TurnCompleted whole) completed = whole;
            else if (happened is RouteChosen route) problem = route.Mode == AnswerMode.RecallOnly ? $"No model answered: {string.Join("; ", route.Reasons)}" : null;
            else if (happened is ToolCalled { Writes: true } && !hasWritten)
            {
                hasWritten = true;
                wrote();
            }
        }

        var said = text.ToString().Trim();
        if (NothingOnly().IsMatch(said)) said = "";
        if (said.Length > 0 && completed is not null) said += Sources(completed);
        return new TaskOutcome(said, problem, completed?.Turn is { Length: > 0 } id ? id : null, hasWritten);
    }

    private string Prompt(ScheduledTask task, Occurrence occurrence)
    {
        var due = TimeZoneInfo.ConvertTime(occurrence.Due, task.Zone);
        var prompt = new StringBuilder().Append(CultureInfo.InvariantCulture, $"(Scheduled task {task.Id}, due {due:dddd yyyy-MM-dd HH:mm} {task.Zone.Id}");
        if (occurrence.ByHand) prompt.Append(", run by hand");
        else if (occurrence.Late) prompt.Append(CultureInfo.InvariantCulture, $"; it runs late, at {TimeZoneInfo.ConvertTime(time.GetUtcNow(), task.Zone):HH:mm}");
        prompt.Append(". Nobody waits in the chat: write what is to be read later, ask nothing back.)\n\n").Append(task.Prompt);
        if (task.Silence) prompt.Append(CultureInfo.InvariantCulture, $"\n\nIf there is nothing worth saying, answer with the one word {Nothing}.");
        return prompt.ToString();
    }

    private static string Sources(TurnCompleted completed)
    {
        var cited = completed.Sources.Where(source => source.Cited).Take(MostSources).ToList();
        if (cited.Count == 0) return "";
        return "\n\n" + string.Join('\n', cited.Select(source => string.Create(CultureInfo.InvariantCulture, $"[{source.Number}] {PersonSentences.Plain(source.Passage.Title)}, {source.Passage.At:yyyy-MM-dd}")));
    }

    [GeneratedRegex(@"^[\s*_`""'.]*NOTHING[\s*_`""'.!]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NothingOnly();
}
