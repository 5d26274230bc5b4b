using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Answering;

/// <summary>What a model wrote becomes the messages that show it: Discord's Markdown, nobody pinged, cut where it reads well.</summary>
/// <param name="Prefix">Stands before the first words.</param>
/// <param name="MayPing">The person who is answered.</param>
/// <param name="Longest">In UTF-16 units; a longer one becomes a summary and a file.</param>
internal sealed record ReplyText(string Prefix, IReadOnlyCollection<Snowflake> MayPing, int Longest)
{
    /// <summary>A reply that still grows.</summary>
    public IReadOnlyList<string> Draft(string text) => text.Trim().Length == 0 ? [] : MessageSplitter.Split(Safe(DiscordMarkdown.From(text)));

    /// <summary>A reply that is whole.</summary>
    /// <param name="footer">Lines under it: sources, notes. Empty for none.</param>
    public (IReadOnlyList<string> Parts, byte[]? File) Whole(string text, string footer)
    {
        var below = footer.Length == 0 ? "" : "\n" + footer;
        return LongAnswer.Of(text, Longest) is { } tooLong
            ? (MessageSplitter.Split(Safe(tooLong.Summary) + below), tooLong.File.ToArray())
            : (MessageSplitter.Split(Safe(DiscordMarkdown.From(text)) + below), null);
    }

    private string Safe(string markdown) => Prefix + Pings.Defuse(markdown, MayPing);
}
