namespace LocalsOnly.Memory.Index;

/// <summary>
/// The row of a message is its conversation's row and its place in it, so that a conversation lies together and needs no further index. Keys begin with their
/// conversation's, so what follows is enough; a parent is nearly always known by its place.
/// </summary>
internal static class MessageRow
{
    private const int OrdinalBits = 24;

    public static long Of(long conversation, int ordinal) => (conversation << OrdinalBits) | (uint)ordinal;

    /// <summary>The rows of a conversation: from, to exclusively.</summary>
    public static (long From, long To) Range(long conversation) => (conversation << OrdinalBits, (conversation + 1) << OrdinalBits);

    public static int OrdinalOf(long row) => (int)(row & ((1 << OrdinalBits) - 1));

    /// <summary>A key without what it shares with its conversation's; such a rest begins with a colon.</summary>
    public static string Shorten(string conversation, string key) =>
        key.Length > conversation.Length && key[conversation.Length] == ':' && key.StartsWith(conversation, StringComparison.Ordinal) ? key[conversation.Length..] : key;

    /// <summary>Undoes <see cref="Shorten"/>.</summary>
    public static string Lengthen(string conversation, string key) => key.StartsWith(':') ? conversation + key : key;
}
