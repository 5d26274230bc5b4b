using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>Changes a text before it is split. Named as tokenizer.json names them.</summary>
internal abstract class Normaliser
{
    public abstract void Apply(TextBuffer text);
}

internal sealed class NoNormaliser : Normaliser
{
    public override void Apply(TextBuffer text)
    {
    }
}

internal sealed class NormaliserSequence(IReadOnlyList<Normaliser> steps) : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        foreach (var step in steps) step.Apply(text);
    }
}

internal sealed class UnicodeForm(NormalizationForm form) : Normaliser
{
    public override void Apply(TextBuffer text) => text.Normalise(form);
}

/// <summary>
/// Stands for SentencePiece's compiled table of replacements. Nearly all models ship nmt_nfkc, which is NFKC with control characters gone and every kind of
/// white space a space; a table of a model's own is not read.
/// </summary>
internal sealed class Precompiled : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        text.Normalise(NormalizationForm.FormKC);
        foreach (var rune in text.Text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value is 0x200B or 0x200E or 0x200F or 0x2028 or 0x2029 or 0xFEFF or 0xFFFD) text.Append(' ');
            else if (!Rune.IsControl(rune)) text.Append(rune);
        }
        text.Turn();
    }
}

internal sealed class Lowercase : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        foreach (var rune in text.Text.EnumerateRunes()) LowerTo(text, rune);
        text.Turn();
    }

    // İ is the one character whose small form is two.
    public static void LowerTo(TextBuffer text, Rune rune)
    {
        if (rune.Value == 0x130) text.Append("i\u0307");
        else text.Append(Rune.ToLowerInvariant(rune));
    }
}

internal sealed class StripAccents : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        if (Ascii.IsValid(text.Text)) return;
        foreach (var rune in text.Text.EnumerateRunes())
            if (!Characters.IsMark(rune)) text.Append(rune);
        text.Turn();
    }
}

internal sealed class Strip(bool left, bool right) : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        var kept = text.Text;
        if (left) kept = kept.TrimStart();
        if (right) kept = kept.TrimEnd();
        if (kept.Length == text.Text.Length) return;
        text.Append(kept);
        text.Turn();
    }
}

internal sealed class Prepend(string prefix) : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        if (text.Text.IsEmpty) return;
        text.Append(prefix);
        text.Append(text.Text);
        text.Turn();
    }
}

internal sealed class Replace(string pattern, string content) : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        var rest = text.Text;
        var next = rest.IndexOf(pattern, StringComparison.Ordinal);
        if (next < 0) return;
        for (; next >= 0; next = rest.IndexOf(pattern, StringComparison.Ordinal))
        {
            text.Append(rest[..next]);
            text.Append(content);
            rest = rest[(next + pattern.Length)..];
        }
        text.Append(rest);
        text.Turn();
    }
}

/// <summary>The content is put in as it stands, without references to groups.</summary>
internal sealed class ReplacePattern(Regex pattern, string content) : Normaliser
{
    public override void Apply(TextBuffer text)
    {
        var from = 0;
        foreach (var match in pattern.EnumerateMatches(text.Text))
        {
            text.Append(text.Text[from..match.Index]);
            text.Append(content);
            from = match.Index + match.Length;
        }
        text.Append(text.Text[from..]);
        text.Turn();
    }
}
