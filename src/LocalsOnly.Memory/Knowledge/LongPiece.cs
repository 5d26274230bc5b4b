namespace LocalsOnly.Memory.Knowledge;

/// <summary>
/// Cuts a block that alone is longer than a passage may be: prose behind a sentence, a list before an item, code and tables between lines, with the fence or the
/// table's head repeated so that each part still is what it was. A single sentence or line that is too long is cut between words, and a word between characters.
/// </summary>
internal static class LongPiece
{
    public static IEnumerable<Piece> Cut(Piece piece, int words) => piece.Words <= words ? [piece] : piece.Form switch
    {
        PieceForm.Prose => Prose(piece, words),
        PieceForm.Fenced => Fenced(piece, words),
        PieceForm.Table => Table(piece, words),
        _ => Rows(piece.Text.Split('\n'), piece.Line, words, before: "", after: "", piece.Form),
    };

    private static IEnumerable<Piece> Fenced(Piece piece, int words)
    {
        var lines = piece.Text.Split('\n');
        var fence = lines[0].TrimStart();
        var mark = fence[..(fence.AsSpan().IndexOfAnyExcept(fence[0]) is var end and >= 0 ? end : fence.Length)];
        var closed = lines.Length > 1 && lines[^1].TrimStart().StartsWith(mark, StringComparison.Ordinal);
        return Rows(lines.AsSpan(1, lines.Length - (closed ? 2 : 1)).ToArray(), piece.Line + 1, words, lines[0] + "\n", "\n" + mark, piece.Form);
    }

    private static IEnumerable<Piece> Table(Piece piece, int words)
    {
        var lines = piece.Text.Split('\n');
        if (lines.Length < 3) return Rows(lines, piece.Line, words, "", "", piece.Form);
        var head = $"{lines[0]}\n{lines[1]}\n";
        // A head that alone fills a passage is not repeated.
        return WordMeter.Count(head) <= words / 4 ? Rows(lines[2..], piece.Line + 2, words, head, "", piece.Form) : Rows(lines, piece.Line, words, "", "", piece.Form);
    }

    private static IEnumerable<Piece> Rows(string[] lines, int first, int words, string before, string after, PieceForm form)
    {
        var limit = Math.Max(1, words - WordMeter.Count(before) - WordMeter.Count(after));
        var begin = 0;
        var length = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = WordMeter.Count(lines[i]);
            if (line > limit)
            {
                if (i > begin) yield return Part(begin, i);
                foreach (var part in Prose(new Piece(PieceForm.Prose, lines[i], first + i), limit)) yield return new Piece(form, before + part.Text + after, part.Line);
                (begin, length) = (i + 1, 0);
                continue;
            }
            while (length + line > limit)
            {
                // Rather before the item that this line belongs to than in its middle, unless that would leave less than half.
                var cut = i;
                while (form == PieceForm.Lines && cut > begin && lines[cut].Length > 0 && lines[cut][0] == ' ') cut--;
                if (cut == begin || WordMeter.Count(string.Join('\n', lines[begin..cut])) * 2 < limit) cut = i;
                yield return Part(begin, cut);
                begin = cut;
                length = WordMeter.Count(string.Join('\n', lines[begin..i]));
            }
            length += line;
        }
        if (begin < lines.Length) yield return Part(begin, lines.Length);

        Piece Part(int from, int to) => new(form, before + string.Join('\n', lines[from..to]) + after, first + from);
    }

    private static IEnumerable<Piece> Prose(Piece piece, int words)
    {
        var text = piece.Text;
        var line = piece.Line;
        for (var begin = 0; begin < text.Length;)
        {
            var end = EndOfPart(text, begin, words);
            var part = text[begin..end].Trim();
            if (part.Length > 0) yield return new Piece(piece.Form, part, line);
            line += text.AsSpan(begin, end - begin).Count('\n');
            begin = end;
        }
    }

    private static int EndOfPart(string text, int begin, int words)
    {
        var meter = new WordMeter();
        int sentence = 0, word = 0;
        for (var i = begin; i < text.Length; i++)
        {
            meter.Add(text[i]);
            if (meter.Words > words)
            {
                // The first half of a passage without the end of a sentence in it would leave a crumb.
                var end = sentence > begin + ((i - begin) / 2) ? sentence : word > begin ? word : i;
                return char.IsLowSurrogate(text[end]) ? end - 1 > begin ? end - 1 : end + 1 : end;
            }
            var last = i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]);
            if (text[i] is '。' or '！' or '？' || (last && text[i] is '.' or '!' or '?')) sentence = i + 1;
            else if (char.IsWhiteSpace(text[i])) word = i + 1;
        }
        return text.Length;
    }
}
