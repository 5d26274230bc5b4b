namespace LocalsOnly.Memory.Redaction;

/// <summary>JSON web tokens in compact form (RFC 7515 §7.1): three parts of base64url, the first two of which begin with <c>{"</c>.</summary>
internal sealed class WebTokens : IDetector
{
    private const string Brace = "eyJ";
    private const int LeastPart = 8;

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 0; ; at++)
        {
            var next = text[at..].IndexOf(Brace);
            if (next < 0) return;
            at += next;
            // Within a run of base64 only its start can begin a token, which also keeps eyJeyJeyJ… cheap.
            if (at > 0 && SecretCharacters.Base64Url.Contains(text[at - 1])) continue;
            var header = SecretCharacters.Run(text[at..], SecretCharacters.Base64Url);
            var body = at + header + 1;
            if (header < LeastPart || body >= text.Length || text[body - 1] != '.' || !text[body..].StartsWith(Brace, StringComparison.Ordinal)) continue;
            var payload = SecretCharacters.Run(text[body..], SecretCharacters.Base64Url);
            var end = body + payload;
            if (payload < LeastPart) continue;
            if (end < text.Length && text[end] == '.') end += 1 + SecretCharacters.Run(text[(end + 1)..], SecretCharacters.Base64Url);
            (found ??= []).Add(new Finding(at, end - at, RedactionKind.Token));
            at = end - 1;
        }
    }
}
