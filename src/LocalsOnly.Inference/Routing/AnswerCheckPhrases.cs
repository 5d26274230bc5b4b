using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Inference.Routing;

/// <summary>How an answer opens.</summary>
internal enum Opening
{
    /// <summary>With neither a refusal nor an evasion.</summary>
    Other,

    /// <summary>With words of regret after which anything may follow.</summary>
    Open,

    /// <summary>It will not, or cannot, do what it was asked to.</summary>
    Refusal,

    /// <summary>It says that it does not know or does not understand.</summary>
    NonAnswer,
}

/// <summary>
/// The openings of refusals and evasions in 16 languages: versioned data of <c>answer-check.json</c>. In it <c>|</c> ends a phrase at the
/// end of a word, <c>.</c> at the end of a sentence; otherwise a phrase is a beginning.
/// </summary>
internal sealed class AnswerCheckPhrases
{
    private const int MostPreambles = 4;

    // "I can't help" is a refusal, "I can't help but smile" is not.
    private const int Lookahead = 16;

    private readonly AnswerCheckLanguage[] _languages;

    private AnswerCheckPhrases(AnswerCheckData data)
    {
        Data = data;
        _languages = [.. data.Languages.Values];
        Array.ForEach(_languages, language => Array.Sort(language.Preambles, (a, b) => b.Length - a.Length));
    }

    public static AnswerCheckPhrases Default { get; } = Load();

    public AnswerCheckData Data { get; }

    /// <summary>The mean logprob below which an answer counts as a guess.</summary>
    public double UnsureBelow => Data.UnsureBelow;

    /// <summary>Lower case, straight apostrophes, single spaces (a line break stays one), no bold marks. Returns the length written.</summary>
    public static int Normalise(ReadOnlySpan<char> text, Span<char> into)
    {
        var length = 0;
        for (var i = 0; i < text.Length && length < into.Length; i++)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                if (length == 0) continue;
                if (into[length - 1] is ' ' or '\n') into[length - 1] = c is '\n' ? c : into[length - 1];
                else into[length++] = c is '\n' ? '\n' : ' ';
            }
            else if (c is not ('*' or '_')) into[length++] = c is '’' or 'ʼ' ? '\'' : char.ToLowerInvariant(c);
        }

        return length;
    }

    /// <summary>How the text opens. <paramref name="rest"/> is what follows its words of regret.</summary>
    public Opening Match(ReadOnlySpan<char> head, bool ended, out ReadOnlySpan<char> rest)
    {
        rest = head;
        var regrets = false;
        for (var i = 0; i < MostPreambles && Preamble(rest) is > 0 and var length; i++)
        {
            rest = rest[length..].TrimStart(" \n,.;:!-–—、。，！…،؛");
            regrets = true;
        }

        if (rest.IsEmpty) return ended ? Opening.Other : Opening.Open;
        foreach (var language in _languages)
        {
            if (Refuses(language, rest, regrets, ended)) return Opening.Refusal;
            foreach (var phrase in language.NonAnswers)
            {
                if (Begins(rest, phrase, ended)) return Opening.NonAnswer;
            }
        }

        return Opening.Other;
    }

    private int Preamble(ReadOnlySpan<char> text)
    {
        foreach (var language in _languages)
        {
            foreach (var preamble in language.Preambles)
            {
                if (text.StartsWith(preamble, StringComparison.Ordinal) && IsWordEnd(text, preamble.Length)) return preamble.Length;
            }
        }

        return 0;
    }

    private static bool Refuses(AnswerCheckLanguage language, ReadOnlySpan<char> text, bool regrets, bool ended)
    {
        foreach (var cannot in language.Cannot)
        {
            if (!text.StartsWith(cannot, StringComparison.Ordinal)) continue;
            var verb = text[cannot.Length..].TrimStart(' ');
            foreach (var phrase in language.Do)
            {
                if (verb.StartsWith(phrase, StringComparison.Ordinal) && (ended || verb.Length >= phrase.Length + Lookahead) && !IsExcepted(language, verb)) return true;
            }
        }

        foreach (var phrase in language.Refusals)
        {
            if (Begins(text, phrase, ended) || (regrets && language.VerbFinal && FirstSentence(text).Contains(phrase.AsSpan().TrimEnd('|'), StringComparison.Ordinal))) return true;
        }

        return false;
    }

    private static bool IsExcepted(AnswerCheckLanguage language, ReadOnlySpan<char> verb)
    {
        foreach (var phrase in language.Except)
        {
            if (verb.StartsWith(phrase, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> text, string phrase, bool ended)
    {
        var marker = phrase[^1] is '|' or '.' or '。' or '।' ? phrase[^1] : '\0';
        var words = marker == '\0' ? phrase.AsSpan() : phrase.AsSpan(0, phrase.Length - 1);
        if (!text.StartsWith(words, StringComparison.Ordinal)) return false;
        if (text.Length == words.Length) return ended;
        return marker switch
        {
            '\0' => true,
            '|' => IsWordEnd(text, words.Length),
            _ => text[words.Length] is '.' or '!' or '\n' or '。' or '！' or '।',
        };
    }

    private static ReadOnlySpan<char> FirstSentence(ReadOnlySpan<char> text) => text.IndexOfAny(".。\n।") is >= 0 and var end ? text[..end] : text;

    /// <summary>Scripts that are written without spaces have no word ends to wait for.</summary>
    private static bool IsWordEnd(ReadOnlySpan<char> text, int at) => at >= text.Length || text[at - 1] >= '\u3000' || !char.IsLetterOrDigit(text[at]);

    private static AnswerCheckPhrases Load()
    {
        using var json = typeof(AnswerCheckPhrases).Assembly.GetManifestResourceStream("Routing/answer-check.json")!;
        return new AnswerCheckPhrases(JsonSerializer.Deserialize(json, AnswerCheckJson.Default.AnswerCheckData)!);
    }
}

/// <param name="AsksForNumber">Beginnings of words that ask for a number.</param>
/// <param name="InsteadOfFigure">Words that answer such a question without a digit.</param>
/// <param name="InsteadOfFigureAnywhere">The same in scripts where a word's limits are not plain.</param>
/// <param name="PercentOf">What stands between a percentage and its whole.</param>
/// <param name="OtherArithmetic">Words in whose line an equation may follow other rules.</param>
/// <param name="Functions">Words before an equation that are part of it.</param>
/// <param name="Scales">Words after a number that change its size.</param>
internal sealed record AnswerCheckData(
    string Version,
    double UnsureBelow,
    Dictionary<string, AnswerCheckLanguage> Languages,
    string[] AsksForNumber,
    HashSet<string> InsteadOfFigure,
    string[] InsteadOfFigureAnywhere,
    HashSet<string> PercentOf,
    HashSet<string> Is,
    HashSet<string> OtherArithmetic,
    HashSet<string> Functions,
    HashSet<string> Scales);

/// <summary>One language. Settable, because generated JSON code would put null in place of the defaults of what can only be initialised.</summary>
internal sealed record AnswerCheckLanguage
{
    /// <summary>Words of regret, and other words before a refusal.</summary>
    public string[] Preambles { get; set; } = [];

    /// <summary>"I cannot", which refuses only together with one of <see cref="Do"/>.</summary>
    public string[] Cannot { get; set; } = [];

    public string[] Do { get; set; } = [];

    /// <summary>What begins like one of <see cref="Do"/> and is something else.</summary>
    public string[] Except { get; set; } = [];

    public string[] Refusals { get; set; } = [];

    public string[] NonAnswers { get; set; } = [];

    /// <summary>After words of regret the refusal may stand anywhere in the sentence.</summary>
    public bool VerbFinal { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnswerCheckData))]
internal sealed partial class AnswerCheckJson : JsonSerializerContext;
