using System.Globalization;
using System.Text;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>Splits pieces further before the model sees them. Named as tokenizer.json names them.</summary>
internal abstract class Splitter
{
    public abstract void Apply(Pieces pieces);
}

internal sealed class NoSplitter : Splitter
{
    public override void Apply(Pieces pieces)
    {
    }
}

internal sealed class SplitterSequence(IReadOnlyList<Splitter> steps) : Splitter
{
    public override void Apply(Pieces pieces)
    {
        foreach (var step in steps) step.Apply(pieces);
    }
}

/// <summary>Splits at white space, which goes, and around punctuation, each sign of which is a piece.</summary>
/// <param name="space">Whether white space splits.</param>
/// <param name="punctuation">Whether punctuation does.</param>
internal sealed class SignSplitter(bool space, bool punctuation) : Splitter
{
    public override void Apply(Pieces pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var start = pieces.StartOf(i);
            var at = start;
            foreach (var rune in pieces[i].EnumerateRunes())
            {
                var end = at + rune.Utf16SequenceLength;
                if (space && Rune.IsWhiteSpace(rune))
                {
                    pieces.Add(start, at);
                    start = end;
                }
                else if (punctuation && Characters.IsPunctuation(rune))
                {
                    pieces.Add(start, at);
                    pieces.Add(at, end);
                    start = end;
                }
                at = end;
            }
            pieces.Add(start, at);
        }
        pieces.Turn();
    }
}

/// <summary>Runs of word characters and runs of signs (<c>\w+|[^\w\s]+</c>).</summary>
internal sealed class RunSplitter : Splitter
{
    public override void Apply(Pieces pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            var start = pieces.StartOf(i);
            var at = start;
            var run = Kind.Space;
            foreach (var rune in pieces[i].EnumerateRunes())
            {
                var kind = KindOf(rune);
                if (kind != run)
                {
                    if (run != Kind.Space) pieces.Add(start, at);
                    (start, run) = (at, kind);
                }
                at += rune.Utf16SequenceLength;
            }
            if (run != Kind.Space) pieces.Add(start, at);
        }
        pieces.Turn();
    }

    private static Kind KindOf(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune)) return Kind.Space;
        return Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark or
            UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ConnectorPunctuation ? Kind.Word : Kind.Sign;
    }

    private enum Kind
    {
        Space,
        Word,
        Sign,
    }
}

/// <summary>SentencePiece's way: a space is a character of the word behind it (▁), and there is one before the first word too.</summary>
/// <param name="mark">The character that stands for a space.</param>
/// <param name="prepend">Whether a mark is put before a piece that has none: before every one, the text's first, or none.</param>
/// <param name="split">Whether each mark begins a piece.</param>
internal sealed class Metaspace(char mark, MetaspacePrepend prepend, bool split) : Splitter
{
    public override void Apply(Pieces pieces)
    {
        var written = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var start = written;
            if (piece[0] != ' ' && piece[0] != mark && (prepend == MetaspacePrepend.Always || (prepend == MetaspacePrepend.First && pieces.StartOf(i) == 0)))
            {
                pieces.Text.Append(mark);
                written++;
            }
            foreach (var c in piece)
            {
                var put = c == ' ' ? mark : c;
                if (split && put == mark && written > start)
                {
                    pieces.Add(start, written);
                    start = written;
                }
                pieces.Text.Append(put);
                written++;
            }
            pieces.Add(start, written);
        }
        pieces.Text.Turn();
        pieces.Turn();
    }
}

internal enum MetaspacePrepend
{
    Always,
    First,
    Never,
}
