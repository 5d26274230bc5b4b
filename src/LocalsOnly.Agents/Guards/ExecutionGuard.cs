using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Guards;

/// <summary>Nobody in the house trades, signs or sends, so no reply says that it was done. What happens on paper is said to be on paper.</summary>
internal sealed partial class ExecutionGuard : IReplyGuard
{
    public string? Name => GuardNames.Execution;

    public Finding? Check(ReplyDraft draft)
    {
        if (ReplySentences.Without(draft.Text, IsClaim) is not { } rest) return null;
        return new Finding(
            GuardNames.Execution,
            "it says that something was traded, signed or sent",
            "You say that something was bought, sold, signed, sent or executed. Nothing was, and nothing can be: there is no such tool. Write the answer again as what the person could do "
            + "themselves, and call what is in the paper book paper.",
            rest.Length > 0 ? $"{rest}\n\n{PersonSentences.NothingExecuted}" : PersonSentences.NothingExecuted);
    }

    private static bool IsClaim(string sentence) => Claim().IsMatch(sentence) && !Harmless().IsMatch(sentence);

    [GeneratedRegex(
        @"\b(?:i|we)(?:['’]ve|\s+have|\s+just|\s+already)*\s+(?:just\s+|already\s+|now\s+|successfully\s+)*(?:bought|sold|swapped|sent|transferred|signed|executed|placed|submitted|bridged|deposited|withdrew|withdrawn|approved|staked|broadcast(?:ed)?|filled)\b"
        + @"|\b(?:i['’]m|i\s+am|we['’]re|we\s+are)\s+(?:now\s+)?(?:buying|selling|swapping|sending|transferring|signing|executing|bridging|broadcasting)\b"
        + @"|\b(?:order|trade|swap|transaction|transfer|deposit|withdrawal|bridge|payment)\b[^.!?\n]{0,40}\b(?:is|was|has\s+been|have\s+been|are|were)\s+(?:now\s+|successfully\s+)?(?:placed|executed|sent|signed|submitted|confirmed\s+on|broadcast(?:ed)?|filled|completed|done)\b"
        + @"|\b(?:tx|transaction)\s*(?:hash|id)?\s*[:=]\s*0x[0-9a-f]{8,}"
        + @"|\bj['’]ai\s+(?:bien\s+|déjà\s+)?(?:acheté|vendu|envoyé|transféré|signé|exécuté|passé|échangé|déposé|retiré)\b|\b(?:ordre|transaction|virement|échange)\b[^.!?\n]{0,40}\b(?:a\s+été|est)\s+(?:bien\s+)?(?:passée?|exécutée?|envoyée?|signée?)\b"
        + @"|\bich\s+habe\b[^.!?\n]{0,60}\b(?:gekauft|verkauft|gesendet|überwiesen|signiert|ausgeführt|getauscht|eingezahlt|abgehoben)\b|\b(?:order|auftrag|transaktion|überweisung)\b[^.!?\n]{0,40}\b(?:wurde|ist)\b[^.!?\n]{0,20}\b(?:ausgeführt|gesendet|platziert|signiert|abgeschickt)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Claim();

    // On paper it may have happened; and a denial or a question is no claim.
    [GeneratedRegex(
        @"\b(?:paper|papier|simulat\w+|imaginary|fictif|fictive|fiktiv\w*|virtual)\b|\b(?:not|never|nothing|no|cannot|can['’]t|nobody|would|could|if|when|once|you|jamais|rien|pas|ne|si|quand|vous|tu|nicht|nie|nichts|kein\w*|wenn|sobald|du|sie)\b(?=[^.!?\n]{0,60}\b(?:bought|sold|sent|signed|executed|placed|swapped|transferred|submitted|approved|acheté|vendu|envoyé|signé|exécuté|gekauft|verkauft|gesendet|signiert|ausgeführt)\b)|\?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}
