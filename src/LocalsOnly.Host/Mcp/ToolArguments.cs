using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents;

namespace LocalsOnly.Host.Mcp;

/// <summary>What a model gave a tool, checked by hand: whatever is wrong with it becomes one sentence that the model can act on.</summary>
internal sealed class ToolArguments
{
    private static readonly string[] s_dates = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    private readonly IDictionary<string, JsonElement> _given;

    /// <param name="tool">Name of the tool, for the sentences.</param>
    /// <param name="given">As they came; an argument that is null was not given.</param>
    /// <param name="known">Names of all arguments that the tool takes.</param>
    /// <exception cref="ToolArgumentException">An argument has a name that the tool does not know.</exception>
    public ToolArguments(string tool, IDictionary<string, JsonElement>? given, IReadOnlyCollection<string> known)
    {
        _given = given ?? new Dictionary<string, JsonElement>();
        if (_given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ToolArgumentException(known.Count == 0
                ? $"{tool} takes no arguments, and '{PersonSentences.Plain(unknown)}' was given."
                : $"{tool} has no argument '{PersonSentences.Plain(unknown)}'; it takes {string.Join(", ", known)}.");
    }

    /// <summary>A text that must be there.</summary>
    /// <param name="limit">Most characters.</param>
    /// <exception cref="ToolArgumentException">It is missing, empty, too long or no text.</exception>
    public string Text(string name, int limit) =>
        OptionalText(name, limit) ?? throw new ToolArgumentException($"{name} is missing; give it as a text that is not empty.");

    /// <summary>A text that may be left out; null when it is, or is empty.</summary>
    /// <inheritdoc cref="Text"/>
    public string? OptionalText(string name, int limit)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) throw new ToolArgumentException($"{name} must be a text.");
        var text = value.GetString()!.Trim();
        if (text.Length > limit) throw new ToolArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} has {text.Length} characters and may have {limit}; shorten it."));
        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number within bounds, both included.</summary>
    /// <exception cref="ToolArgumentException">It is none, or outside them.</exception>
    public int Whole(string name, int least, int most, int otherwise)
    {
        if (Find(name) is not { } value) return otherwise;
        // 5.0 is how some models write 5.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most && Math.Floor(number) == number
            ? (int)number
            : throw new ToolArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}."));
    }

    /// <summary>One of some words, in any case; null when it is left out.</summary>
    /// <exception cref="ToolArgumentException">It is another word.</exception>
    public string? OneOf(string name, params ReadOnlySpan<string> words)
    {
        if (OptionalText(name, int.MaxValue) is not { } given) return null;
        foreach (var word in words)
            if (word.Equals(given, StringComparison.OrdinalIgnoreCase)) return word;
        throw new ToolArgumentException($"{name} must be one of {string.Join(", ", words)}.");
    }

    /// <summary>
    /// The instant at which an ISO 8601 year, month, day or time begins; null when it is left out. What has no offset is meant in the person's zone.
    /// </summary>
    /// <exception cref="ToolArgumentException">It is no such date.</exception>
    public DateTimeOffset? Instant(string name, TimeZoneInfo zone)
    {
        if (OptionalText(name, int.MaxValue) is not { } text) return null;
        const DateTimeStyles Exact = DateTimeStyles.None;
        if (DateTime.TryParseExact(text, s_dates, CultureInfo.InvariantCulture, Exact, out var local)) return InZone(local, zone);
        // Only what begins like ISO 8601: the runtime would read 3/4/2026 as well, and mean something else by it than the model.
        if (text.Length > 10 && text[10] is 'T' or ' ' && DateTime.TryParseExact(text[..10], s_dates[2], CultureInfo.InvariantCulture, Exact, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return HasOffset(text) ? instant : InZone(instant.DateTime, zone);
        throw new ToolArgumentException($"{name} must be a date like 2026-03, 2026-03-01 or 2026-03-01T09:30:00Z, and '{PersonSentences.Plain(text)}' is none.");
    }

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || text.AsSpan(11).ContainsAny('+', '-');

    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(local);
        var utc = local.Ticks - offset.Ticks;
        // Only on the first and the last day of the calendar.
        return utc < 0 || utc > DateTime.MaxValue.Ticks ? new DateTimeOffset(local.Ticks, TimeSpan.Zero) : new DateTimeOffset(local.Ticks, offset);
    }

    private JsonElement? Find(string name) => _given.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
}

/// <summary>A tool cannot do what it was asked. The message is one sentence for the model, with what to do.</summary>
internal sealed class ToolArgumentException(string message) : Exception(message);
