using System.Globalization;
using System.Text;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Agents.Turns;

/// <summary>What a persona says when no model can be reached: the passages themselves, said to be just that.</summary>
internal static class RecallOnlyAnswer
{
    private const int ExcerptLength = 320;

    /// <param name="why">One sentence with what to do.</param>
    public static string Compose(string why, IReadOnlyList<TurnSource> sources, bool anythingRemembered)
    {
        var text = new StringBuilder(why);
        if (sources.Count == 0)
        {
            text.Append(anythingRemembered
                ? "\n\nNothing in your history matches these words."
                : "\n\nNothing is remembered yet: import your exports with `locals import <file>`.");
            return text.ToString();
        }

        text.Append("\n\nThis is what your own history says:\n");
        foreach (var source in sources)
        {
            var passage = source.Passage;
            text.Append(CultureInfo.InvariantCulture, $"\n- “{PersonSentences.Plain(passage.Title)}”")
                .Append(passage.At is { } at ? string.Create(CultureInfo.InvariantCulture, $" ({at:d MMMM yyyy}, {PersonSentences.Vendor(passage.Source)})") : $" ({PersonSentences.Vendor(passage.Source)})")
                .Append(passage.Source == KnowledgeConversation.Source ? ": " : passage.Author == MessageAuthor.User ? ", you: " : ", the assistant: ")
                .Append(CultureInfo.InvariantCulture, $"{Excerpt.OneLine(source.Excerpt, ExcerptLength)} [{source.Number}]");
        }

        return text.ToString();
    }
}
