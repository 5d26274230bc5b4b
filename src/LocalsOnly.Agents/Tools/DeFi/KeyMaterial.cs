using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>What a text holds that nobody but its owner may know.</summary>
internal enum KeyKind
{
    SeedPhrase,

    PrivateKey,
}

/// <summary>Where a secret stands in a text. The secret itself is in no record, so that none can show it.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Characters.</param>
internal sealed record KeyFinding(KeyKind Kind, int Start, int Length);

/// <summary>
/// Finds seed phrases and private keys in what a person has pasted, so that they are warned and nothing repeats them. It errs on the side of finding: a phrase is 12
/// words of BIP-39's English list in a row, or, next to a word such as "seed", as many plain words of any language; a key is 32 bytes in hexadecimal that nothing
/// calls a transaction, 64 bytes in base58 or as a list of numbers (Solana), or what carries Bitcoin's checksum (WIF, extended private keys).
/// </summary>
internal static partial class KeyMaterial
{
    private const int Context = 48;
    private const int FewestWords = 12;
    private const int MostWords = 24;

    /// <summary>One sentence for a person when there is something to warn of; null otherwise.</summary>
    public static string? Warning(string text) => Find(text) switch
    {
        [] => null,
        [{ Kind: KeyKind.SeedPhrase }, ..] => Sentence("a seed phrase"),
        _ => Sentence("a private key"),
    };

    /// <summary>The text without what was found.</summary>
    public static string Redact(string text)
    {
        foreach (var found in Find(text).Reverse())
            text = string.Concat(text.AsSpan(0, found.Start), found.Kind == KeyKind.SeedPhrase ? "[seed phrase]" : "[private key]", text.AsSpan(found.Start + found.Length));
        return text;
    }

    /// <summary>All of them in the order of the text; no two overlap.</summary>
    public static IReadOnlyList<KeyFinding> Find(string text)
    {
        var found = new List<KeyFinding>();
        Phrases(text, found);
        foreach (Match match in Armour().Matches(text)) Add(found, KeyKind.PrivateKey, match);
        foreach (Match match in Numbers().Matches(text))
            if (IsKeyPair(match.Groups[1].Value)) Add(found, KeyKind.PrivateKey, match);
        foreach (Match match in Run().Matches(text))
            if (IsKey(text, match)) Add(found, KeyKind.PrivateKey, match);
        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    /// <summary>Whether the words are a mnemonic whose checksum holds (BIP-39: the last bits are the first of the entropy's SHA-256).</summary>
    public static bool IsMnemonic(IReadOnlyList<string> words)
    {
        if (words.Count is < FewestWords or > MostWords || words.Count % 3 != 0) return false;
        var bits = new byte[((words.Count * 11) + 7) / 8];
        for (var i = 0; i < words.Count; i++)
        {
            var index = MnemonicWords.IndexOf(words[i]);
            if (index < 0) return false;
            for (var bit = 0; bit < 11; bit++)
                if ((index >> (10 - bit) & 1) != 0) bits[((i * 11) + bit) / 8] |= (byte)(0x80 >> (((i * 11) + bit) % 8));
        }

        var checksum = words.Count / 3;
        var entropy = bits.AsSpan(0, words.Count * 4 / 3);
        return (bits[entropy.Length] ^ SHA256.HashData(entropy)[0]) >> (8 - checksum) == 0;
    }

    private static void Phrases(string text, List<KeyFinding> found)
    {
        var words = new List<Match>();
        foreach (Match word in Word().Matches(text))
        {
            // Numbers, commas and line ends stand between the words of a phrase that somebody copied from paper; anything else ends it.
            if (words.Count > 0 && !Between().IsMatch(text[(words[^1].Index + words[^1].Length)..word.Index])) End(text, words, found);
            words.Add(word);
        }

        End(text, words, found);
    }

    private static void End(string text, List<Match> words, List<KeyFinding> found)
    {
        for (var first = 0; first < words.Count;)
        {
            var last = first;
            while (last < words.Count && MnemonicWords.IndexOf(words[last].Value) >= 0) last++;
            if (last - first >= FewestWords) Add(found, KeyKind.SeedPhrase, words[first], words[last - 1]);
            first = last + 1;
        }

        foreach (var line in Lines(text, words)) ByShape(text, line, found);
        words.Clear();
    }

    // Another language's list, or a word that was typed wrongly: a line of nothing but as many plain words as a phrase has, and something near it that says what it is.
    private static void ByShape(string text, List<Match> line, List<KeyFinding> found)
    {
        if (line.Count is < FewestWords or > MostWords || line.Count % 3 != 0) return;
        if (line.Any(word => word.Length is < 3 or > 9 || word.Value.Any(char.IsUpper))) return;
        var (start, end) = (line[0].Index, line[^1].Index + line[^1].Length);
        var before = text[Math.Max(0, start - Context)..start];
        var after = text[end..Math.Min(text.Length, end + Context)];
        if (!SeedWords().IsMatch(before) && !SeedWords().IsMatch(after)) return;
        if (!found.Exists(other => other.Start < end && start < other.Start + other.Length)) Add(found, KeyKind.SeedPhrase, line[0], line[^1]);
    }

    private static IEnumerable<List<Match>> Lines(string text, List<Match> words)
    {
        var line = new List<Match>();
        foreach (var word in words)
        {
            if (line.Count > 0 && text.AsSpan(line[^1].Index, word.Index - line[^1].Index).ContainsAny('\n', ':'))
            {
                yield return line;
                line = [];
            }

            line.Add(word);
        }

        if (line.Count > 0) yield return line;
    }

    private static bool IsKey(string text, Match run)
    {
        var value = run.Value;
        var hex = value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value[2..] : value;
        if (hex.Length == 64 && hex.AsSpan().ContainsOnlyHex()) return !IsTransaction(text, run.Index) && hex.Distinct().Count() > 1;
        return value.Length switch
        {
            51 or 52 => Base58.DecodeChecked(value) is { Length: 33 or 34 } wif && wif[0] is 0x80 or 0xEF,
            111 => value.AsSpan(1).StartsWith("prv") && Base58.DecodeChecked(value) is { Length: 78 },
            >= 86 and <= 88 => Base58.Decode(value) is { Length: 64 } && !IsTransaction(text, run.Index),
            _ => false,
        };
    }

    // A hash of a transaction and a key look the same; what stands before it tells them apart. In doubt it is a key.
    private static bool IsTransaction(string text, int at) => TransactionWords().IsMatch(text[Math.Max(0, at - Context)..at]);

    private static bool IsKeyPair(string list)
    {
        var parts = list.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length is 32 or 64 && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private static void Add(List<KeyFinding> found, KeyKind kind, Match first, Match? last = null)
    {
        var end = (last ?? first).Index + (last ?? first).Length;
        if (!found.Exists(other => other.Start < end && first.Index < other.Start + other.Length)) found.Add(new KeyFinding(kind, first.Index, end - first.Index));
    }

    private static string Sentence(string what) =>
        $"What was pasted looks like {what}: it is not repeated here, it must be treated as known to others, and what it guards should be moved to a new wallet now.";

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[\s\d.,;:)(#*|\-–]*$")]
    private static partial Regex Between();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[A-Za-z0-9]{51,130}(?![A-Za-z0-9])")]
    private static partial Regex Run();

    [GeneratedRegex(@"\[((?:\s*\d{1,3}\s*,){31,63}\s*\d{1,3}\s*)\]")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\s:,\-]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\z)")]
    private static partial Regex Armour();

    [GeneratedRegex(@"\b(?:seed|mnemonic|mnémonique|mnemonik|recovery|récupération|recuperation|wiederherstellung|phrase|24 mots|12 mots|24 wörter|12 wörter)", RegexOptions.IgnoreCase)]
    private static partial Regex SeedWords();

    [GeneratedRegex(@"(?:\b(?:tx|txn|txid|hash|transactions?|transaktion|signature|block|bloc)\b|/tx/)[^\n]{0,24}$", RegexOptions.IgnoreCase)]
    private static partial Regex TransactionWords();
}
