namespace LocalsOnly.Discord.Text;

/// <summary>
/// Cuts Markdown into messages. The better a place to cut is (<see cref="CutRank"/>) the sooner it is taken, as long as the part is at least half full; code, lists, quotes
/// and tables that fit in one message are in one, and longer code is closed and opened again.
/// </summary>
/// <remarks>
/// The limit is one of discord.com/developers/docs/resources/message#create-message; it counts as JavaScript does, in UTF-16 units.
/// What holds for every text: the parts hold it in its order, without the white space at the cuts, and beside it only openings and closings
/// (<see cref="MessagePart"/>). What holds for a text that grows: a part that ends two limits before the end of the text stays what it is, and until then it only
/// grows, but for the moment in which something that it held whole no longer fits, and the one in which that turns out to fit in no message.
/// </remarks>
internal static class MessageSplitter
{
    /// <summary>Less leaves no room for code between its fences.</summary>
    private const int LeastLimit = 20;

    /// <summary>The parts as they are written: none is empty, or only white space. A text of white space has none.</summary>
    public static IReadOnlyList<string> Split(string text, int limit = Transport.OutgoingMessage.MostUnits) => [.. Cut(text, limit).Select(part => part.Of(text))];

    /// <summary>The same as places in the text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 20.</exception>
    public static IReadOnlyList<MessagePart> Cut(string text, int limit)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, LeastLimit);
        return string.IsNullOrWhiteSpace(text) ? [] : new MessageCutter(text, limit).Cut();
    }
}

/// <summary>A message of several that a text becomes.</summary>
/// <param name="Start">First unit of the text in it.</param>
/// <param name="End">One past its last.</param>
/// <param name="Opening">What opens again that was open before: a fence with its line break, the mark of a quote.</param>
/// <param name="Closing">What closes a fence that goes on in the next part, or that the text leaves open.</param>
internal readonly record struct MessagePart(int Start, int End, string Opening, string Closing)
{
    public string Of(string text) => string.Concat(Opening, text.AsSpan(Start, End - Start), Closing);
}
