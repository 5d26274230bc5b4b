namespace LocalsOnly.Agents.Turns;

/// <summary>Whether a mark outside code is one that a model let slip, or one that a sentence speaks of.</summary>
internal enum Verdict
{
    /// <summary>More of the stream must come first.</summary>
    Wait,
    Slip,
    Mention,
}

/// <summary>
/// A model that lets a mark slip puts it where the template would: at the start of a line, at the end of one, or stuck to a word. A person who is told of it reads it between
/// blanks, in quotation marks, or as the subject of a sentence.
/// </summary>
internal static class Mentions
{
    private static readonly string[] s_predicates =
    [
        "is", "was", "are", "and", "or", "tag", "tags", "token", "tokens", "block", "blocks", "element", "opens", "closes", "starts", "begins", "ends", "marks", "means",
        "tells", "separates", "comes", "stands", "wraps", "belongs", "holds", "contains", "encloses", "does", "has", "must", "may", "can", "should", "will",
    ];

    /// <param name="mark">The mark.</param>
    /// <param name="rest">What follows it.</param>
    /// <param name="final">Nothing comes after <paramref name="rest"/>.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="afterMark">Another mark was taken out right before it.</param>
    public static Verdict Judge(Mark mark, ReadOnlySpan<char> rest, bool final, LinePlace place, bool afterMark)
    {
        if (rest.IsEmpty && !final) return Verdict.Wait;
        var next = rest.IsEmpty ? '\n' : rest[0];
        if (place.AtLineStart || afterMark) return next == ' ' ? Subject(mark, rest[1..], final) : Verdict.Slip;
        var opens = mark.Kind == MarkKind.Open && !mark.Sealed;
        if (!place.Spaced)
        {
            if (IsQuoted(place.Before, next)) return Verdict.Mention;
            return !opens || next == '\n' || place.AfterSentence ? Verdict.Slip : Verdict.Mention;
        }

        if (next == '\n') return opens && !place.AfterSentence ? Verdict.Mention : Verdict.Slip;
        if (next != ' ')
        {
            if (char.IsPunctuation(next) && next is not ('[' or '{' or '*' or '#')) return Verdict.Mention;
            return !opens || place.AfterSentence ? Verdict.Slip : Verdict.Mention;
        }

        if (!place.AfterSentence) return Verdict.Mention;
        var word = rest.TrimStart(' ');
        if (word.IsEmpty) return final ? Verdict.Slip : Verdict.Wait;
        return char.IsUpper(word[0]) || word[0] == '\n' ? Verdict.Slip : Verdict.Mention;
    }

    /// <summary>True when the opening mark of a call is spoken of, or is a type's parameter, although what follows it could be a call's.</summary>
    public static bool IsPartOfText(Mark mark, CallBody body, ReadOnlySpan<char> rest, LinePlace place, bool afterMark)
    {
        if (mark.Sealed) return false;
        var next = rest.IsEmpty ? '\n' : rest[0];
        var alone = place.AtLineStart || afterMark;
        if (!place.Spaced && !alone) return IsQuoted(place.Before, next) || (next == ' ' && (char.IsAsciiLetterOrDigit(place.Before) || place.Before == '_'));
        return body == CallBody.Tags && next == ' ' && !alone && !place.AfterSentence;
    }

    /// <summary>True when quotation marks, brackets or the like stand on both sides.</summary>
    public static bool IsQuoted(char before, char after) => (before, after) is
        ('"', '"') or ('\'', '\'') or ('“', '”') or ('‘', '’') or ('„', '“') or ('«', '»') or ('»', '«') or ('(', ')') or ('*', '*') or ('_', '_') or ('/', '/') or ('|', '|')
        or ('`', '`') or ('"', ',') or ('(', ',') or ('"', '.');

    // "<think> opens the block": a verb or a noun follows, and not what somebody thinks.
    private static Verdict Subject(Mark mark, ReadOnlySpan<char> text, bool final)
    {
        if (mark is { Kind: MarkKind.Open, Family: MarkFamily.Call or MarkFamily.Data, Sealed: false })
            return text.IsEmpty ? final ? Verdict.Slip : Verdict.Wait : char.IsAsciiLetterLower(text[0]) ? Verdict.Mention : Verdict.Slip;
        var end = 0;
        while (end < text.Length && char.IsAsciiLetterLower(text[end])) end++;
        var word = text[..end];
        var whole = end < text.Length || final;
        foreach (var predicate in s_predicates)
        {
            if (whole ? word.SequenceEqual(predicate) : predicate.AsSpan().StartsWith(word, StringComparison.Ordinal))
                return whole ? Verdict.Mention : Verdict.Wait;
        }

        return Verdict.Slip;
    }
}
