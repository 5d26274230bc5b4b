using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Text;

/// <summary>Where a link to a message leads.</summary>
/// <param name="Guild">Null for a direct message.</param>
internal readonly partial record struct MessageLink(Snowflake? Guild, Snowflake Channel, Snowflake Message)
{
    /// <summary>The first link of a text, as "Copy Message Link" gives it in any of Discord's clients; in angle brackets, a masked link or a sentence too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MessageLink link)
    {
        link = default;
        foreach (Match match in Link().Matches(text ?? ""))
        {
            var isDirect = match.Groups["guild"].ValueSpan is "@me";
            Snowflake guild = default;
            if (!isDirect && !Snowflake.TryParse(match.Groups["guild"].Value, out guild)) continue;
            if (!Snowflake.TryParse(match.Groups["channel"].Value, out var channel) || !Snowflake.TryParse(match.Groups["message"].Value, out var message)) continue;
            link = new MessageLink(isDirect ? null : guild, channel, message);
            return true;
        }

        return false;
    }

    [GeneratedRegex(
        @"(?<![\w./@:-])https?://(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com/channels/(?<guild>@me|[0-9]{1,20})/(?<channel>[0-9]{1,20})/(?<message>[0-9]{1,20})(?![0-9A-Za-z_])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
