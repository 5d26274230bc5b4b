using System.Globalization;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Counts of redacted secrets as a person reads them.</summary>
internal static class RedactionWords
{
    public static string Of(IReadOnlyDictionary<string, int> redactions) =>
        string.Join(", ", redactions.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}{(pair.Value == 1 ? "" : "s")}")));
}
