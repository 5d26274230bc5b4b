using System.Text;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>What BERT does to a text first: control characters go, white space is a space, ideographs stand alone, accents and case go.</summary>
/// <param name="clean">Drop control characters, make white space a space.</param>
/// <param name="chinese">Put spaces around ideographs.</param>
/// <param name="accents">Drop accents, which decomposes the text.</param>
/// <param name="lower">Make it lower case.</param>
internal sealed class BertNormaliser(bool clean, bool chinese, bool accents, bool lower) : Normaliser
{
    private readonly Normaliser _accents = accents ? new NormaliserSequence([new UnicodeForm(NormalizationForm.FormD), new StripAccents()]) : new NoNormaliser();

    public override void Apply(TextBuffer text)
    {
        if (Ascii.IsValid(text.Text))
        {
            Plain(text);
            return;
        }
        if (clean || chinese) Clean(text);
        _accents.Apply(text);
        if (!lower) return;
        foreach (var rune in text.Text.EnumerateRunes()) Lowercase.LowerTo(text, rune);
        text.Turn();
    }

    // The same in one pass, for a text that has neither ideographs nor accents, as most have.
    private void Plain(TextBuffer text)
    {
        foreach (var c in text.Text)
        {
            if (clean && (c is '\t' or '\n' or '\r')) text.Append(' ');
            else if (!clean || !char.IsControl(c)) text.Append(lower && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
        }
        text.Turn();
    }

    private void Clean(TextBuffer text)
    {
        foreach (var rune in text.Text.EnumerateRunes())
        {
            if (clean && (rune.Value is 0 or 0xFFFD || Characters.IsControl(rune))) continue;
            if (clean && Rune.IsWhiteSpace(rune)) text.Append(' ');
            else if (chinese && Characters.IsChinese(rune.Value))
            {
                text.Append(' ');
                text.Append(rune);
                text.Append(' ');
            }
            else
            {
                text.Append(rune);
            }
        }
        text.Turn();
    }
}
