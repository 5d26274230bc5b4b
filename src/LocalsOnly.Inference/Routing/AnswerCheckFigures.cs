namespace LocalsOnly.Inference.Routing;

/// <summary>Whether a question asks to calculate with figures that it gives, and the answer has none.</summary>
internal static class AnswerCheckFigures
{
    // One figure may be anything ("how much do you know about Apollo 11"); two are something to calculate with.
    private const int FewestFigures = 2;

    public static bool AreMissing(string question, string answer) =>
        !HasDigit(answer) && Figures(question) >= FewestFigures && Asks(question) && !HasInstead(answer);

    private static bool HasDigit(string text)
    {
        foreach (var c in text)
        {
            if (char.IsDigit(c)) return true;
        }

        return false;
    }

    /// <summary>Digit groups, years and what is part of a name (<c>T4</c>, <c>i7-9700</c>) left out.</summary>
    private static int Figures(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsDigit(text[i])) continue;
            var start = i;
            while (i + 1 < text.Length && (char.IsDigit(text[i + 1]) || (text[i + 1] is '.' or ',' && i + 2 < text.Length && char.IsDigit(text[i + 2])))) i++;
            var named = start > 0 && (char.IsAsciiLetter(text[start - 1]) || text[start - 1] == '-');
            var isYear = i - start == 3 && (text[start..(i + 1)].StartsWith("19") || text[start..(i + 1)].StartsWith("20"));
            if (!named && !isYear) count++;
        }

        return count;
    }

    private static bool Asks(string question)
    {
        foreach (var asking in AnswerCheckPhrases.Default.Data.AsksForNumber)
        {
            for (var at = question.IndexOf(asking, StringComparison.OrdinalIgnoreCase); at >= 0; at = question.IndexOf(asking, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (at == 0 || asking[0] >= '\u3000' || !char.IsLetter(question[at - 1])) return true;
            }
        }

        return false;
    }

    private static bool HasInstead(string answer)
    {
        var data = AnswerCheckPhrases.Default.Data;
        foreach (var part in data.InsteadOfFigureAnywhere)
        {
            if (answer.Contains(part, StringComparison.Ordinal)) return true;
        }

        var words = data.InsteadOfFigure.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[24];
        for (var i = 0; i < answer.Length; i++)
        {
            var start = i;
            while (i < answer.Length && char.IsLetter(answer[i])) i++;
            if (i - start is 0 or > 24) continue;
            var length = answer.AsSpan(start, i - start).ToLowerInvariant(lower);
            if (words.Contains(lower[..length])) return true;
        }

        return false;
    }
}
