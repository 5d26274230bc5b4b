using System.Globalization;
using System.Text;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Standups;

/// <summary>
/// Holds a standup: each persona answers from its own data with its own tools, knowing what those before it said; what was expected earlier is scored; and the host of the
/// standup makes one report of it, of what is new.
/// </summary>
internal sealed class StandupRunner(IPersonaStore personas, TurnRunner runner, StandupBook book, TurnGate gate, IOptions<AgentsOptions> options, TimeProvider time) : IStandups
{
    private const int AnswerTokens = 800;
    private const int ReportTokens = 1200;

    public async Task<Standup> HoldAsync(CancellationToken cancellationToken = default)
    {
        using var pass = gate.Enter();
        var host = personas.Find(options.Value.Standup.Host) ?? throw new TurnRefusedException(TurnRefusal.UnknownPersona, PersonSentences.UnknownPersona(options.Value.Standup.Host, personas));
        var others = (options.Value.Standup.Order is { Count: > 0 } order ? order : host.Peers).Select(personas.Find).OfType<Persona>().ToList();
        if (others.Count == 0) throw new TurnRefusedException(TurnRefusal.UnknownPersona, $"{host.Name} has nobody to ask: name them in Agents:Standup:Order, or as peers in its persona file.");

        var last = book.Last();
        var scored = await book.ScoreAsync(cancellationToken);
        var signals = new List<StandupSignal>();
        var answers = new List<StandupAnswer>();
        foreach (var persona in others) answers.Add(await AskAsync(host, persona, answers, last, signals, cancellationToken));
        var (report, byModel) = await ReportAsync(host, answers, scored, book.LastReport() ?? "", cancellationToken);
        var standup = new Standup(time.GetUtcNow(), answers, signals, scored, report, byModel);
        book.Keep(standup);
        return standup;
    }

    public IReadOnlyDictionary<string, (int Scored, double MeanBrier)> Record() => book.Scores()
        .Where(score => score.Brier is not null)
        .GroupBy(score => score.Signal.Persona, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (group.Count(), group.Average(score => score.Brier!.Value)), StringComparer.Ordinal);

    private async Task<StandupAnswer> AskAsync(Persona host, Persona persona, List<StandupAnswer> before, Standup? last, List<StandupSignal> signals, CancellationToken cancellationToken)
    {
        var question = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Standup. In at most {StandupText.AnswerWords} words of prose, from what your tools and memory give you now: ")
            .Append("what is new since the last standup, what you expect, and what would show you wrong. Answer what a colleague said where it touches your work.");
        if (persona.Tools.Contains(StandupSignalTool.Name))
            question.Append(CultureInfo.InvariantCulture, $" Hand in one signal with {StandupSignalTool.Name} if your readings support one.");
        if (last?.Answers.FirstOrDefault(answer => answer.Persona == persona.Id) is { Text.Length: > 0 } own)
            question.Append(CultureInfo.InvariantCulture, $"\nOn {last.At:yyyy-MM-dd} you said, and need not say again: {own.Text}");
        foreach (var answer in before.Where(answer => answer.Text.Length > 0)) question.Append(CultureInfo.InvariantCulture, $"\n{answer.Name} has just said: {answer.Text}");

        var (text, problem) = await RunAsync(persona, question.ToString(), host, AnswerTokens, signals, cancellationToken);
        return new StandupAnswer(persona.Id, persona.Name, StandupText.Limit(text, StandupText.AnswerWords), problem);
    }

    private async Task<(string Report, bool ByModel)> ReportAsync(Persona host, List<StandupAnswer> answers, IReadOnlyList<StandupScore> scored, string before, CancellationToken cancellationToken)
    {
        var together = StandupText.PutTogether(answers, scored);
        if (!answers.Exists(answer => answer.Text.Length > 0)) return (together, false);
        var prompt = new StringBuilder().Append(CultureInfo.InvariantCulture, $"You host the standup. Write its report in under {StandupText.ReportWords - 50} words: what is new and what follows from it, who said it by name, ")
            .Append("where two of them agree or contradict each other, then at most three things to do. Add nothing that nobody said.\n\n").Append(together);
        if (before.Length > 0) prompt.Append("\n\nThe last report, of which nothing is to be repeated:\n").Append(before);
        var (text, problem) = await RunAsync(host, prompt.ToString(), null, ReportTokens, null, cancellationToken);
        var unnamed = answers.Where(answer => answer.Text.Length > 0 && !text.Contains(answer.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        // A report that leaves somebody out, or that no model wrote, is the answers themselves.
        var byModel = problem is null && text.Length > 0 && unnamed.Count == 0;
        var news = StandupText.New(byModel ? text : together, before);
        return news.Length == 0 ? (StandupText.NothingNew, byModel) : (StandupText.Limit(news, StandupText.ReportWords - 1), byModel);
    }

    private async Task<(string Text, string? Problem)> RunAsync(Persona persona, string question, Persona? asker, int replyTokens, List<StandupSignal>? signals, CancellationToken cancellationToken)
    {
        var zone = options.Value.Zone(time);
        var turn = runner.Begin(persona);
        var request = new TurnRequest(persona.Id, [new TurnMessage(true, question)], null, replyTokens) { Conversation = $"standup/{persona.Id}", Task = "standup" };
        var its = asker is null ? null : new ToolTurn(asker, null, question, TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone), zone) { Signals = signals };
        string? problem = null;
        await foreach (var happened in runner.RunAsync(persona, request, turn, its, cancellationToken))
            if (happened is TurnInterrupted interrupted) problem = interrupted.Sentence;
        return turn.Reply is { Length: > 0 } reply ? (Citations.Remove(reply), problem) : ("", problem ?? "No model was free to answer.");
    }
}
