using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// How somebody wants to be answered, in English. An adverb alone is not enough ("always happy to help", "never mind"): what follows must be a verb that an
/// answer can obey, and the thing at hand ("this paragraph", "the code below") makes it an order for once.
/// </summary>
internal static partial class EnglishInstructions
{
    /// <summary>The statement at the beginning of the clause, which may go on to the end of its sentence; null for none.</summary>
    public static StandingStatement? Find(in Clause clause)
    {
        if (CallMe().Match(clause.Own, clause.Start, clause.End - clause.Start) is { Success: true } call)
            return clause.Say(StandingKind.Instruction, Subjects.Called, 1) with { Value = call.Groups["name"].Value, Ends = call.Groups["not"].Success };
        if (AnswerIn().Match(clause.Own, clause.Start, clause.End - clause.Start) is { Success: true } answer) return AnswerLanguage(clause, answer);
        if (clause.MatchToSentenceEnd(WhenAsked()) is { Success: true } asked) return Whole(clause, asked, 1);
        if (clause.MatchToSentenceEnd(Always()) is { Success: true } always) return Whole(clause, always, 1);
        if (clause.Match(DoNot()) is { Success: true } not && !Definite().Match(clause.Own, clause.Start, clause.End - clause.Start).Success) return Whole(clause, not, 0.5);
        if (clause.Match(Replies()) is { Success: true } replies) return Whole(clause, replies, 0.5);
        return null;
    }

    private static StandingStatement AnswerLanguage(in Clause clause, Match answer)
    {
        var ends = answer.Groups["not"].Success;
        return clause.Say(StandingKind.Instruction, Subjects.AnswerLanguage, answer.Groups["strong"].Success ? 1 : 0.5) with
        {
            Value = Languages.Name(answer.Groups["language"].Value),
            Ends = ends,
        };
    }

    private static StandingStatement? Whole(in Clause clause, Match match, double strength)
    {
        // A condition is divided from its order by a comma, so the order may be a clause of its own already.
        var whole = clause with { End = Math.Max(clause.End, match.Index + match.Length) };
        if (AtHand().Match(clause.Own, whole.Start, whole.End - whole.Start).Success) return null;
        return whole.Say(StandingKind.Instruction, Subjects.Instruction(clause.Own[whole.Start..whole.End]), strength);
    }

    private const string Verb =
        @"(?:answer|reply|respond|write|give|use|include|add|show|tell|call|address|ask|explain|keep|start|begin|end|finish|put|cite|quote|mention|provide|list|format|translate|convert|speak|talk|be|check|remind|assume|make|" +
        @"avoid|prefer|suggest|warn|spell|sign|summari[sz]e|send|let|offer|consider|treat|round|say|refer|schedule|book|calculate|present|state|render|return|output|print|wrap|name|remember|do|don't|double-check|verify|confirm|" +
        @"stick|limit|skip|leave|mark|highlight|number|sort|order|indent|comment|document|test|propose|recommend|choose|pick|select|apologi[sz]e|repeat|point|note|proofread|correct|type|express|describe|compare|link|plan|" +
        @"read|search|look|open|share|stay|draw|express|count|measure|greet|thank|refuse|pretend|leave out|spell out|go|stop|get|take|have|try|follow)(?! (?:up|never|on (?:me|us)|back|for granted|believing|learning|dreaming|trying|smiling|afraid|yourself|alone)\b)";

    private const string Gerund =
        @"(?:answering|replying|responding|writing|giving|using|including|adding|showing|telling|calling|asking|explaining|starting|beginning|ending|finishing|putting|mentioning|providing|suggesting|repeating|apologi[sz]ing|saying|" +
        @"recommending|sending|making|assuming|summari[sz]ing|translating|reminding|offering|warning|being|talking|speaking|hedging|quoting)";

    private const string Wish = @"(?:please |kindly |just )*(?:(?:i|we)(?:'d| would)? (?:want|like|need|expect|prefer) (?:it if )?you (?:to )?|you (?:should|must|have to|need to|can|may|will) |make sure (?:that )?(?:you |to )?|be sure to |remember to )?";

    private const string FromNow = @"(?:from now on|from here on|going forward|henceforth|in (?:the )?future|from today(?: on)?|as of (?:now|today))";

    private const string Ask = @"(?:ask|tell|send|say|mention|give|request|share|paste|want|need|write|upload|show|talk|speak|type|bring up|post|question|use)";

    // "Call me back" and "call me old-fashioned" ask for something else.
    [GeneratedRegex(@"^(?:please |just )*(?:(?<not>don't |do not |never |stop )|you (?:can|may|should) |(?:everyone|everybody|people|my friends|friends) |i (?:go by|want you to|like you to|prefer you to|'d like you to) )?(?:just |always )*(?:call(?:s|ing)? me |address(?:ing)? me as |refer to me as |(?<=go by ))" +
        @"(?!back|later|tomorrow|when|if|at|on|in|from|asap|today|tonight|an?\b|the\b|crazy|old|maybe|stupid|again|anytime|soon|now|to|about|by|that|names?\b|out|up|over|anything|whatever)(?<name>[\p{L}][\p{L}'-]*\.?(?: [\p{L}][\p{L}'-]*)?)(?:,? please|,? from now on|,? any ?more|,? again|,? instead)*\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex CallMe();

    // Without a condition; with one it is not the language of every answer.
    [GeneratedRegex(@"^(?:(?<strong>" + FromNow + @"),? )?" + Wish + @"(?:(?<strong>always|only) |(?<not>(?:stop|never|don't|do not|no longer) ))*(?:answer|answering|reply|replying|respond|responding|speak|speaking|talk|talking|write|writing)" +
        @"(?: to)?(?: me| us)?(?: back)?(?<strong> only| always| exclusively)? in (?<language>" + Languages.Pattern + @")\b(?! (?:when|if|whenever|for|unless|about)\b)(?!.*\b(?:when|whenever|if) (?:i|we) (?!write|speak|type|ask))(?!.*:)", RegexOptions.CultureInvariant)]
    private static partial Regex AnswerIn();

    [GeneratedRegex(@"^(?:" + FromNow + @",? )?(?:(?:please |always )*(?:when(?:ever)?|if|each time|every time|any time|anytime|once|for everything) (?:that )?(?:i|we) " + Ask + @"\b[^,?]*, ?(?:then |please |also |always |never |just |only |do not |don't |" + Wish + ")*" + Verb + @"\b[^?]*|" +
        @"(?:please |always |never |don't )*" + Verb + @"\b[^,?:]* (?:when(?:ever)?|each time|every time|any time) (?:i|we) " + Ask + @"\b[^?,]*)", RegexOptions.CultureInvariant)]
    private static partial Regex WhenAsked();

    [GeneratedRegex(@"^(?:" + FromNow + @",? " + Wish + @"(?:only |always |never |stop |don't |do not |no |no longer |just |also |please )*(?:" + Verb + @"|" + Gerund + @"|all|every|no)\b|" +
        Wish + @"(?:also |please )*(?:always|never|don't ever|do not ever|don't you ever|at all times) (?:please |again |just |only |ever )*" + Verb + @"\b(?! (?:to hear|mind|said))|" +
        @"(?:please )?" + Verb + @" (?:[^,?:]* )?(?:from now on|going forward|in (?:the )?future|at all times)|" +
        @"i (?:always|never) want (?:you to|to see|your|all)|all (?:of )?(?:your |the )?(?:answers|replies|responses|dates|prices|amounts|measurements|code) (?:should|must|have to) )[^?,;]*(?:, (?:even|not|and|or|unless|except|so|please)\b[^?;]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Always();

    [GeneratedRegex(@"^(?:please )?(?:(?:i(?:'d| would)? (?:want|like|prefer) (?:it if )?you (?:to )?)?(?:don't|do not|didn't|stop|avoid|refrain from|quit|no need to|not) (?:ever |always |constantly |please )?(?:call|use|answer|reply|give|add|include|apologi[sz]e|start|end|ask|tell|suggest|repeat|" +
        @"show|write|recommend|send|assume|make|mention|summari[sz]e|translate|explain|" + Gerund + @"|emojis?|bullet points?|jargon)\b(?! (?:up|in to|yourself|me wrong)\b)|no (?:more )?(?:emojis?|bullet points?|tables|apologies|disclaimers|small talk|exclamation marks|jargon|markdown|emoticons?)\b)[^?]*", RegexOptions.CultureInvariant)]
    private static partial Regex DoNot();

    [GeneratedRegex(@"^(?:please )?(?:keep|make) (?:all |all of )?(?:your|the|my) (?:answers|replies|responses|explanations) [^?]*", RegexOptions.CultureInvariant)]
    private static partial Regex Replies();

    [GeneratedRegex(@"\b(?:these|here|below|above|following|attached|this(?! conversation))\b", RegexOptions.CultureInvariant)]
    private static partial Regex AtHand();

    // "Don't use the second table": something that is there. "all the time" is not.
    [GeneratedRegex(@"\b(?:it|that|yet|now|(?<!all )the|today|tomorrow|anyone|anybody|him|her|them|so much)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Definite();
}
