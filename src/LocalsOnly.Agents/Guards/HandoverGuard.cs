using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Guards;

/// <summary>Nobody is sent from one persona to the next: who may ask a colleague asks, and brings the answer.</summary>
internal sealed class HandoverGuard(IPersonaStore personas) : IReplyGuard
{
    private volatile Sends? _sends;

    public string? Name => GuardNames.Handover;

    public Finding? Check(ReplyDraft draft)
    {
        var others = personas.All.Where(other => other.Id != draft.Turn.Persona.Id).ToList();
        if (others.Count == 0) return null;
        var sends = SendsTo(others);
        if (ReplySentences.Without(draft.Text, sentence => sends.IsMatch(sentence) && !IsOffer(sentence)) is not { } safe) return null;
        return new Finding(
            GuardNames.Handover,
            "the person is sent to a colleague",
            "You send the person to a colleague. Do not: ask the colleague yourself with ask_agent and bring the answer back under their name. If you cannot reach them, say what you would have asked.",
            safe.Length > 0 ? safe : PersonSentences.NobodySent);
    }

    // Names change when a persona file does; until then the expression is made once.
    private Regex SendsTo(IEnumerable<Persona> others)
    {
        var names = string.Join('|', others.SelectMany(other => new[] { other.Name, other.Id }).Distinct(StringComparer.OrdinalIgnoreCase).Select(Regex.Escape));
        if (_sends is { } made && made.Names == names) return made.Expression;
        var expression = new Regex(
            $@"(?:\b(?:ask|check\s+with|talk\s+to|speak\s+to|consult|go\s+to|head\s+to|see|ping|try|message|dm|reach\s+out\s+to|contact)|question\s+for|one\s+for|better\s+(?:for|with)|(?:demande[rzs]?|adresse[rz]?|parle[rzs]?|voi[rst]|voyez|consulte[rzs]?|écri[rstvez]+|contacte[rzs]?)(?:-\w+)?(?:\s+(?:à|avec|plutôt|donc|directement|en))*|(?:frag(?:e|en|t)?|wende[nt]?|sprich|sprechen|schreib(?:e|en)?|kontaktiere?n?)(?:\s+(?:dich|sie|sich|doch|mal|bitte|lieber|am\s+besten|an|mit))*)\s+(?:[@*_""“'’]|to\s+|à\s+)*(?:{names})\b",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        _sends = new Sends(names, expression);
        return expression;
    }

    private sealed record Sends(string Names, Regex Expression);

    // "I asked Solus", "let me ask VINCE", "shall I ask Otaku?" are what is wanted.
    private static bool IsOffer(string sentence) => Offer.IsMatch(sentence);

    private static readonly Regex Offer = new(
        @"\b(?:i|we)(?:'ll|'d|'ve|’ll|’d|’ve|\s+will|\s+would|\s+can|\s+could|\s+have|\s+had|\s+shall)?\s+(?:just\s+|also\s+|not\s+)?(?:ask|check|talk|consult|see|reach|contact)|\b(?:let\s+me|shall\s+i|i(?:['’]m|\s+am)\s+going\s+to)\s+(?:ask|check\s+with|consult)|\bje\s+(?:vais|peux|l'ai|lui|viens)?\s*\w*\s*demand|\bj['’]ai\s+demand|\bich\s+(?:frage|habe|kann|werde|könnte)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
