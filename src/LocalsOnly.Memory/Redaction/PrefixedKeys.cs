using System.Buffers;

namespace LocalsOnly.Memory.Redaction;

/// <summary>Keys and tokens that begin with a prefix of who issued them. The shapes are those that the issuers and the public secret scanners document.</summary>
internal sealed class PrefixedKeys : IDetector
{
    private static readonly Shape[] s_shapes =
    [
        // Anthropic, OpenAI, OpenRouter and DeepSeek: sk-ant-…, sk-proj-…, sk-or-….
        new("sk-", RedactionKind.ApiKey, 20, Alphabet.RandomBase64Url),
        new("sk_live_", RedactionKind.ApiKey, 16, Alphabet.Base62),
        new("sk_test_", RedactionKind.ApiKey, 16, Alphabet.Base62),
        new("rk_live_", RedactionKind.ApiKey, 16, Alphabet.Base62),
        new("rk_test_", RedactionKind.ApiKey, 16, Alphabet.Base62),
        new("whsec_", RedactionKind.ApiKey, 24, Alphabet.Base62),
        new("AKIA", RedactionKind.ApiKey, 16, Alphabet.SixteenUpper),
        new("ASIA", RedactionKind.ApiKey, 16, Alphabet.SixteenUpper),
        new("AIza", RedactionKind.ApiKey, 35, Alphabet.Base64Url),
        new("GOCSPX-", RedactionKind.ApiKey, 24, Alphabet.Base64Url),
        new("gsk_", RedactionKind.ApiKey, 40, Alphabet.Base62),
        new("xai-", RedactionKind.ApiKey, 60, Alphabet.Base62),
        new("pplx-", RedactionKind.ApiKey, 40, Alphabet.Base62),
        new("shpat_", RedactionKind.ApiKey, 32, Alphabet.Base62),
        new("dop_v1_", RedactionKind.ApiKey, 60, Alphabet.Base62),
        new("ghp_", RedactionKind.Token, 36, Alphabet.Base62),
        new("gho_", RedactionKind.Token, 36, Alphabet.Base62),
        new("ghu_", RedactionKind.Token, 36, Alphabet.Base62),
        new("ghs_", RedactionKind.Token, 36, Alphabet.Base62),
        new("ghr_", RedactionKind.Token, 36, Alphabet.Base62),
        new("github_pat_", RedactionKind.Token, 22, Alphabet.Base64Url),
        new("glpat-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("gldt-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("glrt-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xoxa-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xoxb-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xoxe-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xoxp-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xoxr-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xoxs-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("xapp-", RedactionKind.Token, 20, Alphabet.Base64Url),
        new("hf_", RedactionKind.Token, 30, Alphabet.Base62),
        new("npm_", RedactionKind.Token, 36, Alphabet.Base62),
        new("pypi-AgE", RedactionKind.Token, 40, Alphabet.Base64Url),
        // https://age-encryption.org/v1: Bech32 in upper case.
        new("AGE-SECRET-KEY-1", RedactionKind.PrivateKey, 58, Alphabet.Base62),
    ];

    private static readonly SearchValues<char> s_upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> s_marks = SearchValues.Create("-_");

    // Shapes with a hyphen or an underscore, by the two characters before the first of these.
    private readonly Shape[]?[] _marked = new Shape[1 << 10][];
    private readonly Shape[] _unmarked;
    private readonly SearchValues<string> _unmarkedPrefixes;

    /// <param name="kinds">Only shapes of these kinds are looked for.</param>
    public PrefixedKeys(IReadOnlySet<string> kinds)
    {
        var shapes = s_shapes.Where(shape => kinds.Contains(shape.Kind)).ToList();
        foreach (var group in shapes.Where(shape => shape.Mark > 0).GroupBy(shape => Pair(shape.Prefix, shape.Mark))) _marked[group.Key] = [.. group];
        _unmarked = [.. shapes.Where(shape => shape.Mark < 0)];
        _unmarkedPrefixes = SearchValues.Create([.. _unmarked.Select(shape => shape.Prefix)], StringComparison.Ordinal);
    }

    private enum Alphabet
    {
        Base62,
        Base64Url,

        /// <summary>With a stretch in it that no words have.</summary>
        RandomBase64Url,

        /// <summary>Exactly 16 upper case letters and digits.</summary>
        SixteenUpper,
    }

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        FindMarked(text, ref found);
        FindUnmarked(text, ref found);
    }

    // Looks for the hyphens and underscores and not for the prefixes, of which there are too many to look for all at once and fast.
    private void FindMarked(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        var run = new Run();
        for (var mark = 2; mark < text.Length; mark++)
        {
            var next = text[mark..].IndexOfAny(s_marks);
            if (next < 0) return;
            mark += next;
            if (_marked[Pair(text, mark)] is not { } shapes) continue;
            foreach (var shape in shapes)
            {
                var end = End(text, mark - shape.Mark, shape, ref run);
                if (end == 0) continue;
                (found ??= []).Add(new Finding(mark - shape.Mark, end - mark + shape.Mark, shape.Kind));
                mark = end - 1;
                break;
            }
        }
    }

    private void FindUnmarked(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        if (_unmarked.Length == 0) return;
        var run = new Run();
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAny(_unmarkedPrefixes);
            if (next < 0) return;
            at += next;
            foreach (var shape in _unmarked)
            {
                var end = End(text, at, shape, ref run);
                if (end == 0) continue;
                (found ??= []).Add(new Finding(at, end - at, shape.Kind));
                at = end - 1;
                break;
            }
        }
    }

    // Where a key of this shape that begins here ends; 0 when none does.
    private static int End(ReadOnlySpan<char> text, int at, Shape shape, ref Run run)
    {
        if (at < 0 || !text[at..].StartsWith(shape.Prefix, StringComparison.Ordinal) || !SecretCharacters.StartsWord(text, at)) return 0;
        var start = at + shape.Prefix.Length;
        run.Reach(text, start);
        var length = Tail(text, start, shape.Alphabet, ref run);
        return length < shape.Least ? 0 : start + length;
    }

    // How many characters behind the prefix belong to the key; 0 when they are none.
    private static int Tail(ReadOnlySpan<char> text, int start, Alphabet alphabet, ref Run run) => alphabet switch
    {
        Alphabet.Base64Url => run.End - start,
        Alphabet.RandomBase64Url => run.HasRandomStretch(text, start) ? run.End - start : 0,
        Alphabet.Base62 => SecretCharacters.Run(text[start..run.End], SecretCharacters.Base62),
        _ => run.End - start == 16 && !text[start..run.End].ContainsAnyExcept(s_upper) ? 16 : 0,
    };

    private static int Pair(ReadOnlySpan<char> text, int mark) => (text[mark - 2] & 31) << 5 | (text[mark - 1] & 31);

    /// <param name="Least">Characters behind the prefix.</param>
    private readonly record struct Shape(string Prefix, string Kind, int Least, Alphabet Alphabet)
    {
        /// <summary>Place of the first hyphen or underscore in the prefix; negative when there is none.</summary>
        public int Mark { get; } = Prefix.AsSpan().IndexOfAny('-', '_');
    }

    /// <summary>The run of base64url characters that was last looked at. It is gone through once, however many prefixes are in it.</summary>
    private struct Run
    {
        private const int Stretch = SecretCharacters.Stretch;

        // Up to here no stretch of the run looks random.
        private int _plain;

        public int End { get; private set; }

        public void Reach(ReadOnlySpan<char> text, int start)
        {
            if (End < start) End = start;
            if (End == start) End += SecretCharacters.Run(text[start..], SecretCharacters.Base64Url);
        }

        public bool HasRandomStretch(ReadOnlySpan<char> text, int start)
        {
            var from = Math.Max(start, Math.Min(_plain, End) - Stretch + 1);
            if (SecretCharacters.HasRandomStretch(text[from..End])) return true;
            _plain = End;
            return false;
        }
    }
}
