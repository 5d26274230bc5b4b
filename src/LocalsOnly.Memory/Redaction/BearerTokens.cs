using System.Buffers;

namespace LocalsOnly.Memory.Redaction;

/// <summary>What stands behind <c>Bearer</c> in a header (RFC 6750 §2.1), when it looks like a token and not like the next word of a sentence.</summary>
internal sealed class BearerTokens : IDetector
{
    private const int Least = 16;
    private const int LeastDifferent = 8;
    private const int Longest = 4096;

    private static readonly SearchValues<string> s_scheme = SearchValues.Create(["bearer "], StringComparison.OrdinalIgnoreCase);

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 0; ; at++)
        {
            var next = text[at..].IndexOfAny(s_scheme);
            if (next < 0) return;
            var start = at + next + "bearer ".Length;
            at = start - 1;
            var length = SecretCharacters.Run(text.Slice(start, Math.Min(Longest, text.Length - start)), SecretCharacters.Bearer);
            // A sentence may end behind it.
            while (length > 0 && text[start + length - 1] == '.') length--;
            var token = text.Slice(start, length);
            if (length < Least || !token.ContainsAny(SecretCharacters.Letters) || !token.ContainsAny(SecretCharacters.Digits)) continue;
            if (SecretCharacters.Different(token) < LeastDifferent) continue;
            (found ??= []).Add(new Finding(start, length, RedactionKind.Token));
            at = start + length - 1;
        }
    }
}
