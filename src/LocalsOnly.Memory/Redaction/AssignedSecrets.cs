using System.Buffers;

namespace LocalsOnly.Memory.Redaction;

/// <summary>
/// What is assigned to a word for a secret: <c>password: …</c>, <c>"api_key": "…"</c>, <c>**Token** = …</c>. Only when it looks like a secret itself: a name, a
/// call, a path, an address and a word of prose stay.
/// </summary>
internal sealed class AssignedSecrets : IDetector
{
    private const int LongestValue = 1024;

    private static readonly Word[] s_words =
    [
        new("passphrase", RedactionKind.Password),
        new("password", RedactionKind.Password),
        new("passwd", RedactionKind.Password),
        new("pwd", RedactionKind.Password),
        new("passwort", RedactionKind.Password),
        new("kennwort", RedactionKind.Password),
        new("mot de passe", RedactionKind.Password),
        new("contraseña", RedactionKind.Password),
        new("contrasena", RedactionKind.Password),
        new("senha", RedactionKind.Password),
        new("wachtwoord", RedactionKind.Password),
        new("mdp", RedactionKind.Password),
        new("clave", RedactionKind.Password),
        new("_pass", RedactionKind.Password),
        new("secret", RedactionKind.ApiKey),
        new("secret_key", RedactionKind.ApiKey),
        new("secretkey", RedactionKind.ApiKey),
        new("access_key", RedactionKind.ApiKey),
        new("accesskey", RedactionKind.ApiKey),
        // Of Azure's storage, in base64, which may begin with a slash.
        new("accountkey", RedactionKind.ApiKey) { MayBeginWithSlash = true },
        new("api_key", RedactionKind.ApiKey),
        new("api-key", RedactionKind.ApiKey),
        new("api key", RedactionKind.ApiKey),
        new("apikey", RedactionKind.ApiKey),
        new("token", RedactionKind.Token),
    ];

    private static readonly SearchValues<char> s_assignment = SearchValues.Create(":=");
    private static readonly SearchValues<char> s_endOfValue = SearchValues.Create(" \t\r\n\u00a0\u202f\"'`,;<>()[]{}|\\»“”");
    private static readonly SearchValues<char> s_signs = SearchValues.Create("!@#%^&*?+");

    private static readonly SearchValues<string> s_named = SearchValues.Create(["password", "passwd", "secret", "api_key", "apikey", "access_key", "accesskey", "token"], StringComparison.OrdinalIgnoreCase);

    // By the last letter, so that most of what is assigned to costs one look.
    private readonly Word[]?[] _words = new Word[32][];

    /// <param name="kinds">Only words for these kinds are looked for.</param>
    public AssignedSecrets(IReadOnlySet<string> kinds)
    {
        foreach (var group in s_words.Where(word => kinds.Contains(word.Kind)).GroupBy(word => word.Text[^1] & 31)) _words[group.Key] = [.. group];
    }

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var sign = 0; ; sign++)
        {
            var next = text[sign..].IndexOfAny(s_assignment);
            if (next < 0) return;
            sign += next;
            if (AssignedTo(text[..sign]) is not { } word) continue;
            var start = Value(text, sign);
            var length = ValueLength(text[start..], word);
            if (length == 0 || IsName(text.Slice(start, length), isCompared: text[sign..start].StartsWith("==") && text[start - 1] is '=' or ' ')) continue;
            (found ??= []).Add(new Finding(start, length, word.Kind));
            sign = start + length - 1;
        }
    }

    // The word for a secret that the text ends with, before spaces, closing quotes or emphasis and a number; null when there is none.
    private Word? AssignedTo(ReadOnlySpan<char> text)
    {
        text = TrimEnd(text, " \t\u00a0\u202f", 4);
        text = TrimEnd(text, "*`\"'\\])", 4);
        text = TrimEnd(text, "0123456789_", 4);
        if (text.IsEmpty || _words[text[^1] & 31] is not { } words) return null;
        foreach (var word in words)
        {
            if (!text.EndsWith(word.Text, StringComparison.OrdinalIgnoreCase)) continue;
            // The name of a kind, in the place of what is redacted already, is no word for what follows it.
            return text[..^word.Text.Length].EndsWith("[redacted: ", StringComparison.Ordinal) ? null : word;
        }
        return null;
    }

    // Past the sign and opening quotes or emphasis.
    private static int Value(ReadOnlySpan<char> text, int sign)
    {
        var at = Skip(text, sign, ":=", 2);
        at = Skip(text, at, ">*", 3);
        at = Skip(text, at, " \t\u00a0\u202f", 4);
        at = Skip(text, at, "*`\"'\\«„“", 4);
        return Skip(text, at, "\u00a0\u202f", 1);
    }

    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text, ReadOnlySpan<char> of, int most)
    {
        for (var trimmed = 0; trimmed < most && text.Length > 0 && of.Contains(text[^1]); trimmed++) text = text[..^1];
        return text;
    }

    private static int Skip(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> of, int most)
    {
        for (var skipped = 0; skipped < most && at < text.Length && of.Contains(text[at]); skipped++) at++;
        return at;
    }

    private static int ValueLength(ReadOnlySpan<char> text, Word word)
    {
        var length = Run(text[..Math.Min(text.Length, LongestValue)]);
        if (length == LongestValue) return 0;
        // A sentence may end behind it.
        while (length > 0 && text[length - 1] is '.' or ':' or '*') length--;
        var called = length < text.Length && text[length] is '(' or '[';
        return LooksSecret(text[..length], word, called) ? length : 0;
    }

    private static int Run(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(s_endOfValue);
        if (end < 0) end = text.Length;
        // In a query the next parameter follows: a=b&c=d.
        var parameter = text[..end].IndexOf('&');
        return parameter > 0 && text[parameter..end].Contains('=') ? parameter : end;
    }

    private static bool LooksSecret(ReadOnlySpan<char> value, Word word, bool called)
    {
        var password = word.Kind == RedactionKind.Password;
        if (value.Length < (password ? 8 : 16) || called || value[0] is '.' or '~' or '$' or '%') return false;
        if (value[0] == '/' && !(word.MayBeginWithSlash && value.EndsWith('='))) return false;
        if (value.IndexOf("://") >= 0 || value.IndexOf("${") >= 0) return false;
        var letter = value.ContainsAny(SecretCharacters.Letters);
        var digit = value.ContainsAny(SecretCharacters.Digits);
        return letter && (digit || (password && value.ContainsAny(s_signs) && !IsProse(value))) && SecretCharacters.Different(value) >= (password ? 6 : 8);
    }

    // A word that is asked or called out: "forgotten?", "required!".
    private static bool IsProse(ReadOnlySpan<char> value)
    {
        var word = value.TrimStart("¿¡").TrimEnd("?!");
        if (word.IsEmpty || word.Length == value.Length) return false;
        var isAsked = value[^1] == '?' || value[0] == '¿';
        foreach (var c in word)
            if (!char.IsLetter(c) || (!isAsked && char.IsUpper(c))) return false;
        return true;
    }

    // A path of names of which the last tells what it is (values.password2), or such a name that is compared with. A password that somebody chose may well be such a name, but not such a path.
    private static bool IsName(ReadOnlySpan<char> value, bool isCompared)
    {
        if (char.IsAsciiDigit(value[0])) return false;
        foreach (var c in value)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.')) return false;
        var last = value[(value.LastIndexOf('.') + 1)..];
        return (isCompared || last.Length < value.Length) && last.ContainsAny(s_named);
    }

    private sealed record Word(string Text, string Kind)
    {
        public bool MayBeginWithSlash { get; init; }
    }
}
