namespace LocalsOnly.Simulation.Answering;

/// <summary>Cuts a text into sentences and lines, without their Markdown bullets.</summary>
internal static class Sentences
{
    private static readonly string[] Abbreviations = ["e.g.", "i.e.", "dr.", "mr.", "mrs.", "ms.", "st.", "no.", "approx.", "vs.", "etc."];

    public static IReadOnlyList<string> Of(string text)
    {
        var sentences = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var start = 0;
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] is not ('.' or '!' or '?' or '…') || (i + 1 < line.Length && !char.IsWhiteSpace(line[i + 1])))
                    continue;
                if (line[i] == '.' && EndsInAbbreviation(line.AsSpan(start, i + 1 - start)))
                    continue;
                Add(sentences, line[start..(i + 1)]);
                start = i + 1;
            }

            Add(sentences, line[start..]);
        }

        return sentences;
    }

    private static bool EndsInAbbreviation(ReadOnlySpan<char> text)
    {
        foreach (var abbreviation in Abbreviations)
        {
            if (text.EndsWith(abbreviation, StringComparison.OrdinalIgnoreCase)
                && (text.Length == abbreviation.Length || !char.IsLetterOrDigit(text[^(abbreviation.Length + 1)])))
                return true;
        }

        return false;
    }

    private static void Add(List<string> sentences, string piece)
    {
        var sentence = piece.Trim().TrimStart('-', '*', '#', '>', '•', ' ').Trim();
        if (sentence.Length > 0)
            sentences.Add(sentence);
    }
}
