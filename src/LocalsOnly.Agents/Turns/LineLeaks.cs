namespace LocalsOnly.Agents.Turns;

/// <summary>What leaks without a mark of its own: words that mean "say nothing", a name before the reply, lines in which a host tells of its tools.</summary>
internal static class LineLeaks
{
    // System: [2026-01-12 12:19:17] …
    private const string Event = "System: [";

    private static readonly string[] s_silence = ["NO_REPLY", "HEARTBEAT_OK", "[SILENT]", "[NO_REPLY]"];

    private static readonly string[] s_lines =
    [
        "[Tool Call:", "[Tool Result:", "[Tool Result]", "[Tool Result for", "[Calling tool", "[Historical context: a different model", "[Previous assistant tool use]",
        "[System note:",
    ];

    /// <summary>A word that means "say nothing", alone in its line or at the end of one after a whole sentence.</summary>
    /// <returns>Its length with what decorates it; 0 when there is none, negative when more must come first.</returns>
    public static int Silence(ReadOnlySpan<char> text, bool final, LinePlace place, bool afterMark)
    {
        if (!place.AfterSentence && !afterMark) return 0;
        foreach (var word in s_silence)
        {
            if (word.Length > text.Length && word.AsSpan().StartsWith(text, StringComparison.Ordinal)) return final ? 0 : -1;
            if (!text.StartsWith(word, StringComparison.Ordinal)) continue;
            var rest = text[word.Length..].TrimStart(" \t.\r");
            if (rest.IsEmpty) return final ? text.Length : -1;
            if (rest[0] == '<')
            {
                var mark = MarkReader.Read(rest, final);
                if (mark.Kind == MarkKind.Partial) return -1;
                if (mark.Kind is MarkKind.TurnEnd or MarkKind.Close or MarkKind.Lone) return text.Length - rest.Length;
            }

            return rest[0] == '\n' ? text.Length - rest.Length : 0;
        }

        return 0;
    }

    /// <summary>What stands at the start of a line and is none of the reply's.</summary>
    /// <param name="text">From the first character of the line that is no blank.</param>
    /// <param name="final">Nothing comes after it.</param>
    /// <param name="first">Nothing of the reply was said yet.</param>
    /// <param name="speaker">Who speaks; null when that is not known.</param>
    /// <returns>What to take out, and what to hide after it; a negative length when more must come first.</returns>
    public static (int Length, Hiding Hides) Read(ReadOnlySpan<char> text, bool final, bool first, string? speaker)
    {
        var wait = false;
        if (first)
        {
            foreach (var name in (ReadOnlySpan<string?>)["assistant", speaker])
                if (name is { Length: > 0 } && Name(text, name, final) is not 0 and var length)
                {
                    if (length > 0) return (length, Hiding.Nothing);
                    wait = true;
                }

            // Llama's header and Gemma's channel without their marks.
            if (Starts(text, "assistant\n", ref wait)) return (10, Hiding.Nothing);
            if (Starts(text, "thought\n", ref wait)) return (8, Hiding.Thought);
            if (Starts(text, "analysis", ref wait))
            {
                if (text.Length == 8) wait = true;
                else if (char.IsAsciiLetterUpper(text[8])) return (8, Hiding.Bare);
            }
        }

        if (text[0] == '[')
            foreach (var line in s_lines)
                if (Starts(text, line, ref wait, StringComparison.OrdinalIgnoreCase)) return (line.Length, Hiding.Line);
        if (Starts(text, "[SYSTEM: ", ref wait)) return (9, Hiding.Line);
        if (Starts(text, Event, ref wait))
        {
            var time = text[Event.Length..Math.Min(text.Length, Event.Length + 5)];
            if (!time[..Math.Min(time.Length, 4)].ContainsAnyExceptInRange('0', '9'))
            {
                if (time.Length < 5) wait = true;
                else if (time[4] == '-') return (Event.Length, Hiding.Line);
            }
        }

        return wait && !final ? (-1, Hiding.Nothing) : (0, Hiding.Nothing);
    }

    // "Vince: ", "**Vince:** ", "VINCE:\n"
    private static int Name(ReadOnlySpan<char> text, string name, bool final)
    {
        var at = text.StartsWith("**", StringComparison.Ordinal) ? 2 : 0;
        if (text is "*") return final ? 0 : -1;
        var rest = text[at..];
        if (rest.Length <= name.Length) return !final && name.AsSpan().StartsWith(rest, StringComparison.OrdinalIgnoreCase) ? -1 : 0;
        if (!rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return 0;
        rest = rest[name.Length..];
        foreach (var end in at == 0 ? (ReadOnlySpan<string>)[": ", ":\n"] : [":** ", ":**\n", "**: ", "**:\n"])
        {
            if (rest.StartsWith(end, StringComparison.Ordinal)) return at + name.Length + end.Length;
            if (!final && end.AsSpan().StartsWith(rest, StringComparison.Ordinal)) return -1;
        }

        return 0;
    }

    private static bool Starts(ReadOnlySpan<char> text, string prefix, ref bool wait, StringComparison comparison = StringComparison.Ordinal)
    {
        if (text.Length < prefix.Length)
        {
            wait |= prefix.AsSpan().StartsWith(text, comparison);
            return false;
        }

        return text.StartsWith(prefix, comparison);
    }
}
