using System.Text;

namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>A venue in a reply that is on no list and that the person has not named.</summary>
/// <param name="Name">As written.</param>
/// <param name="Start">Where it is in the reply, in UTF-16 characters, with <paramref name="Length"/>.</param>
/// <param name="SentenceStart">Where the sentence, or the line of a list, around it is, with <paramref name="SentenceLength"/>.</param>
internal sealed record UnlistedName(string Name, int Start, int Length, int SentenceStart, int SentenceLength);

/// <summary>
/// A name that is not on the list cannot leave the house: finds venues in a reply that are neither on the person's list nor in what the person has said. It reads English,
/// French and German by their forms (a cue before a capitalised name, the word for what a place is, an article with a capital, emphasis, quotes, heads of lists), not by meaning:
/// a name that looks like a venue's is found even when it is none, and so is a word that is in no list of words.
/// </summary>
internal static class PlaceNames
{
    /// <param name="reply">What a persona is about to say; Markdown or plain.</param>
    /// <param name="list">The person's places.</param>
    /// <param name="said">Texts in which the person may have named a place: their messages, and the passages that the reply may cite.</param>
    public static IReadOnlyList<UnlistedName> Find(string reply, IReadOnlyList<Place> list, IEnumerable<string> said)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var text = ReplyText.Read(reply);
        var known = new KnownNames(list, said);
        var found = new List<UnlistedName>();
        foreach (var span in NameSpan.Of(text, known))
        {
            if (!VenueForms.IsVenue(text, span, known) || known.Knows(span.Name(text), span.ArticleIsItsOwn)) continue;
            var (start, end) = (text.Words[span.First].Start, text.Words[span.Last].End);
            var sentence = text.Sentences[text.Words[span.First].Sentence];
            found.Add(new UnlistedName(reply[start..end], start, end - start, sentence.Start, sentence.End - sentence.Start));
        }
        return found;
    }

    /// <summary>The reply with each sentence that holds such a name replaced, once where several follow each other.</summary>
    public static string Without(string reply, IReadOnlyList<UnlistedName> found, string instead)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var kept = new StringBuilder(reply.Length);
        var at = 0;
        var justReplaced = false;
        foreach (var (start, length) in found.Select(name => (name.SentenceStart, name.SentenceLength)).Distinct().Order())
        {
            var between = reply[at..start];
            kept.Append(between);
            if (!justReplaced || !string.IsNullOrWhiteSpace(between)) kept.Append(instead);
            at = start + length;
            justReplaced = true;
        }
        return kept.Append(reply, at, reply.Length - at).ToString().TrimEnd();
    }
}
