using System.Buffers;
using System.Globalization;

namespace LocalsOnly.Discord.Text;

/// <summary>Lists where a text may be cut without cutting a word, in order.</summary>
internal sealed class MessageCuts
{
    // Marks and small kana, which begin no line.
    private static readonly SearchValues<char> s_notFirst = SearchValues.Create("\u3001\u3002\u3003，；：ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々\u3099\u309A");

    private readonly string _text;
    private readonly MessageBlocks _blocks;
    private readonly IReadOnlyList<(int Start, int End)> _pieces;
    private int _piece;
    private int _pieceEnd = -1;

    private MessageCuts(string text, MessageBlocks blocks, int limit)
    {
        (_text, _blocks) = (text, blocks);
        var marks = new InlineMarks(text, limit);
        var lines = blocks.Lines;
        for (var i = 0; i < lines.Count;)
        {
            var first = i;
            while (i < lines.Count && lines[i].Fence < 0 && lines[i].Region == lines[first].Region) i++;
            if (i == first) i++;
            else marks.Read(lines[first].Text, lines[i - 1].End, i == lines.Count);
        }

        _pieces = marks.InOrder();
    }

    /// <param name="limit">Most units of a part.</param>
    public static List<Cut> List(string text, MessageBlocks blocks, int limit)
    {
        var cuts = new List<Cut>(text.Length / 6);
        var reader = new MessageCuts(text, blocks, limit);
        for (var i = 0; i < blocks.Lines.Count; i++) reader.ReadLine(i, cuts);
        return cuts;
    }

    /// <summary>True where no cluster of characters goes over the place, as a letter and its accents or the people of a family emoji do.</summary>
    private bool IsBetweenClusters(int at) => StringInfo.GetNextTextElementLength(_text.AsSpan(at - 1)) == 1;

    private void ReadLine(int index, List<Cut> cuts)
    {
        var line = _blocks.Lines[index];
        var words = line.Text;
        while (words < line.End && char.IsWhiteSpace(_text[words])) words++;
        for (var at = words + 1; at < line.End; at++)
        {
            var c = _text[at];
            if (char.IsWhiteSpace(c))
            {
                var end = at;
                var breaks = false;
                for (; char.IsWhiteSpace(_text[at]); at++) breaks |= _text[at] is not ('\u00A0' or '\u202F' or '\u2007');
                if (breaks && IsBetweenClusters(at)) Add(cuts, end, at, Rank(line, end, _text[at]), index);
            }
            else if (IsWideBreak(line, at) && IsBetweenClusters(at))
                Add(cuts, at, at, line.Fence < 0 && IsBehindWideStop(line, at) ? CutRank.Sentence : CutRank.Word, index);
        }

        if (index + 1 == _blocks.Lines.Count) return;
        var next = _blocks.Lines[index + 1];
        if (next.Fence >= 0 && next.Fence == line.Fence && next.Start == _blocks.Fences[next.Fence].Close)
        {
            // Of a fence whose code is all said, nothing is left to say: the part before closes it.
            if (_blocks.Fences[line.Fence].CodeEnd > 0 && index + 2 < _blocks.Lines.Count) Add(cuts, line.End, _blocks.Lines[index + 2].Start, CutRank.Line, index);
            return;
        }

        if (next.Before != CutRank.None) Add(cuts, line.End, next.Start, next.Before, index);
    }

    private CutRank Rank(MessageLine line, int end, char next) => line.Fence < 0 && SentenceEnd.Is(_text, line.Text, end, next) ? CutRank.Sentence : CutRank.Word;

    // Chinese and Japanese are written without blanks, and a line of them may break nearly everywhere (Unicode TR 14).
    private bool IsWideBreak(MessageLine line, int at)
    {
        var (before, after) = (_text[at - 1], _text[at]);
        if (before < '\u3001' && !SentenceEnd.IsClosing(before)) return false;
        if (char.IsWhiteSpace(before) || IsWidePunctuation(after) || SentenceEnd.IsClosing(after)) return false;
        return IsWideLetter(before) ? IsWideLetter(after) : IsWideEnd(before) || IsBehindWideStop(line, at);
    }

    private bool IsBehindWideStop(MessageLine line, int at)
    {
        at--;
        while (at > line.Text && SentenceEnd.IsClosing(_text[at])) at--;
        return SentenceEnd.IsWide(_text[at]);
    }

    private static bool IsWideLetter(char c) => c is (>= '\u3041' and <= '\u30FA') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static bool IsWideEnd(char c) => c is '、' or '，' or '；' or '：' or '」' or '』' or '）' or '】' or '》' or '〉' || SentenceEnd.IsWide(c);

    private static bool IsWidePunctuation(char c) =>
        s_notFirst.Contains(c) || SentenceEnd.IsWide(c);

    private void Add(List<Cut> cuts, int end, int next, CutRank rank, int line)
    {
        for (; _piece < _pieces.Count && _pieces[_piece].Start < end; _piece++) _pieceEnd = Math.Max(_pieceEnd, _pieces[_piece].End);
        cuts.Add(new Cut(end, next, rank, end < _pieceEnd && _blocks.Lines[line].Fence < 0, line));
    }
}
