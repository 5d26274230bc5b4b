using System.Buffers.Text;
using System.Text;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>Makes what people and models say, directly as a quoted JSON string: paragraphs, lists, tables, code, numbers, quotes and emoji.</summary>
/// <param name="escape">Writes all beyond ASCII as <c>\uXXXX</c>, as ChatGPT's export does; Claude's has letters.</param>
internal sealed class Prose(bool escape)
{
    private const int MeanSentenceWords = 14;

    private static readonly string[] s_signs = ["—", "“", "”", "’", "…", "→", "≈", "€", "°", "é", "✅", "🚀", "😊", "👍🏽", "⚠️"];
    private static readonly string[] s_languages = ["python", "csharp", "bash", "json", "sql", "javascript", "yaml"];

    private readonly byte[][] _signs = [.. s_signs.Select(sign => escape ? Encoding.ASCII.GetBytes(Vocabulary.Escaped(sign)) : Encoding.UTF8.GetBytes(sign))];
    private byte[] _buffer = new byte[1 << 14];
    private int _length;

    /// <summary>All of the text with its quotes. Valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Json => _buffer.AsSpan(0, _length);

    public Prose Begin()
    {
        _length = 0;
        return Add("\""u8);
    }

    public Prose End() => Add("\""u8);

    /// <summary>Words with nothing between their sentences but a space.</summary>
    public Prose Sentences(ExportRandom random, Tongue tongue, int words)
    {
        while (words > 0)
        {
            var take = Math.Min(words, 3 + random.Below(2 * (MeanSentenceWords - 3)));
            Sentence(random, tongue, take);
            words -= take;
            if (words > 0) Add(" "u8);
        }
        return this;
    }

    /// <summary>As models answer: paragraphs, headings, lists and code, in Markdown.</summary>
    public Prose Answer(ExportRandom random, Tongue tongue, int words)
    {
        while (words > 0)
        {
            var take = Math.Min(words, 20 + random.Below(80));
            switch (random.Unit())
            {
                case < 0.10:
                    Add("### "u8).Words(random, tongue, 4).Add("\\n\\n"u8);
                    take = Math.Min(take, 4);
                    break;
                case < 0.35:
                    for (var left = take; left > 0; left -= 12) Add("- **"u8).Words(random, tongue, 2).Add("**: "u8).Words(random, tongue, Math.Min(left, 10)).Add("\\n"u8);
                    Add("\\n"u8);
                    break;
                case < 0.47:
                    Code(random, tongue, take);
                    break;
                default:
                    Sentences(random, tongue, take).Add("\\n\\n"u8);
                    break;
            }
            words -= take;
        }
        return this;
    }

    /// <summary>A fenced block of something like a program.</summary>
    public Prose Code(ExportRandom random, Tongue tongue, int words) =>
        Add("```"u8).Add(random.Pick<string>(s_languages)).Add("\\n"u8).Program(random, tongue, words).Add("```\\n\\n"u8);

    /// <summary>Lines of something like a program, with quotes, backslashes and indents.</summary>
    public Prose Program(ExportRandom random, Tongue tongue, int words)
    {
        for (; words > 0; words -= 6)
        {
            for (var indent = random.Below(4); indent > 0; indent--) Add("    "u8);
            Name(random, tongue).Add(" = "u8).Name(random, tongue).Add("(\\\""u8).Words(random, tongue, 1).Add("\\\\n\\\", "u8).Number(random).Add(");\\n"u8);
        }
        return this;
    }

    public Prose Words(ExportRandom random, Tongue tongue, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (i > 0) Add(tongue.Between);
            Add(tongue.Vocabulary.Word(random, escape));
        }
        return this;
    }

    /// <summary>Text of this program's own: ASCII, and already escaped where JSON needs it.</summary>
    public Prose Add(string ascii)
    {
        Reserve(ascii.Length * 6);
        if (!Ascii.IsValid(ascii)) return Add(Encoding.UTF8.GetBytes(escape ? Vocabulary.Escaped(ascii) : ascii));
        _length += Encoding.ASCII.GetBytes(ascii, _buffer.AsSpan(_length));
        return this;
    }

    public Prose Add(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_buffer.AsSpan(_length));
        _length += json.Length;
        return this;
    }

    private void Sentence(ExportRandom random, Tongue tongue, int words)
    {
        var first = _length;
        for (var i = 0; i < words; i++)
        {
            if (i > 0) Add(tongue.Between);
            // One in forty is a number, one in a hundred a name that occurs hardly anywhere else: what makes real vocabularies grow without end.
            switch (random.Below(200))
            {
                case < 5: Number(random); break;
                case < 7: Name(random, tongue); break;
                case < 10: Add(random.Pick<byte[]>(_signs)); break;
                case < 12: Add("\\\""u8).Add(tongue.Vocabulary.Word(random, escape)).Add("\\\""u8); break;
                case < 26 when i + 1 < words: Add(tongue.Vocabulary.Word(random, escape)).Add(","u8); break;
                default: Add(tongue.Vocabulary.Word(random, escape)); break;
            }
        }
        if (_buffer[first] is >= (byte)'a' and <= (byte)'z') _buffer[first] -= 'a' - 'A';
        Add(random.Below(8) == 0 ? "?" : tongue.Stop);
    }

    private Prose Name(ExportRandom random, Tongue tongue) => Words(random, tongue, 1).Add("_"u8).Words(random, tongue, 1).Number(random);

    private Prose Number(ExportRandom random)
    {
        Reserve(16);
        // Small ones are more frequent than large ones.
        Utf8Formatter.TryFormat(random.HeavyTailed(40, 2.5, 9_999_999), _buffer.AsSpan(_length), out var written);
        _length += written;
        return this;
    }

    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
    }
}
