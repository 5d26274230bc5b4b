using System.Buffers;
using System.Text;

namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>A text on its way through normalisation: what is written becomes what is read at each step. Its room is pooled and goes back when disposed.</summary>
internal sealed class TextBuffer : IDisposable
{
    private char[] _read = ArrayPool<char>.Shared.Rent(1024);
    private char[] _write = ArrayPool<char>.Shared.Rent(1024);
    private int _length;
    private int _written;

    public ReadOnlySpan<char> Text => _read.AsSpan(0, _length);

    public void Set(ReadOnlySpan<char> text)
    {
        _written = 0;
        Append(text);
        Turn();
    }

    public void Append(char c)
    {
        if (_written == _write.Length) Grow(1);
        _write[_written++] = c;
    }

    public void Append(Rune rune)
    {
        if (_written + 2 > _write.Length) Grow(2);
        _written += rune.EncodeToUtf16(_write.AsSpan(_written));
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (_written + text.Length > _write.Length) Grow(text.Length);
        text.CopyTo(_write.AsSpan(_written));
        _written += text.Length;
    }

    /// <summary>What was appended is the text now.</summary>
    public void Turn()
    {
        (_read, _write) = (_write, _read);
        (_length, _written) = (_written, 0);
    }

    /// <summary>Changes the text to a Unicode normalisation form.</summary>
    public void Normalise(NormalizationForm form)
    {
        if (Ascii.IsValid(Text)) return;
        WithoutLoneSurrogates();
        if (Text.IsNormalized(form)) return;
        var room = Text.GetNormalizedLength(form);
        if (room > _write.Length) Grow(room);
        if (!Text.TryNormalize(_write, out _written, form)) throw new InvalidOperationException("A normalised text is longer than its own length.");
        Turn();
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_read);
        ArrayPool<char>.Shared.Return(_write);
        (_read, _write, _length, _written) = ([], [], 0, 0);
    }

    // Normalisation refuses them, and no vocabulary has them.
    private void WithoutLoneSurrogates()
    {
        if (!Text.ContainsAnyInRange('\ud800', '\udfff')) return;
        foreach (var rune in Text.EnumerateRunes()) Append(rune);
        Turn();
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(2 * _write.Length, _written + more));
        _write.AsSpan(0, _written).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_write);
        _write = larger;
    }
}
