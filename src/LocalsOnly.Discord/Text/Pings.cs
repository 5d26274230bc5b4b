using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Text;

/// <summary>
/// Takes the power to call people from text. Every message says in <c>allowed_mentions</c> whom it may call; this holds as well where a library, a webhook or an
/// edit forgets to (discord.com/developers/docs/resources/message#allowed-mentions-object).
/// </summary>
internal static partial class Pings
{
    /// <summary>Does not show, and is no part of a mention.</summary>
    private const string Break = "\u200B";

    private const int LongestName = 32;
    private const string Nameless = "someone";

    /// <summary>
    /// The same text for a reader, in which <c>@everyone</c>, <c>@here</c>, roles, and users who are not named here are only words. Channels, emoji and times stay, since
    /// they call nobody. Code is treated no better: whether Discord reads mentions in it is nowhere promised.
    /// </summary>
    /// <param name="mayPing">Users whose mention stays one.</param>
    public static string Defuse(string text, IReadOnlyCollection<Snowflake> mayPing)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(mayPing);
        if (text.AsSpan().IndexOfAny('@', '\uFF20', '\uFE6B') < 0) return text;
        text = Mention().Replace(text, match =>
            match.Groups["role"].Length == 0 && Snowflake.TryParse(match.Groups["id"].Value, out var user) && mayPing.Contains(user) ? match.Value : Broken(match.Value));
        return Everyone().Replace(text, match => match.Value + Break);
    }

    /// <summary>
    /// A name that somebody gave themselves, as plain words on one line: it calls nobody, formats nothing, hides nothing and turns no text around. At most 32 UTF-16
    /// units; "someone" when nothing is left.
    /// </summary>
    public static string PlainName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = new StringBuilder(LongestName);
        var marks = 0;
        var (isBlank, joins, isPicture) = (false, false, false);
        // Longer names are no names; what is cut off here is never looked at.
        foreach (var rune in name.AsSpan(0, Math.Min(name.Length, 8 * LongestName)).EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
            marks = isMark ? marks + 1 : 0;
            if (Rune.IsWhiteSpace(rune) || rune.Value is 0x3164 or 0x115F or 0x1160 or 0xFFA0 or 0x2800)
            {
                isBlank = true;
                continue;
            }

            // The people of a family emoji are held together by a joiner, which means nothing anywhere else.
            if (rune.Value == 0x200D)
            {
                joins = isPicture;
                continue;
            }

            // More than a few accents on a letter grow over the lines around it.
            if (rune.Value == 0xFFFD || marks > 3 || IsUnwanted(rune)) continue;
            if (isBlank && plain.Length > 0) plain.Append(' ');
            if (joins && !isBlank && IsPicture(rune)) plain.Append('\u200D');
            plain.Append(Shown(rune));
            (isBlank, joins, isPicture) = (false, false, IsPicture(rune));
        }

        var bare = Edge().Replace(plain.ToString(), "").Replace("://", ": //", StringComparison.Ordinal);
        var words = string.Join(' ', bare.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 ? Nameless : Edge().Replace(Clip.OnCharacter(words, LongestName), "");
    }

    private static bool IsUnwanted(Rune rune) => rune.Value is '`' or '*' or '|' or '~' or '\\' or '<' or '>' or '@' or '\uFF20' or '\uFE6B'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;

    // An emoji, its skin, or what makes one of a plain sign.
    private static bool IsPicture(Rune rune) => rune.Value == 0xFE0F || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;

    private static string Shown(Rune rune) => rune.Value switch { '[' => "(", ']' => ")", _ => rune.ToString() };

    private static string Broken(string mention) => mention[..2] + Break + mention[2..];

    // Two kinds of full-width marks are read as what they look like by some programs, and by people.
    [GeneratedRegex(@"[<\uFF1C][@\uFF20\uFE6B](?:!|(?<role>&))?(?<id>[0-9]+)")]
    private static partial Regex Mention();

    // What does not show between the mark and the word is no protection that anybody promises.
    [GeneratedRegex(@"[@\uFF20\uFE6B](?!\u200B)(?=\p{Cf}*(?:everyone|here))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Everyone();

    // What would begin a heading, a list or a quote, and underscores that would slant or underline.
    [GeneratedRegex(@"^(?:[#+•-]+[ ]*|[ _]+|[0-9]{1,9}[.)][ ]+)+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}_])")]
    private static partial Regex Edge();
}
