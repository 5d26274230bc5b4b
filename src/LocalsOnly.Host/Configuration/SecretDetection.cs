using System.Text.RegularExpressions;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.Configuration;

/// <summary>Knows a secret by its key or by its looks. A file that gets committed or backed up is no place for one.</summary>
internal static partial class SecretDetection
{
    // What is never to be redacted looks like a secret and is none: that is why it is listed.
    private const string Exceptions = $"{RedactionOptions.Section}:{nameof(RedactionOptions.Exceptions)}:";

    public static bool IsSecret(string key, string value) =>
        !key.StartsWith(Exceptions, StringComparison.OrdinalIgnoreCase) && (SecretName().IsMatch(key) || SecretValue().IsMatch(value));

    /// <summary>The sentence for the person. The value is not in it.</summary>
    public static string Sentence(string key, string file) =>
        $"{key} looks like a secret and may not stand in {file}; remove it there and set {HouseConfiguration.EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal)} "
        + $"in the environment, or run: dotnet user-secrets set {key} <value> --project src/LocalsOnly.Host";

    // The last part of the key, or, for Tokens:vince, the part before it.
    [GeneratedRegex("(?:^|:)[^:]*(?:Key|Token|Secret|Password)$|(?:^|:)[^:]*(?:Keys|Tokens|Secrets|Passwords):[^:]+$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    // API keys (sk-, ghp_, xox), Discord bot tokens, private keys, a password inside a URL.
    [GeneratedRegex(
        @"^(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|hf_\w{20,}|[MNO][\w-]{22,}\.[\w-]{6}\.[\w-]{27,})$|-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:@]+:[^/\s@]+@")]
    private static partial Regex SecretValue();
}
