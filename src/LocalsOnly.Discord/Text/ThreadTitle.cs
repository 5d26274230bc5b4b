using System.Text.RegularExpressions;

namespace LocalsOnly.Discord.Text;

/// <summary>What a thread that begins with a message is called.</summary>
internal static partial class ThreadTitle
{
    /// <summary>discord.com/developers/docs/resources/channel#start-thread-from-message.</summary>
    private const int Longest = 100;

    private const int MostRead = 4000;
    private const int ShortestSentence = 12;
    private const string Untitled = "Conversation";

    /// <returns>1 to 100 UTF-16 units of the message's first words, without marks, and without what calls somebody or was hidden in a spoiler.</returns>
    public static string Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        // Twice: what stands around a mark that is gone may be one.
        var words = Pings.Defuse(Words(Words(message.Length > MostRead ? message[..MostRead] : message)), []);
        if (words.Length == 0) return Untitled;
        var end = FirstSentence(words);
        return Clip.OnWord(end > 0 ? words[..end] : words, Longest);
    }

    private static string Words(string message)
    {
        message = Spoiler().Replace(message, "…");
        message = FenceMarks().Replace(message, " ");
        message = Link().Replace(message, "${words}");
        message = Called().Replace(message, " ");
        message = Emoji().Replace(message, "${name}");
        message = LineMark().Replace(message, "");
        message = Marks().Replace(message, "");
        // Halves of surrogate pairs become U+FFFD, which goes too.
        return Blank().Replace(string.Concat(message.EnumerateRunes()), " ").Trim();
    }

    private static int FirstSentence(string words)
    {
        for (var at = words.IndexOf(' ', ShortestSentence < words.Length ? ShortestSentence : 0); at > 0 && at < Longest; at = words.IndexOf(' ', at + 1))
            if (at >= ShortestSentence && SentenceEnd.Is(words, 0, at, words[at + 1])) return words[at - 1] == '.' ? at - 1 : at;
        return words is [.., not '.', '.'] && SentenceEnd.Is(words, 0, words.Length, '\0') ? words.Length - 1 : 0;
    }

    [GeneratedRegex(@"\|\|[\s\S]+?\|\|")]
    private static partial Regex Spoiler();

    [GeneratedRegex(@"^[ \t>]*(?:`{3,}|~{3,})[\w+#.-]*[ \t]*$|`{3,}", RegexOptions.Multiline)]
    private static partial Regex FenceMarks();

    [GeneratedRegex(@"!?\[(?<words>[^\]\n]*)\]\([^)\s]*\)")]
    private static partial Regex Link();

    // Users, roles, channels, commands, times, places of a server.
    [GeneratedRegex(@"[<\uFF1C](?:[@\uFF20\uFE6B][!&]?[0-9]+|#[0-9]+|/[^:<>\n]{1,100}:[0-9]+|t:-?[0-9]+(?::[a-zA-Z])?|id:\w+)[>\uFF1E]|[@\uFF20\uFE6B]\p{Cf}*(?:everyone|here)\b|[@\uFF20\uFE6B](?=everyone|here)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Called();

    [GeneratedRegex(@"<a?(?<name>:\w{2,32}:)[0-9]+>")]
    private static partial Regex Emoji();

    [GeneratedRegex(@"^[ \t]*(?:(?:>{1,3}|#{1,6}|-#|[-*+•])[ \t]+)+", RegexOptions.Multiline)]
    private static partial Regex LineMark();

    [GeneratedRegex(@"\*+(?=\S)|(?<=\S)\*+|~~|`+|__|(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])|[<>](?=https?://)|(?<=https?://\S+)>|\\(?=[\p{P}\p{S}])")]
    private static partial Regex Marks();

    [GeneratedRegex(@"(?:\s|[\p{Cc}\u200B\u200E\u200F\u2060\uFEFF\u202A-\u202E\u2066-\u2069\uFFFD])+")]
    private static partial Regex Blank();
}
