using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// What a sentence makes of those around it. A person who asks for a poem, gives a text to be translated or hands out a role speaks in another's voice
/// from there on, and one who supposes something goes on supposing.
/// </summary>
internal static partial class Setting
{
    /// <summary>Whether this sentence and all that follow are not the person's own.</summary>
    public static bool BeginsOther(string own, in Sentence sentence)
    {
        var (start, length) = (sentence.Start, sentence.End - sentence.Start);
        if (RolePlay().Match(own, start, length).Success || Hypothesis().Match(own, start, length).Success) return true;
        // Behind a colon comes what is to be worked on; without one it does when a text is asked for or announced.
        var colon = Colon().Match(own, start, length);
        if (Standing().Match(own, start, colon.Success ? colon.Index - start : length).Success) return false;
        return Task().Match(own, start, length).Success && (colon.Success || Work().Match(own, start, length).Success) || (colon.Success && Announced().Match(own, start, length).Success);
    }

    /// <summary>Whether this sentence makes material of what stands before it: "translate the above".</summary>
    public static bool PointsBack(string own, in Sentence sentence) => Back().Match(own, sentence.Start, sentence.End - sentence.Start).Success;

    /// <summary>Whether what is said in this sentence only is supposed, wished or another's.</summary>
    public static bool IsSupposed(string own, in Sentence sentence) => Supposed().Match(own, sentence.Start, sentence.End - sentence.Start).Success;

    private const string Ask =
        @"^(?:(?:so|now|then|also|and|hi|hello|ok|okay|please|kindly|can you|could you|would you|will you|you should|you must|i want you to|i need you to|i(?:'d| would) like you to|help me(?: to)?|let's|" +
        @"bonjour|salut|peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|tu peux|vous pouvez|aide-moi à|aidez-moi à|je (?:veux|voudrais|aimerais) que (?:tu|vous)|s'il (?:te|vous) pla[iî]t|merci de|maintenant)[, ]+)*";

    private const string Hypothetic =
        @"(?:suppose|supposing|imagine|assuming|assume (?:that |i|my)|let's (?:say|assume|pretend|imagine|suppose)|what if|pretend|hypothetically|in my (?:story|novel|book|game|dream)|" +
        @"supposons|imaginons|imaginez?|admettons|mettons que|disons que|et si |faisons comme|fais comme si|dans mon (?:roman|histoire|livre|jeu))";

    // "You're right" is no role, "you are a pirate" is.
    [GeneratedRegex(Ask + @"(?:(?:from now on,? )?you(?:'re| are)(?: now)?(?: going to)? (?:an?|the|my|playing|role|act|pretend)\b|you(?:'ll| will) (?:be|act|play|pretend)\b|act (?:as|like)\b|pretend\b|imagine you|behave (?:as|like)\b|" +
        @"role-?\s?play|let's (?:play|role)|play (?:the role|as)\b|be (?:an?|my) |take (?:on )?the role|(?:tu es|vous êtes|tu seras|vous serez) (?:maintenant )?(?:une?|le|la|l'|mon|ma)\b|" +
        @"(?:agis|agissez|comporte-toi|comportez-vous) comme|joue|jouez|fais semblant|faites semblant|imagine que tu)", RegexOptions.CultureInvariant)]
    private static partial Regex RolePlay();

    [GeneratedRegex(Ask + "(?:" + Hypothetic + @"|say i\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Hypothesis();

    [GeneratedRegex(Ask + @"(?:write|compose|draft|translate|rewrite|rephrase|reword|paraphrase|proofread|correct|edit|improve|polish|summari[sz]e|shorten|continue|complete|finish|generate|create|make|tell me|" +
        @"give me|analy[sz]e|check|review|explain|classify|extract|fix|convert|turn|read|parse|reply to|answer this|respond to|" +
        @"traduis|tradui(?:re|sez)|corrige[rz]?|écri(?:s|re|ve|vez)|rédige[rz]?|reformule[rz]?|résume[rz]?|améliore[rz]?|complète[rz]?|continue[rz]?|relis|reli(?:re|sez)|compose[rz]?|invente[rz]?|raconte[rz]?|" +
        @"analyse[rz]?|explique[rz]?|vérifie[rz]?|transforme[rz]?|fais|donne)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Task();

    // "Always translate what I send you" is a wish for good, not a text to be translated.
    [GeneratedRegex(@"\b(?:always|never|from now on|going forward|in (?:the )?future|toujours|jamais|désormais|dorénavant|à l'avenir)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Standing();

    [GeneratedRegex(@":(?: |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Colon();

    [GeneratedRegex(@"\b(?:poems?|songs?|lyrics|stor(?:y|ies)|raps?|haikus?|scripts?|dialogues?|monologues?|letters?|e-?mails?|mails?|essays?|speech(?:es)?|bios?|biograph(?:y|ies)|cv|résumé|cover letter|profiles?|posts?|tweets?|" +
        @"captions?|advert(?:isement)?s?|reviews?|diar(?:y|ies)|jokes?|limericks?|texts?|paragraphs?|sentences?|messages?|novels?|scenes?|english|grammar|translation|verses?|quotes?|characters?|" +
        @"poèmes?|chansons?|histoires?|lettres?|courriels?|dissertations?|discours|textes?|paragraphes?|phrases?|blagues?|romans?|scènes?|annonces?|français|grammaire|traduction|personnages?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Work();

    [GeneratedRegex(@"\b(?:text|sentence|paragraph|e-?mail|message|letter|poem|lyrics|song|quote|example|excerpt|abstract|prompt|instructions?|rules?|says?|said|wrote|writes?|here (?:is|are|it is)|here's|following|translate|" +
        @"texte|phrase|paragraphe|courriel|lettre|poème|paroles|exemple|extrait|consignes?|dit|écrit|voici|suivante?s?|traduction)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Announced();

    [GeneratedRegex(@"^(?:(?:please|now|can you|could you|peux-tu|pouvez-vous|s'il te plaît)[, ]+)*(?:translate|rewrite|rephrase|paraphrase|proofread|correct|edit|improve|polish|summari[sz]e|shorten|traduis|traduire|corrige[rz]?|reformule[rz]?|résume[rz]?|améliore[rz]?)[- ]" +
        @"(?:it|this|that|these|those|the (?:above|text|sentences?|paragraph|previous)|my (?:text|english|french)|le texte|ça|cela|ce(?:tte|s)?)\b(?!.*:)", RegexOptions.CultureInvariant)]
    private static partial Regex Back();

    [GeneratedRegex(@"\b(?:if i (?:were|was|had|lived|could|did|ever)|as if i|i wish|if only|" + Hypothetic + @"\b(?=.*\bi\b)|si j'(?:étais|avais|habitais)|si je (?:vivais|devenais|pouvais)|comme si)", RegexOptions.CultureInvariant)]
    private static partial Regex Supposed();
}
