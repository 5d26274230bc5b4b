using System.Text;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Routing;

/// <summary>What to do with an update of a light answer that is being checked.</summary>
internal enum Holding
{
    /// <summary>Show it: it holds no token.</summary>
    Pass,

    /// <summary>It is kept back.</summary>
    Keep,

    /// <summary>The answer is found good: show what was kept, this update with it, and hold nothing more.</summary>
    Release,

    /// <summary>The answer is found wanting.</summary>
    Wanting,
}

/// <summary>
/// The beginning of a light answer, kept back until a cheap check has passed: all of it when nobody watches, else its first words only.
/// </summary>
internal sealed class HeldAnswer(string question, bool unwatched)
{
    private readonly StringBuilder _text = new();
    private string? _finish;
    private double? _meanLogprob;

    /// <summary>What was kept back, in order.</summary>
    public List<ChatResponseUpdate> Kept { get; } = [];

    /// <summary>What is wrong with it, as a clause; null when nothing is.</summary>
    public string? Wanting { get; private set; }

    public Holding Take(ChatResponseUpdate update)
    {
        if (update.FinishReason is { } finish)
            _finish = finish.Value;
        if (Kept.Count == 0 && !MeaningfulToken.IsIn(update))
            return Holding.Pass;
        Kept.Add(update);
        foreach (var content in update.Contents)
        {
            // A tool call is no prose to judge; one that cannot be read has failed before it came here.
            if (content is FunctionCallContent)
                return Holding.Release;
            if (content is MeanLogprobContent { Mean: var mean })
                _meanLogprob = mean;
            if (content is TextContent { Text: { } text })
                _text.Append(text);
        }

        return unwatched ? Holding.Keep : Judge(ended: false);
    }

    /// <summary>The answer has ended.</summary>
    public Holding End()
    {
        if (Kept.Count == 0)
            return Holding.Release;
        if (Judge(ended: true) == Holding.Wanting)
            return Holding.Wanting;
        Wanting = AnswerCheck.Whole(question, _text.ToString(), _finish, _meanLogprob, truncated: _finish == "length");
        return Wanting is null ? Holding.Release : Holding.Wanting;
    }

    private Holding Judge(bool ended)
    {
        if (_text.Length == 0)
            return Holding.Keep;
        switch (AnswerCheck.Head(_text.ToString(), ended))
        {
            case HeadVerdict.Fine:
                return Holding.Release;
            case HeadVerdict.Wanting:
                Wanting = "it did not answer";
                return Holding.Wanting;
            default:
                return Holding.Keep;
        }
    }
}
