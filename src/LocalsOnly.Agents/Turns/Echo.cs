using LocalsOnly.Memory;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Replies of the house that repeat, word for word, what they were given. Beside what they repeat they say nothing new; and a question that is asked again would be answered from its own answer, which quotes less of
/// the source each time.
/// </summary>
internal static class Echo
{
    // In characters. Nobody says the same 48 by chance; a quotation of three times as many holds one of the windows whole, wherever it begins.
    private const int Window = 48;

    /// <summary>The passages, in their order, without the replies that repeat another of them.</summary>
    public static IEnumerable<Passage> Without(IReadOnlyList<Passage> passages) => passages.Where(passage => !passage.IsReplyHere || !passages.Any(other => IsSourceOf(other, passage)));

    // Of two replies that repeat each other the later is the echo.
    private static bool IsSourceOf(Passage other, Passage reply) =>
        other.MessageKey != reply.MessageKey && (!other.IsReplyHere || other.At < reply.At) && Repeats(reply.Text, other.Text);

    private static bool Repeats(string reply, string source)
    {
        for (var i = 0; i + Window <= source.Length; i += Window)
            if (reply.AsSpan().Contains(source.AsSpan(i, Window), StringComparison.Ordinal)) return true;
        return false;
    }
}
