using System.Buffers;

namespace LocalsOnly.Memory.Redaction;

/// <summary>The password in an address (RFC 3986 §3.2.1): <c>https://user:password@host</c>. What only stands for one, such as <c>&lt;password&gt;</c> or <c>${PW}</c>, stays.</summary>
internal sealed class AddressPasswords : IDetector
{
    private const int Least = 4;
    private const int LongestUserInfo = 512;

    private static readonly SearchValues<char> s_end = SearchValues.Create("/?#\\,;\"'`<>()[]{}|^ \t\r\n\u00a0");
    private static readonly SearchValues<char> s_stands = SearchValues.Create("{}<>*");
    private static readonly string[] s_words = ["pass", "passwd", "password", "passwort", "pwd", "secret", "token", "your_password", "your-password", "yourpassword", "xxxx", "xxxxx", "xxxxxx"];

    public void Find(ReadOnlySpan<char> text, ref List<Finding>? found)
    {
        for (var at = 0; ; at += 3)
        {
            var next = text[at..].IndexOf("://", StringComparison.Ordinal);
            if (next < 0) return;
            at += next;
            if (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])) continue;
            var start = at + 3;
            var authority = text.Slice(start, Math.Min(LongestUserInfo, text.Length - start));
            var end = authority.IndexOfAny(s_end);
            if (end >= 0) authority = authority[..end];
            var host = authority.LastIndexOf('@');
            var colon = host > 0 ? authority[..host].IndexOf(':') : -1;
            if (colon < 0 || !IsPassword(authority[..colon], authority[(colon + 1)..host])) continue;
            (found ??= []).Add(new Finding(start + colon + 1, host - colon - 1, RedactionKind.Password));
        }
    }

    // Not the user's name again, as in what is shown as an example.
    private static bool IsPassword(ReadOnlySpan<char> user, ReadOnlySpan<char> password)
    {
        if (password.Length < Least || password[0] == '$' || password.ContainsAny(s_stands) || HasPlaceholder(password) || password.Equals(user, StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var word in s_words)
            if (password.Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        return true;
    }

    // What an address may not hold as it stands is written as %40; %s and %PASSWORD% only stand for something.
    private static bool HasPlaceholder(ReadOnlySpan<char> password)
    {
        for (var at = password.IndexOf('%'); at >= 0;)
        {
            if (at + 2 >= password.Length || !char.IsAsciiHexDigit(password[at + 1]) || !char.IsAsciiHexDigit(password[at + 2])) return true;
            var next = password[(at + 3)..].IndexOf('%');
            at = next < 0 ? -1 : at + 3 + next;
        }
        return false;
    }
}
