namespace LocalsOnly.Memory.Recall;

/// <summary>What a question asks for.</summary>
internal sealed record QuestionCues(bool AsksWhen, bool AsksAmount, bool YouSaid, bool IsRequest)
{
    public static QuestionCues Of(string text) => new(
        StartsWithAny(text, "when ", "since when", "what date", "which date", "what day", "which day", "what time", "on which", "until when"),
        StartsWithAny(text, "how long", "how far", "how old", "how big", "how often", "what price", "what percentage", "at what", "what budget") ||
            text.Contains("how much", StringComparison.OrdinalIgnoreCase) || text.Contains("how many", StringComparison.OrdinalIgnoreCase),
        false, false);

    private static bool StartsWithAny(string text, params ReadOnlySpan<string> starts)
    {
        var trimmed = text.AsSpan().TrimStart();
        foreach (var start in starts)
            if (trimmed.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
