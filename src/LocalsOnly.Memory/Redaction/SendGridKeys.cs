namespace LocalsOnly.Memory.Redaction;

/// <summary>Keys of SendGrid: <c>SG.</c>, an id of 22 characters and a secret of 43, each in base64url, with a dot between.</summary>
internal sealed class SendGridKeys : IDetector
{
    private const int IdLength = 22;
    private const int SecretLength = 43;
    private const int Length = 3 + IdLength + 1 + SecretLength;

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 0; at + Length <= text.Length; at++)
        {
            var next = text[at..].IndexOf("SG.", StringComparison.Ordinal);
            if (next < 0 || (at += next) + Length > text.Length) return;
            var secret = at + 3 + IdLength + 1;
            if (!SecretCharacters.StartsWord(text, at) || text[secret - 1] != '.') continue;
            if (text.Slice(at + 3, IdLength).ContainsAnyExcept(SecretCharacters.Base64Url) || text.Slice(secret, SecretLength).ContainsAnyExcept(SecretCharacters.Base64Url)) continue;
            if (at + Length < text.Length && SecretCharacters.Base64Url.Contains(text[at + Length])) continue;
            (found ??= []).Add(new Finding(at, Length, RedactionKind.ApiKey));
            at += Length - 1;
        }
    }
}
