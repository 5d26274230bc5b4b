using System.Globalization;

namespace LocalsOnly.Discord.Text;

/// <summary>Takes part after part off a text, each as long as it may be and ending where it is best to end. What it looks at for a part is at most two limits long.</summary>
internal sealed class MessageCutter
{
    private readonly string _text;
    private readonly int _limit;
    private readonly int _end;
    private readonly MessageBlocks _blocks;
    private readonly List<Cut> _cuts;
    private int _cut;
    private int _keep;

    public MessageCutter(string text, int limit)
    {
        (_text, _limit, _end) = (text, limit, text.AsSpan().TrimEnd().Length);
        _blocks = new MessageBlocks(text, limit);
        _cuts = MessageCuts.List(text, _blocks, limit);
    }

    public List<MessagePart> Cut()
    {
        var parts = new List<MessagePart>();
        var start = Begin(_blocks.Lines[0].Start);
        var opening = "";
        while (true)
        {
            var closing = Closing(_end);
            if (opening.Length + _end - start + closing.Length <= _limit)
            {
                parts.Add(new MessagePart(start, _end, opening, closing));
                return parts;
            }

            var cut = Choose(start, _limit - opening.Length);
            parts.Add(new MessagePart(start, cut.End, opening, Closing(cut.End)));
            if (cut.Next >= _end) return parts;
            start = Begin(cut.Next);
            opening = Opening(start);
        }
    }

    private Cut Choose(int start, int room)
    {
        while (_cut < _cuts.Count && _cuts[_cut].End <= start) _cut++;
        while (_keep < _blocks.Kept.Count && _blocks.Kept[_keep].Start <= start) _keep++;
        if (BeforeKept(start, room) is { } before) return before;

        var (best, bestInMark, lower, last) = (-1, -1, -1, -1);
        for (var i = _cut; i < _cuts.Count && _cuts[i].End <= start + room; i++)
        {
            var cut = _cuts[i];
            if (cut.End + Closing(cut.End, cut.Line).Length > start + room) continue;
            last = i;
            if (cut.End - start < _limit / 2)
            {
                if (!cut.InMark) lower = i;
            }
            else if (cut.InMark) bestInMark = Better(bestInMark, i);
            else best = Better(best, i);
        }

        if (best >= 0) return _cuts[best];
        if (lower >= 0 && FitsUpToNext(lower)) return _cuts[lower];
        if (bestInMark >= 0) return _cuts[bestInMark];
        return BetweenClusters(start, last < 0 ? start : Math.Max(start, _cuts[last].Next), start + room, start + room);
    }

    private int Better(int one, int other) => one < 0 || _cuts[other].Rank >= _cuts[one].Rank ? other : one;

    /// <summary>The cut before something that goes over the end of the part and must not be cut; or must, but the part is well filled without it.</summary>
    private Cut? BeforeKept(int start, int room)
    {
        for (var i = _keep; i < _blocks.Kept.Count && _blocks.Kept[i].Start <= start + room; i++)
        {
            var kept = _blocks.Kept[i];
            if (kept.End <= start + room) continue;
            var length = kept.End - kept.Start + Opening(kept.Start).Length + (kept.End >= _end ? Closing(_end).Length : 0);
            if (length > _limit && kept.Start - start < _limit / 2) continue;
            var at = _cut;
            while (at + 1 < _cuts.Count && _cuts[at + 1].Next <= kept.Start) at++;
            if (at < _cuts.Count && _cuts[at].Next == kept.Start && _cuts[at].End > start) return _cuts[at];
        }

        return null;
    }

    /// <summary>What a cut moves to the next part: a long address, a long piece of bold. It is not worth it when that must be cut all the same.</summary>
    private bool FitsUpToNext(int cut)
    {
        var from = _cuts[cut].Next;
        for (var i = cut + 1; i < _cuts.Count && _cuts[i].End - from <= _limit; i++)
            if (!_cuts[i].InMark && _cuts[i].End > from) return true;
        return _end - from <= _limit;
    }

    /// <param name="from">A place between two clusters, at or behind the start.</param>
    private Cut BetweenClusters(int start, int from, int end, int room)
    {
        end = Math.Min(end, _end - 1);
        var at = Math.Min(from, end);
        for (var next = at; next <= end; next += StringInfo.GetNextTextElementLength(_text.AsSpan(next))) at = next;
        if (_text.AsSpan(start, at - start).IsWhiteSpace()) at = char.IsLowSurrogate(_text[end]) && char.IsHighSurrogate(_text[end - 1]) ? end - 1 : end;
        var last = _text.AsSpan(0, at).TrimEnd().Length;
        if (last + Closing(last).Length > room) return BetweenClusters(start, Math.Min(from, last - 1), end - Closing(last).Length, room);
        return new Cut(last, BehindClosing(last, BehindBlank(at)), CutRank.None, false, LineAt(last - 1));
    }

    // A blank that carries an accent is none.
    private int BehindBlank(int at)
    {
        while (at < _end && StringInfo.GetNextTextElementLength(_text.AsSpan(at)) is var length && _text.AsSpan(at, length).IsWhiteSpace()) at += length;
        return at;
    }

    // What the part before has closed needs no other closing.
    private int BehindClosing(int end, int next)
    {
        var line = LineAt(next);
        if (next >= _end || _blocks.Lines[line].Fence < 0 || _blocks.Lines[line].Start != _blocks.Fences[_blocks.Lines[line].Fence].Close || Closing(end).Length == 0) return next;
        return line + 1 < _blocks.Lines.Count ? _blocks.Lines[line + 1].Start : _end;
    }

    /// <summary>Indentation is kept, unless it is so deep that nothing would be left to see.</summary>
    private int Begin(int start)
    {
        var words = BehindBlank(start);
        return words - start > _limit / 4 ? words : start;
    }

    /// <summary>What a part that begins here must open again.</summary>
    private string Opening(int start)
    {
        var quote = _blocks.QuoteToTheEnd >= 0 && start > _blocks.QuoteToTheEnd ? ">>> " : "";
        var line = LineAt(start);
        var isMidLine = line >= 0 && start > _blocks.Lines[line].Text;
        var prefix = isMidLine ? _text.Substring(_blocks.Lines[line].Start, _blocks.Lines[line].Prefix) : "";
        if (prefix.Length > _limit / 4) prefix = "";
        if (FenceAt(start, line) is not { } fence) return quote + prefix;
        var mark = fence.IsQuoted ? "> " : "";
        var info = mark.Length + fence.Marks.Length + fence.Info.Length <= _limit / 4 ? fence.Info : "";
        return $"{quote}{mark}{fence.Marks}{info}\n{prefix}";
    }

    /// <summary>What a part that ends here must close.</summary>
    private string Closing(int end) => Closing(end, LineAt(end));

    private string Closing(int end, int line) => FenceAt(end, line) is { } fence && end > fence.CodeStart ? $"\n{(fence.IsQuoted ? "> " : "")}{fence.Marks}" : "";

    /// <summary>The fence whose code a place is in, when its marks are short enough to be written again.</summary>
    private MessageFence? FenceAt(int at, int line)
    {
        if (line < 0 || _blocks.Lines[line].Fence < 0) return null;
        var fence = _blocks.Fences[_blocks.Lines[line].Fence];
        var isCode = at >= fence.CodeStart && at < fence.Close && fence.CodeEnd > 0;
        return isCode && fence.Marks.Length <= _limit / 5 && fence.CodeStart - fence.Start <= _limit / 2 ? fence : null;
    }

    /// <summary>The line that a place is in or right behind; negative before the first.</summary>
    private int LineAt(int at)
    {
        var (low, high) = (0, _blocks.Lines.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_blocks.Lines[middle].Start <= at) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }
}
