using System.ComponentModel;
using System.Globalization;
using System.Text;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary><c>research_gaps</c>: what the person keeps asking and no knowledge file speaks to.</summary>
internal sealed class GapTools(ICorpus corpus, IMemory memory)
{
    private const int MostQuestions = 4000;
    private const int MostGroups = 40;
    private const int Nearest = 3;

    // A passage that holds this part of a question's terms speaks to it; whether it answers it, a person must judge.
    private const double Speaks = 0.6;

    public Tool Tool => new(AIFunctionFactory.Create(GapsAsync, new AIFunctionFactoryOptions
    {
        Name = "research_gaps",
        Description = "Questions that the person has asked more than once and that no knowledge file speaks to, by words alone; with how often, when last, and the nearest passage.",
    }))
    {
        Deadline = TimeSpan.FromSeconds(60),
        Foreign = true,
    };

    private async Task<string> GapsAsync(
        AIFunctionArguments arguments,
        [Description("How many months back, 1 to 60.")] int months = 12,
        [Description("How many gaps, 1 to 20.")] int count = 10,
        CancellationToken cancellationToken = default)
    {
        var turn = ToolTurn.Of(arguments);
        if (months is < 1 or > 60) throw new ToolException($"months is {months.ToString(CultureInfo.InvariantCulture)}; write 1 to 60.");
        if (count is < 1 or > 20) throw new ToolException($"count is {count.ToString(CultureInfo.InvariantCulture)}; write 1 to 20.");
        if (turn.Persona.Sources?.Contains(KnowledgeConversation.Source) == false)
            throw new ToolException($"{turn.Persona.Name} does not recall from knowledge files, so what they leave open cannot be told; ask a persona whose memory sources hold knowledge.");
        try
        {
            var (questions, dropped) = await QuestionsAsync(turn, months, cancellationToken);
            if (questions.Count == 0) return $"No question of the person is remembered from the last {months.ToString(CultureInfo.InvariantCulture)} months, so there is no gap to tell; import conversations, or look further back.";
            var again = Questions.Group(questions).Where(group => group.Times > 1).OrderByDescending(group => group.Times).ThenByDescending(group => group.Newest.At).ToList();
            var gaps = new List<(QuestionGroup Group, Passage? Nearest, double Held)>();
            foreach (var group in again.Take(MostGroups))
            {
                var (passage, held) = await KnownAsync(turn, group.Newest, cancellationToken);
                if (held < Speaks) gaps.Add((group, passage, held));
            }

            return Write(turn, months, questions.Count, dropped, again.Count, [.. gaps.Take(count)], gaps.Count);
        }
        catch (MemoryStoreException broken)
        {
            throw new ToolException(broken.Message, broken);
        }
    }

    private async Task<(Queue<AskedQuestion> Questions, int Dropped)> QuestionsAsync(ToolTurn turn, int months, CancellationToken cancellationToken)
    {
        var questions = new Queue<AskedQuestion>();
        var dropped = 0;
        var since = turn.Now.AddMonths(-months);
        await foreach (var item in corpus.ReadAsync(turn.Scope, new CorpusFilter(After: since), cancellationToken))
            foreach (var message in item.Conversation?.Messages ?? [])
            {
                if (message is not { Author: MessageAuthor.User, Kind: MessageKind.Visible, Active: true }) continue;
                foreach (var question in Questions.In(message.Text, item.Key, message.At ?? item.Conversation!.CreatedAt))
                {
                    // The corpus comes oldest first, and the newest questions are the ones to keep.
                    if (questions.Count == MostQuestions)
                    {
                        questions.Dequeue();
                        dropped++;
                    }

                    questions.Enqueue(question);
                }
            }

        return (questions, dropped);
    }

    private async Task<(Passage? Nearest, double Held)> KnownAsync(ToolTurn turn, AskedQuestion question, CancellationToken cancellationToken)
    {
        var scope = turn.Scope with { Sources = [KnowledgeConversation.Source] };
        var found = await memory.RecallAsync(scope, new RecallRequest(question.Text) { Limit = Nearest, Zone = turn.Zone }, cancellationToken);
        return found.Passages
            .Select(passage => ((Passage?)passage, Held(question, passage)))
            .OrderByDescending(each => each.Item2)
            .FirstOrDefault((null, 0));
    }

    private static double Held(AskedQuestion question, Passage passage)
    {
        var terms = Terms.Of($"{passage.Title}\n{passage.Text}");
        return question.Terms.Count(terms.Contains) / (double)question.Terms.Count;
    }

    private static string Write(ToolTurn turn, int months, int questions, int dropped, int again, List<(QuestionGroup Group, Passage? Nearest, double Held)> gaps, int all)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{questions} questions of the last {months} months; {again} were asked more than once, {all} of those no knowledge file speaks to (by words alone: a question in other words is missed).\n");
        if (dropped > 0) text.Append(CultureInfo.InvariantCulture, $"{dropped} older questions were left out, as only the newest {MostQuestions} are compared.\n");
        if (again > MostGroups) text.Append(CultureInfo.InvariantCulture, $"Only the {MostGroups} that were asked most often were looked up.\n");
        if (gaps.Count == 0) text.Append(again == 0 ? "Nothing was asked twice, so there is no gap to tell.\n" : "Some knowledge file speaks to each of them.\n");
        foreach (var (group, passage, held) in gaps)
        {
            var newest = group.Newest;
            text.Append(CultureInfo.InvariantCulture, $"- “{Excerpt.OneLine(newest.Text, 200)}”, asked {group.Times} times, last {Date(newest.At, turn.Zone)}, in {newest.Conversation}. ");
            text.Append(passage is null ? "Nearest: nothing.\n" : string.Create(CultureInfo.InvariantCulture, $"Nearest: {passage.MessageKey}, which holds {held * 100:0} % of its words.\n"));
        }

        return text.ToString().TrimEnd();
    }

    private static string Date(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "undated";
}
