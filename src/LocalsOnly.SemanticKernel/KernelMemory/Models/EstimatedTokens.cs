using LocalsOnly.Memory.Corpus.Formats;

namespace LocalsOnly.SemanticKernel.KernelMemory.Models;

/// <summary>A text in as many pieces as <see cref="TokenEstimate"/> counts tokens in it: the vocabulary of the model that will answer is not known before it is chosen.</summary>
internal static class EstimatedTokens
{
    private const int Characters = 4;

    public static IReadOnlyList<string> Of(string text)
    {
        var tokens = new List<string>(TokenEstimate.Of(text));
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 128 && i - begin + 1 < Characters && i + 1 < text.Length && text[i + 1] < 128) continue;
            tokens.Add(text[begin..(i + 1)]);
            begin = i + 1;
        }
        return tokens;
    }
}
