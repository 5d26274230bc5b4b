using System.Globalization;
using LocalsOnly.Memory;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Conversations;

/// <summary>Names of the tags that a passage of a conversation has.</summary>
internal static class ConversationTags
{
    /// <summary>Whose it is.</summary>
    public const string Owner = "owner";

    /// <summary>Which persona may see it; <see cref="Any"/> for all.</summary>
    public const string Persona = "persona";

    /// <summary>Where it was said; <see cref="Any"/> for nowhere in particular.</summary>
    public const string Channel = "channel";

    /// <summary><c>chatgpt</c>, <c>claude</c>, <c>knowledge</c>.</summary>
    public const string Source = "source";

    /// <summary>Key of the conversation, as the house's own tools take it.</summary>
    public const string Conversation = "conversation";

    /// <summary>Key of the message, or of the first of several.</summary>
    public const string Message = "message";

    /// <summary>Who wrote it: <c>user</c>, <c>assistant</c>, <c>system</c>, <c>tool</c>.</summary>
    public const string Author = "author";

    /// <summary>The year it was said in, UTC: <c>2025</c>.</summary>
    public const string Year = "year";

    /// <summary>The month it was said in, UTC: <c>2025-03</c>.</summary>
    public const string Month = "ym";

    /// <summary>The day it was said on, UTC: <c>2025-03-14</c>.</summary>
    public const string Day = "day";

    /// <summary>In place of a persona or a channel: none in particular.</summary>
    public const string Any = "*";

    /// <summary>Who may see it, and where it is from.</summary>
    public static void Place(TagCollection tags, string owner, string? persona, string? channel)
    {
        tags[Owner] = [owner];
        tags[Persona] = [persona ?? Any];
        tags[Channel] = [channel ?? Any];
    }

    /// <summary>When it was said; nothing when that is not known.</summary>
    public static void Time(TagCollection tags, DateTimeOffset? at)
    {
        if (at?.UtcDateTime is not { } time) return;
        tags[Year] = [time.ToString("yyyy", CultureInfo.InvariantCulture)];
        tags[Month] = [time.ToString("yyyy-MM", CultureInfo.InvariantCulture)];
        tags[Day] = [time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
    }

    public static string Of(MessageAuthor author) => author.ToString().ToLowerInvariant();

    /// <summary>The time that a day, a month or a year begins at and the one after it, UTC; null for what is none of them.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Span(string name, string value)
    {
        var format = name switch { Year => "yyyy", Month => "yyyy-MM", Day => "yyyy-MM-dd", _ => null };
        if (format is null || !DateTimeOffset.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from)) return null;
        return (from, name switch { Year => from.AddYears(1), Month => from.AddMonths(1), _ => from.AddDays(1) });
    }
}
