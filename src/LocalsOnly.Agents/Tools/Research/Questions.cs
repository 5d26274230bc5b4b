using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>A question as a person wrote it.</summary>
/// <param name="Text">The sentence with its question mark, on one line.</param>
/// <param name="Terms">What it is about.</param>
/// <param name="Conversation">Key of the conversation.</param>
/// <param name="At">When; null when not known.</param>
internal sealed record AskedQuestion(string Text, IReadOnlySet<string> Terms, string Conversation, DateTimeOffset? At);

/// <summary>Questions that are about the same things.</summary>
/// <param name="Questions">In the order in which they were asked.</param>
internal sealed record QuestionGroup(List<AskedQuestion> Questions)
{
    /// <summary>The newest one speaks for them.</summary>
    public AskedQuestion Newest => Questions.OrderBy(question => question.At ?? DateTimeOffset.MinValue).Last();

    /// <summary>How often it was asked: once for each conversation and day, for asking again at once is not asking twice.</summary>
    public int Times => Questions.Select(question => (question.Conversation, question.At?.UtcDateTime.Date)).Distinct().Count();
}

/// <summary>Takes questions out of messages and puts those together that share most of their terms.</summary>
internal static partial class Questions
{
    private const int FewestTerms = 2;
    private const int MostTerms = 16;
    private const int LongestMessage = 4000;
    private const int MostInMessage = 4;
    private const double Alike = 0.5;

    /// <summary>The questions of a message: sentences that end in a question mark, outside code and quotation. A long message is material that was pasted.</summary>
    public static IEnumerable<AskedQuestion> In(string message, string conversation, DateTimeOffset? at)
    {
        if (message.Length > LongestMessage) yield break;
        var count = 0;
        foreach (Match match in Sentence().Matches(Foreign().Replace(message, "\n")))
        {
            var text = string.Join(' ', match.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            var terms = Terms.Of(text);
            if (terms.Count is < FewestTerms or > MostTerms) continue;
            yield return new AskedQuestion(text, terms, conversation, at);
            if (++count == MostInMessage) yield break;
        }
    }

    /// <summary>Groups by the first question of each: one joins the group with which it shares most, two terms and half of all at least.</summary>
    public static List<QuestionGroup> Group(IEnumerable<AskedQuestion> questions)
    {
        var groups = new List<QuestionGroup>();
        var byTerm = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            var shared = new Dictionary<int, int>();
            foreach (var term in question.Terms)
                foreach (var group in byTerm.GetValueOrDefault(term) ?? [])
                    shared[group] = shared.GetValueOrDefault(group) + 1;
            var best = shared.Where(each => each.Value >= FewestTerms)
                .Select(each => (Group: each.Key, Likeness: each.Value / (double)(question.Terms.Count + groups[each.Key].Questions[0].Terms.Count - each.Value)))
                .OrderByDescending(each => each.Likeness).ThenBy(each => each.Group).FirstOrDefault((Group: -1, Likeness: 0));
            if (best.Likeness >= Alike)
            {
                groups[best.Group].Questions.Add(question);
                continue;
            }

            foreach (var term in question.Terms)
            {
                if (!byTerm.TryGetValue(term, out var list)) byTerm[term] = list = [];
                list.Add(groups.Count);
            }

            groups.Add(new QuestionGroup([question]));
        }

        return groups;
    }

    [GeneratedRegex(@"[^.!?\n;]+\?")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"```[\s\S]*?(?:```|\z)|^[ \t]*>[^\n]*|https?://\S+", RegexOptions.Multiline)]
    private static partial Regex Foreign();
}
