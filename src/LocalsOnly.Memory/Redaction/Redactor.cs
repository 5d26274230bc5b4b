using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Memory.Redaction;

/// <summary>
/// Puts <c>[redacted: card number]</c> and the like in the place of secrets. Pure: the same text under the same options gives the same result, and a
/// redacted text stays as it is. What it misses by design: seed phrases and bare hexadecimal keys, which are also words and checksums.
/// </summary>
internal sealed class Redactor
{
    /// <summary>Counts up whenever a detector changes what it finds, so that an index that was made before is made anew.</summary>
    private const int RulesVersion = 3;

    private const int MostLooks = 5;

    private readonly IDetector[] _detectors;
    private readonly IDetector[] _patterns;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _exceptions;

    public Redactor(RedactionOptions options)
    {
        _detectors = options.Enabled ? Detectors(options) : [];
        _patterns = options.Enabled ? [.. options.Patterns.Select(pattern => new CustomPattern(pattern))] : [];
        _exceptions = new HashSet<string>(options.Exceptions, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        Fingerprint = FingerprintOf(options);
    }

    /// <summary>Equal for redactors that redact the same: 16 hexadecimal digits over the rules and the options.</summary>
    public string Fingerprint { get; }

    /// <summary>A text without its secrets; the same instance when it has none.</summary>
    /// <param name="counts">Grows by how many of each kind there were.</param>
    public string Redact(string text, IDictionary<string, int> counts)
    {
        List<Finding>? found = null;
        foreach (var detector in _detectors) detector.Find(text, ref found);
        foreach (var pattern in _patterns) pattern.Find(text, ref found);
        // What stood against a secret may have looked like a part of it, as 5555555555554444 does behind "…7." So it is looked at again; patterns are
        // not, because they might match a replacement.
        for (var looks = 1; found is not null && looks < MostLooks; looks++)
        {
            var redacted = Replace(text, found, counts);
            if (ReferenceEquals(redacted, text)) break;
            text = redacted;
            found = null;
            foreach (var detector in _detectors) detector.Find(text, ref found);
        }
        return text;
    }

    /// <summary>A conversation without the secrets in its title, its messages and the names of its attachments; the same instance when it has none.</summary>
    /// <inheritdoc cref="Redact(string, IDictionary{string, int})" path="/param"/>
    public Conversation Redact(Conversation conversation, IDictionary<string, int> counts)
    {
        if (_detectors.Length + _patterns.Length == 0) return conversation;
        var title = Redact(conversation.Title, counts);
        var messages = Each(conversation.Messages, message => Redact(message, counts));
        return ReferenceEquals(title, conversation.Title) && ReferenceEquals(messages, conversation.Messages)
            ? conversation
            : conversation with { Title = title, Messages = messages };
    }

    private ConversationMessage Redact(ConversationMessage message, IDictionary<string, int> counts)
    {
        var text = Redact(message.Text, counts);
        var attachments = Each(message.Attachments, name => Redact(name, counts));
        return ReferenceEquals(text, message.Text) && ReferenceEquals(attachments, message.Attachments)
            ? message
            : message with { Text = text, Attachments = attachments };
    }

    // The list itself as long as nothing in it changes.
    private static IReadOnlyList<T> Each<T>(IReadOnlyList<T> items, Func<T, T> change)
        where T : class
    {
        T[]? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = change(items[i]);
            if (!ReferenceEquals(item, items[i])) changed ??= [.. items];
            changed?[i] = item;
        }
        return changed ?? items;
    }

    private string Replace(string text, List<Finding> found, IDictionary<string, int> counts)
    {
        // Of two that overlap the earlier one speaks for both; of two that begin together the one that was found first, whose rule is the narrower.
        var ordered = found.OrderBy(finding => finding.Start).ToList();
        var result = new StringBuilder(text.Length);
        var copied = 0;
        for (var i = 0; i < ordered.Count;)
        {
            var (start, _, kind) = ordered[i];
            var end = ordered[i].End;
            for (i++; i < ordered.Count && ordered[i].Start < end; i++) end = Math.Max(end, ordered[i].End);
            if (_exceptions.Contains(text.AsSpan(start, end - start))) continue;
            Uncount(text.AsSpan(start, end - start), counts);
            result.Append(text, copied, start - copied).Append(CultureInfo.InvariantCulture, $"[redacted: {kind}]");
            copied = end;
            counts[kind] = (counts.TryGetValue(kind, out var known) ? known : 0) + 1;
        }
        return copied == 0 ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>A later look may find a secret around one that an earlier look has replaced: then that replacement is gone, and counts no more.</summary>
    private static void Uncount(ReadOnlySpan<char> span, IDictionary<string, int> counts)
    {
        if (!span.Contains("[redacted: ", StringComparison.Ordinal)) return;
        foreach (var kind in counts.Keys.ToList()) counts[kind] = Math.Max(0, counts[kind] - span.Count($"[redacted: {kind}]"));
    }

    private static IDetector[] Detectors(RedactionOptions options)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        if (options.ApiKeys) kinds.Add(RedactionKind.ApiKey);
        if (options.Tokens) kinds.Add(RedactionKind.Token);
        if (options.Passwords) kinds.Add(RedactionKind.Password);
        if (options.PrivateKeys) kinds.Add(RedactionKind.PrivateKey);
        var detectors = new List<IDetector>();
        if (options.PrivateKeys) detectors.Add(new PrivateKeys());
        if (options.ApiKeys || options.Tokens || options.PrivateKeys) detectors.Add(new PrefixedKeys(kinds));
        if (options.ApiKeys) detectors.Add(new SendGridKeys());
        if (options.Tokens) detectors.AddRange([new WebTokens(), new BotTokens(), new BearerTokens()]);
        if (options.ApiKeys || options.Tokens || options.Passwords) detectors.Add(new AssignedSecrets(kinds));
        if (options.Passwords) detectors.Add(new AddressPasswords());
        if (options.CardNumbers) detectors.Add(new CardNumbers());
        if (options.Ibans) detectors.Add(new Ibans());
        return [.. detectors];
    }

    private static string FingerprintOf(RedactionOptions options)
    {
        var rules = !options.Enabled
            ? "off"
            : string.Join('\n', [
                $"{RulesVersion} {options.ApiKeys} {options.Tokens} {options.Passwords} {options.CardNumbers} {options.Ibans} {options.PrivateKeys}",
                .. options.Patterns.Select(pattern => $"pattern {pattern.Name}\t{pattern.Expression}"),
                .. options.Exceptions.Order(StringComparer.Ordinal).Select(exception => $"except {exception}"),
            ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rules)).AsSpan(0, 8));
    }
}
