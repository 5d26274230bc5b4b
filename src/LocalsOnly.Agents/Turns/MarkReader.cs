namespace LocalsOnly.Agents.Turns;

/// <summary>Reads the mark of a chat template that a piece of text begins with. What it says of a piece it says of every longer one.</summary>
internal static class MarkReader
{
    private const int LongestTag = 400;
    private const string Dsml = "DSML";

    /// <param name="text">Begins with <c>&lt;</c>, <c>[</c> or <c>◁</c>.</param>
    /// <param name="final">Nothing comes after it.</param>
    public static Mark Read(ReadOnlySpan<char> text, bool final)
    {
        var mark = text[0] switch
        {
            '[' => Bracketed(text),
            '◁' => Triangular(text),
            _ when text.Length > 1 && text[1] is '|' or '｜' or '‖' => Barred(text),
            _ when text.StartsWith("<<", StringComparison.Ordinal) => Doubled(text),
            _ => Tag(text),
        };
        if (mark.Kind != MarkKind.Partial || !final) return mark;
        return IsUnmistakable(text) ? new Mark(MarkKind.Cut, text.Length) : default;
    }

    // At the end of a stream "<" alone is text, and so is "<b"; "<|im_e" and "</thi" are the rest of something.
    private static bool IsUnmistakable(ReadOnlySpan<char> text)
    {
        if (text[0] != '<' || text.Length < 3) return false;
        if (text[1] is '|' or '｜' or '‖') return true;
        var name = text[(text[1] == '/' ? 2 : 1)..];
        var end = name.IndexOfAny(" >=");
        if (end >= 0) return true;
        name = name[(name.LastIndexOf(':') + 1)..];
        return name.Length >= 2 && MarkNames.BeginsTag(name);
    }

    // [INST], [/TOOL_RESULTS]
    private static Mark Bracketed(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(']');
        if (end < 0) return text.Length <= MarkNames.Longest && MarkNames.BeginsBracketed(text[1..]) ? new Mark(MarkKind.Partial) : default;
        return MarkNames.BracketedToken(text[1..end]) with { Length = end + 1 };
    }

    // ◁think▷, of Kimi-VL
    private static Mark Triangular(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("◁think▷", StringComparison.Ordinal)) return new Mark(MarkKind.Open, 7, MarkFamily.Thought, "think", Sealed: true);
        if (text.StartsWith("◁/think▷", StringComparison.Ordinal)) return new Mark(MarkKind.Close, 8, MarkFamily.Thought, "think", Sealed: true);
        return "◁think▷".StartsWith(text, StringComparison.Ordinal) || "◁/think▷".StartsWith(text, StringComparison.Ordinal) ? new Mark(MarkKind.Partial) : default;
    }

    // <|im_end|>, <｜tool▁calls▁begin｜>, <|channel> and, with bars at its head only, <｜DSML｜invoke name="x">
    private static Mark Barred(ReadOnlySpan<char> text)
    {
        var inner = text[1..].TrimStart("|｜‖");
        var head = text.Length - inner.Length;
        if (Dsml.AsSpan().StartsWith(inner[..Math.Min(inner.Length, Dsml.Length)], StringComparison.Ordinal))
            return inner.Length < Dsml.Length ? new Mark(MarkKind.Partial) : Named(text, head, closing: false);
        var end = inner.IndexOfAny("|｜> \n");
        if (end > ControlTokens.Longest * 2) return default;
        if (end < 0) return inner.Length <= ControlTokens.Longest * 2 ? new Mark(MarkKind.Partial) : default;
        if (end == 0) return default;
        if (inner[end] == '>')
            return MarkNames.IsHalfBarred(inner[..end]) ? HalfBarred(inner[..end], opens: true) with { Length = head + end + 1 } : default;
        if (inner[end] is ' ' or '\n') return default;
        if (end + 1 >= inner.Length) return new Mark(MarkKind.Partial);
        if (inner[end + 1] != '>') return default;
        Span<char> name = stackalloc char[end];
        inner[..end].Replace(name, '▁', '_');
        return MarkNames.BarredToken(name) with { Length = head + end + 2 };
    }

    // Gemma 4 opens with <|name> and closes with <name|>.
    private static Mark HalfBarred(ReadOnlySpan<char> name, bool opens)
    {
        if (name is "turn") return new Mark(opens ? MarkKind.TurnStart : MarkKind.TurnEnd);
        var (family, shared) = name switch
        {
            "channel" or "think" => (MarkFamily.Thought, "channel"),
            "tool_call" => (MarkFamily.Call, "tool_call|"),
            "tool_response" => (MarkFamily.Data, "tool_response|"),
            _ => (MarkFamily.None, ""),
        };
        return family == MarkFamily.None ? new Mark(MarkKind.Lone) : new Mark(opens ? MarkKind.Open : MarkKind.Close, 0, family, shared, Sealed: true);
    }

    // <<SYS>> and the fences of other hosts, <<<BEGIN_…>>>
    private static Mark Doubled(ReadOnlySpan<char> text)
    {
        foreach (var token in (ReadOnlySpan<string>)["<<SYS>>", "<</SYS>>"])
        {
            if (text.StartsWith(token, StringComparison.OrdinalIgnoreCase)) return new Mark(MarkKind.Lone, token.Length);
            if (token.AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase)) return new Mark(MarkKind.Partial);
        }

        foreach (var (fence, kind) in (ReadOnlySpan<(string, MarkKind)>)[("<<<BEGIN_", MarkKind.Open), ("<<<END_", MarkKind.Close)])
        {
            if (fence.AsSpan().StartsWith(text, StringComparison.Ordinal)) return new Mark(MarkKind.Partial);
            if (!text.StartsWith(fence, StringComparison.Ordinal)) continue;
            var end = text.IndexOf(">>>", StringComparison.Ordinal);
            var name = text[fence.Length..(end < 0 ? text.Length : end)].TrimEnd('>');
            if (name.Length > MarkNames.Longest || name.ContainsAnyExcept(s_capitals)) return default;
            return end < 0 ? new Mark(MarkKind.Partial) : new Mark(kind, end + 3, MarkFamily.Data, "<<<", Sealed: true);
        }

        return default;
    }

    private static readonly System.Buffers.SearchValues<char> s_capitals = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static Mark Tag(ReadOnlySpan<char> text)
    {
        if (text.Length == 1) return new Mark(MarkKind.Partial);
        var closing = text[1] == '/';
        var at = closing ? 2 : 1;
        if (closing && at < text.Length && text[at] == ' ') at++;
        if (closing && at < text.Length && text[at] is '|' or '｜' or '‖')
        {
            var bars = text[at..].TrimStart("|｜‖");
            var head = text.Length - bars.Length;
            if (!Dsml.AsSpan().StartsWith(bars[..Math.Min(bars.Length, Dsml.Length)], StringComparison.Ordinal)) return default;
            return bars.Length < Dsml.Length ? new Mark(MarkKind.Partial) : Named(text, head, closing: true);
        }

        return at == text.Length ? new Mark(MarkKind.Partial) : Named(text, at, closing);
    }

    // From a tag's name to its end. A name may have a prefix, minimax:tool_call, or DeepSeek's DSML between bars.
    private static Mark Named(ReadOnlySpan<char> text, int at, bool closing)
    {
        var dsml = text[at..].StartsWith(Dsml, StringComparison.Ordinal);
        if (dsml)
        {
            at += Dsml.Length;
            while (at < text.Length && text[at] is '|' or '｜' or '‖') at++;
        }

        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.' or ':')) end++;
        var name = text[at..end];
        if (name.Length > MarkNames.Longest) return default;
        if (end == text.Length) return new Mark(MarkKind.Partial);
        if (text[end] == '|')
        {
            if (closing || !MarkNames.IsHalfBarred(name)) return default;
            return end + 1 == text.Length ? new Mark(MarkKind.Partial) : text[end + 1] == '>' ? HalfBarred(name, opens: false) with { Length = end + 2 } : default;
        }

        var prefix = name.LastIndexOf(':') + 1;
        name = name[prefix..];
        var mark = MarkNames.Tag(name);
        if (mark.Kind == MarkKind.Lone && prefix > 0) return default;
        if (mark.Kind == MarkKind.None) return dsml ? new Mark(MarkKind.Lone, end) : default;
        // "<think" and at once a word in another script: the model left out the rest of the tag.
        if (char.IsLetter(text[end])) return mark.Family == MarkFamily.Thought && !closing ? new Mark(MarkKind.Lone, end) : default;
        if (text[end] == '\n') return mark.Family == MarkFamily.Thought ? mark with { Kind = closing ? MarkKind.Close : MarkKind.Open, Length = end } : default;
        if (text[end] is not ('>' or ' ' or '/' or '=')) return default;
        var rest = text[end..Math.Min(text.Length, end + LongestTag)];
        var stop = rest.IndexOfAny("<>\n");
        if (stop < 0) return rest.Length == LongestTag ? default : new Mark(MarkKind.Partial);
        if (rest[stop] != '>') return default;
        var length = end + stop + 1;
        if (mark.Kind != MarkKind.Open) return mark with { Length = length };
        if (closing) return mark with { Kind = MarkKind.Close, Length = length };
        if (rest[Math.Max(0, stop - 1)] == '/') return new Mark(MarkKind.Lone, length);
        var attributes = rest[..stop];
        if (mark.Family == MarkFamily.Part && !dsml && name is "parameter" && !attributes.Contains('=')) return default;
        if (mark.Name is "passage" or "quoted" && !attributes.Contains('=')) return default;
        return mark with { Length = length };
    }
}
