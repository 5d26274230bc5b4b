namespace LocalsOnly.Memory.Redaction;

/// <summary>Knows one family of secrets.</summary>
internal interface IDetector
{
    /// <summary>
    /// Adds what it finds to <paramref name="found"/>, which stays null as long as nothing is. Allocates nothing on a text without any. Takes time linear in
    /// the text, whatever the text.
    /// </summary>
    void Find(ReadOnlySpan<char> text, ref List<Finding>? found);
}

/// <summary>A secret within a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">In characters.</param>
/// <param name="Kind">What stands in its place.</param>
internal readonly record struct Finding(int Start, int Length, string Kind)
{
    public int End => Start + Length;
}

/// <summary>What kinds of secrets are called, in texts, reports and the index.</summary>
internal static class RedactionKind
{
    public const string ApiKey = "API key";
    public const string Token = "token";
    public const string Password = "password";
    public const string CardNumber = "card number";
    public const string Iban = "IBAN";
    public const string PrivateKey = "private key";
}
