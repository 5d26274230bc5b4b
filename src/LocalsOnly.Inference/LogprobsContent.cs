using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>The log probabilities of the tokens that came with the same update, when they were asked for.</summary>
/// <param name="json"><c>choices[0].logprobs</c> of one chunk as the server wrote it: a JSON object in UTF-8.</param>
public sealed class LogprobsContent(ReadOnlyMemory<byte> json) : AIContent
{
    public ReadOnlyMemory<byte> Json { get; } = json;
}

/// <summary>How sure the model was of its answer. Comes once, after the last token, when log probabilities were asked for and given.</summary>
/// <param name="mean">Mean natural logarithm of the tokens' probabilities: 0 is certain.</param>
/// <param name="tokens">Tokens that it is the mean of.</param>
internal sealed class MeanLogprobContent(double mean, int tokens) : AIContent
{
    public double Mean { get; } = mean;

    public int Tokens { get; } = tokens;
}
