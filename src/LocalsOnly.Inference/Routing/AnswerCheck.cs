using System.Globalization;

namespace LocalsOnly.Inference.Routing;

/// <summary>What the beginning of a light answer shows.</summary>
internal enum HeadVerdict
{
    /// <summary>Too little has been seen.</summary>
    Undecided,

    /// <summary>Nothing is wrong with it so far.</summary>
    Fine,

    /// <summary>It refuses, or says that it has no answer.</summary>
    Wanting,
}

/// <summary>
/// The cheap check of a light answer, without a model: does it refuse, evade, stop short, lack a figure that was asked for, or miscalculate?
/// It finds a part of the failures and lets doubtful cases pass: asking the cluster again for a good answer costs more than it gains.
/// </summary>
internal static class AnswerCheck
{
    private const int Enough = 60;
    private const int MostHead = 240;

    // A one-word greeting may well be returned as it came.
    private const int ShortestEcho = 20;

    /// <summary>
    /// Looks at the beginning while tokens come and nothing has been shown. Undecided until about 60 characters or a sentence has been
    /// seen after any words of regret. An answer of tool calls alone has no beginning: do not ask.
    /// </summary>
    /// <param name="beginning">All text so far.</param>
    /// <param name="ended">No more will come.</param>
    public static HeadVerdict Head(ReadOnlySpan<char> beginning, bool ended)
    {
        Span<char> buffer = stackalloc char[MostHead];
        var head = buffer[..AnswerCheckPhrases.Normalise(beginning, buffer)];
        if (head.IsWhiteSpace()) return ended ? HeadVerdict.Wanting : HeadVerdict.Undecided;
        return AnswerCheckPhrases.Default.Match(head, ended || head.Length == MostHead, out var rest) switch
        {
            Opening.Refusal or Opening.NonAnswer => HeadVerdict.Wanting,
            Opening.Open => HeadVerdict.Undecided,
            _ when ended || head.Length == MostHead || rest.Length >= Enough || HasSentence(rest) => HeadVerdict.Fine,
            _ => HeadVerdict.Undecided,
        };
    }

    /// <summary>Looks at a whole answer. Returns null when nothing is wrong with it, else a clause such as <c>it refused</c>.</summary>
    /// <param name="question">The newest text of the person.</param>
    /// <param name="answer">The text of the answer, without its reasoning.</param>
    /// <param name="finishReason">As the server said it: <c>stop</c>, <c>length</c>, <c>content_filter</c>; null when it did not.</param>
    /// <param name="meanLogprob">Mean natural logarithm of the probability of its tokens; null when not given.</param>
    /// <param name="truncated">The stream ended without saying that it was done.</param>
    public static string? Whole(string question, string answer, string? finishReason, double? meanLogprob, bool truncated)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        if (truncated || finishReason == "length") return "it was cut off";
        if (finishReason == "content_filter") return "it refused";
        if (string.IsNullOrWhiteSpace(answer) || IsEcho(question, answer)) return "it did not answer";

        Span<char> buffer = stackalloc char[MostHead];
        var head = buffer[..AnswerCheckPhrases.Normalise(answer, buffer)];
        var opening = AnswerCheckPhrases.Default.Match(head, ended: true, out _);
        if (opening is Opening.Refusal or Opening.NonAnswer && !IsAskedFor(question, answer))
            return opening == Opening.Refusal ? "it refused" : "it did not answer";
        if (AnswerCheckFigures.AreMissing(question, answer)) return "it holds no figure although one was asked for";
        if (AnswerCheckArithmetic.FirstWrong(answer) is { } wrong) return $"its arithmetic does not add up ({wrong})";
        return meanLogprob < AnswerCheckPhrases.Default.UnsureBelow
            ? string.Create(CultureInfo.InvariantCulture, $"it was unsure (mean logprob {meanLogprob:0.0})")
            : null;
    }

    private static bool IsEcho(string question, string answer) =>
        question.Length >= ShortestEcho && answer.AsSpan().Trim().Equals(question.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>"Say: I cannot help": the words were the person's.</summary>
    private static bool IsAskedFor(string question, string answer)
    {
        var said = answer.AsSpan().Trim();
        var end = said.IndexOfAny(".!?。\n");
        return question.AsSpan().Contains(end > 0 ? said[..end] : said, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasSentence(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '。' or '！' or '？' or '।' or '؟') return true;
            if (text[i] is '.' or '!' or '?' && i + 1 < text.Length && text[i + 1] is ' ' or '\n') return true;
        }

        return false;
    }
}
