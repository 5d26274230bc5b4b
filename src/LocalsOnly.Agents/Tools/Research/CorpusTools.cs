using System.ComponentModel;
using System.Globalization;
using System.Text;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary><c>research_corpus</c>: what is remembered on a question, apart by who said it.</summary>
internal sealed class CorpusTools(IMemory memory)
{
    private const int Most = 10;
    private const int LongestQuestion = 400;
    private const int ExcerptCharacters = 360;

    public Tool Tool => new(AIFunctionFactory.Create(CorpusAsync, new AIFunctionFactoryOptions
    {
        Name = "research_corpus",
        Description = "What the archive and the knowledge files hold on a question, before anything else is asked: what the person said, what an assistant told them and what "
            + "knowledge files say, each with its date and key, and where all of them are silent.",
    }))
    {
        Foreign = true,
        MostCharacters = 9000,
    };

    private async Task<string> CorpusAsync(
        AIFunctionArguments arguments,
        [Description("The question, in plain words.")] string question,
        [Description("Most passages of each kind, 1 to 10.")] int count = 5,
        CancellationToken cancellationToken = default)
    {
        var turn = ToolTurn.Of(arguments);
        question = question.Trim();
        if (question.Length is 0 or > LongestQuestion) throw new ToolException($"question is empty or longer than {LongestQuestion} characters; ask in one sentence.");
        if (count is < 1 or > Most) throw new ToolException($"count is {count.ToString(CultureInfo.InvariantCulture)}; write 1 to {Most}.");
        try
        {
            var own = await FindAsync(turn, question, count, MessageAuthor.User, cancellationToken);
            var told = await FindAsync(turn, question, count, MessageAuthor.Assistant, cancellationToken);
            var known = MayKnow(turn) ? await FindAsync(turn, question, count, null, cancellationToken) : null;
            var text = new StringBuilder();
            Append(text, "The person said", own, question, turn.Zone);
            Append(text, "An assistant told them (no proof of what the person said or of the matter)", told, question, turn.Zone);
            if (known is null) text.Append("Knowledge files: not among the sources of this persona.\n");
            else Append(text, "Knowledge files", known, question, turn.Zone);
            Silence(text, question, [.. own.Passages, .. told.Passages, .. known?.Passages ?? []]);
            foreach (var note in new[] { own.Note, told.Note, known?.Note }.OfType<string>().Distinct()) text.Append(CultureInfo.InvariantCulture, $"Note: {note}\n");
            return text.ToString().TrimEnd();
        }
        catch (MemoryStoreException broken)
        {
            throw new ToolException(broken.Message, broken);
        }
    }

    // A persona that recalls from named sources reads knowledge only where it is one of them.
    private static bool MayKnow(ToolTurn turn) => turn.Persona.Sources?.Contains(KnowledgeConversation.Source) != false;

    private async Task<RecallResult> FindAsync(ToolTurn turn, string question, int count, MessageAuthor? author, CancellationToken cancellationToken)
    {
        var sources = author is null ? [KnowledgeConversation.Source] : turn.Persona.Sources;
        var request = new RecallRequest(question) { Limit = count, Zone = turn.Zone, Authors = author is { } one ? [one] : null };
        var found = await memory.RecallAsync(turn.Scope with { Sources = sources }, request, cancellationToken);
        // The question itself may be remembered already; it says nothing to itself.
        return found with { Passages = [.. found.Passages.Where(passage => passage.Text != turn.Message).Take(count)] };
    }

    private static void Append(StringBuilder text, string heading, RecallResult found, string question, TimeZoneInfo zone)
    {
        var passages = found.Passages;
        if (passages.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{heading}: nothing.\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{heading}: {passages.Count} passages{Span(passages, zone)}.\n");
        foreach (var passage in passages)
            text.Append(CultureInfo.InvariantCulture, $"- {Date(passage, zone)}, “{Excerpt.OneLine(passage.Title, 80)}” ({passage.Source}), key {passage.MessageKey}: ")
                .Append(Excerpt.OneLine(Excerpt.Take(passage.Text, question, ExcerptCharacters), ExcerptCharacters)).Append('\n');
    }

    private static void Silence(StringBuilder text, string question, IReadOnlyList<Passage> passages)
    {
        var all = Terms.Of(string.Join('\n', passages.Select(passage => $"{passage.Title}\n{passage.Text}")));
        var silent = Terms.Words(question).Where(word => !all.Contains(word.Term)).Select(word => word.Word).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (passages.Count == 0) text.Append("Silent: nothing is remembered on this question.\n");
        else if (silent.Count > 0) text.Append(CultureInfo.InvariantCulture, $"Silent: no passage above holds {string.Join(", ", silent)}.\n");
    }

    private static string Span(IReadOnlyList<Passage> passages, TimeZoneInfo zone)
    {
        var dates = passages.Where(passage => passage.At is not null).Select(passage => Date(passage, zone)).Order(StringComparer.Ordinal).ToList();
        return dates.Count == 0 ? ", none dated" : dates[0] == dates[^1] ? $", of {dates[0]}" : $", from {dates[0]} to {dates[^1]}";
    }

    private static string Date(Passage passage, TimeZoneInfo zone) =>
        passage.At is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "undated";
}
