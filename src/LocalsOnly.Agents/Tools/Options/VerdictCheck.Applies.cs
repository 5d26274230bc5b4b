using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.Options;

internal static partial class VerdictCheck
{
    private static readonly string[] s_verdictTools = ["option_decision", "option_close_check"];

    private static readonly string[] s_bookingTools = ["option_open", "option_close", "option_settle", "option_collateral", "option_reverse"];

    /// <summary>
    /// Whether an answer needs a verdict. It does when one was computed or asked for ("should I sell"), and when the question speaks of a position. It does not when the
    /// question is about what words mean, how things work or when they happen, with nothing of the person's own in it; when it asks for a list from the book; nor when
    /// the person only had something written down.
    /// </summary>
    /// <param name="question">What the person wrote: English, French or German.</param>
    /// <param name="toolsCalled">Names of the tools called in the turn.</param>
    public static bool Applies(string question, IReadOnlyList<string> toolsCalled)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(toolsCalled);
        if (toolsCalled.Any(s_verdictTools.Contains)) return true;
        var plain = Plain(question);
        if (Asking().IsMatch(plain)) return true;
        if (toolsCalled.Any(s_bookingTools.Contains)) return false;
        if (!About().IsMatch(plain)) return false;
        if (Listing().IsMatch(plain)) return false;
        return !Explaining().IsMatch(plain) || Own().IsMatch(plain);
    }

    /// <summary>Lower case without accents, so that a keyboard without them asks the same.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) plain.Append(c is '’' or '‘' ? '\'' : char.ToLowerInvariant(c));
        return plain.ToString().Trim();
    }

    /// <summary>Asks what to do.</summary>
    [GeneratedRegex(
        @"\b(should (i|we)|shall (i|we)|do i|would you|worth|better to) (now )?(to )?(sell|sold|write|close|roll|hold|buy|take|open|wait|let|keep|skip|size|selling|closing|rolling|holding)\b"
        + @"|\bworth (selling|closing|rolling|holding|writing)\b|\bsize,? skip\b|\bskip or\b|\bwhich strike\b|\bverdict\b"
        + @"|\b((dois|devrais|faut)[- ](je|il)|je devrais|il faut|vaut[- ]il mieux|est[- ]ce que je (dois|devrais))( \w+)? (vendre|fermer|cloturer|rouler|garder|racheter|ouvrir|attendre|laisser)\b|\bquel strike\b"
        + @"|\b(soll(te|en|ten)?|muss|lohnt)( es)? (ich|wir|sich)\b.*\b(verkauf|schliess|schließ|roll|halt|zuruckkauf|eroffn|wart|schreib|lass)|\bwelche[rn]? (strike|basispreis)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Asking();

    /// <summary>Speaks of positions.</summary>
    [GeneratedRegex(
        @"\b(position|strike|premium|wheel|roll(s|ed|ing|over)?\b|expir|expiries|assign|covered|collateral|cash-secured|in the money|out of the money|sell(ing)? (a|the|my|some|weekly)|hypersurface"
        + @"|prime|roue|roul(er|e|ons)|echeance|prix d'exercice|vend(re|s)|couvert|nantissement"
        + @"|pramie|basispreis|verfall|laufzeit|verkauf|gedeckt|andien|ausub|sicherheit|rad\b)"
        + @"|\b(a|an|the|my|our|short|naked|secured|un|une|le|la|mon|mes|les|ein|eine[nrs]?|der|die|den|das|meine?[nrs]?|hype|sol|w?btc|eth|weekly|\d+(\.\d+)?k?) (puts?|calls?|options?|optionen)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex About();

    /// <summary>Asks for what words mean, how things work, when they happen.</summary>
    [GeneratedRegex(
        @"^(\W*(hi|hello|hey|salut|bonjour|hallo|please|bitte|solus)\b\W*)*(what (is|are|does|do)\b|what's|define|explain|how (does|do|is|are)\b|why (is|are|does|do)\b|when (is|does|do|are)\b|tell me (what|how|about)|teach"
        + @"|qu'est[- ]ce|c'est quoi|que (signifie|veut)|explique|comment (fonctionne|marche|calcule|se)|pourquoi|quand"
        + @"|was (ist|sind|bedeutet|heisst|heißt)|erklar|wie (funktioniert|geht|wird|werden|berechnet)|warum|wann)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Explaining();

    /// <summary>Asks for a list or a sum from the book.</summary>
    [GeneratedRegex(
        @"^(\W*(please|bitte|solus)\b\W*)*((show|list|print) (me )?(all |my |our |the )*(open )?(positions|book|premiums?)|how much premium|what premium have i"
        + @"|(montre|liste)(-moi)? (toutes )?(mes|les|nos) (positions|primes)|combien de primes?|(zeige?|liste)( mir)? (alle |meine |die |unsere )*(offenen )?(positionen|pramien)|wie ?viel pramie)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Listing();

    /// <summary>Something of the person's own, or a figure.</summary>
    [GeneratedRegex(
        @"\b(my|mine|our|ours|i'm|i've|i (sold|sell|hold|have|own|wrote|opened|am|took)|have i|mon|ma|mes|notre|nos|j'ai|je (vends|detiens|tiens|garde|suis)"
        + @"|mein(e|en|er|em|es)?|unser(e|en|er|em)?|ich (habe|hab|halte|verkaufe|bin)|habe ich)\b|\d",
        RegexOptions.CultureInvariant)]
    private static partial Regex Own();
}
