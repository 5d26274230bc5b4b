using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>Who belongs to somebody, in English: names, ages, occupations and allergies of a family, and its animals. "My daughter is ill" passes.</summary>
internal static partial class EnglishFamily
{
    public static bool Find(in Clause clause, List<StandingStatement> found)
    {
        var before = found.Count;
        if (clause.Match(Named()) is { Success: true } named) Add(clause, Relation(named), "", found);
        else if (clause.Match(Is()) is { Success: true } it) Fact(clause, it, found);
        else if (clause.Match(Has()) is { Success: true } has) Add(clause, has.Groups["relation"].Value, "", found);
        else if (clause.Match(Marital()) is { Success: true }) EnglishProfile.Add(Subjects.Marital, clause, found);
        return found.Count > before;
    }

    // A name is written with a capital, or is all there is behind "is called".
    private static void Fact(in Clause clause, Match it, List<StandingStatement> found)
    {
        var what = it.Groups["what"];
        if (it.Groups["age"].Success) Add(clause, Relation(it), "age", found);
        else if (it.Groups["allergy"].Success) Add(clause, Relation(it), "allergy", found);
        else if (it.Groups["diet"].Success) Add(clause, Relation(it), "diet", found);
        else if (it.Groups["birthday"].Success) Add(clause, Relation(it), "birthday", found);
        else if (it.Groups["lives"].Success) Add(clause, Relation(it), "home", found);
        else if (what.Success && it.Groups["a"].Success && Occupations.IsEnglish(what.ValueSpan)) Add(clause, Relation(it), "job", found);
        else if (what.Success && !it.Groups["a"].Success && clause.IsCapital(what) && Name().IsMatch(what.ValueSpan)) Add(clause, Relation(it), "", found);
    }

    private static string Relation(Match match) => match.Groups["relation"].Value;

    private static void Add(in Clause clause, string relation, string fact, List<StandingStatement> found)
    {
        var family = Animal().IsMatch(relation) ? "pet" : "family";
        var subject = Subjects.Of(family, Child().IsMatch(relation) ? "child" : relation);
        EnglishProfile.Add(fact.Length == 0 ? subject : $"{subject}:{fact}", clause, found);
    }

    private const string People =
        @"(?:(?:oldest|eldest|youngest|younger|older|elder|middle|first|second|twin|late|little|big|ex-?) ?)?(?:daughters?|sons?|kids?|children|child|bab(?:y|ies)|wife|husband|partner|girlfriend|boyfriend|fiancée?|spouse|mother|mum|mom|father|dad|" +
        @"parents|brothers?|sisters?|siblings|grandmother|grandfather|grandma|grandpa|grandsons?|granddaughters?|grandchild(?:ren)?|uncle|aunt|cousin|nephews?|nieces?|twins|mother-in-law|father-in-law|stepson|stepdaughter|boss|best friend)";

    private const string Animals = @"(?:dogs?|cats?|pupp(?:y|ies)|kittens?|horses?|rabbits?|hamsters?|parrots?|goldfish|tortoise|hens|chickens|ponies|pony|guinea pigs?)";

    private const string Name1 = @"[\p{L}'-]+";

    [GeneratedRegex(@"^(?:my|our) (?<relation>" + People + "|" + Animals + @")(?:(?:'s|s') names? (?:is|are)| (?:is|are) (?:called|named)|, (?:called|named)) (?!after\b|for\b|in\b)" + Name1 + @"(?:(?:,? and |, | )" + Name1 + @"){0,5}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:my|our) (?<relation>" + People + "|" + Animals + @")(?:(?<birthday>'s birthday) (?:is|'s) (?:on |in )?(?:the )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*| (?<lives>lives?) in (?!fear|hope|the past)\S.*|,? (?<what>(?!is\b)" + Name1 + @"), .*|" +
        @" (?:is|are|'s) (?:(?:also|now|already|almost|only|just|severely|both) )*(?:(?<age>\d{1,3})(?: years? old| months? old)?\s*$|(?<allergy>allergic to) .+|(?<diet>an? )?(?<diet>vegetarian|vegan|pescatarian|diabetic|lactose intolerant|autistic|dyslexic|deaf|blind)s?\s*$|(?<a>an? )?(?<what>[^?!;:]+)$))", RegexOptions.CultureInvariant)]
    private static partial Regex Is();

    [GeneratedRegex(@"^(?:(?:i|we)(?: also| now| already| only)? have(?: got)?|(?:i've|we've)(?: also| now)? got) (?:an?|one|two|three|four|five|six|seven|no|\d{1,2}|several|twin)(?: (?:\d+[- ]year[- ]old|small|young|little|older|younger|big|grown-?up|adult|adopted|beautiful|teenage|black|old|new|twin|rescue))* (?<relation>" + People + "|" + Animals +
        @")(?! (?:named|called)? ?(?:who|that) (?:is|are) (?:ill|sick)| (?:appointment|meeting|show|food|seat|allergy|problem|question|free|friendly|care|sitter|emergency))(?:,? (?:named|called|who|and|of|in|aged|with|from|at|ages|now|too|together|that|both|under)\b.*|,.*| \(.*|: .*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Has();

    [GeneratedRegex(@"^(?:i'm|i am|we're|we are|i've been) (?:(?:now|also|happily|newly|recently|still|no longer|not) )*(?:married|divorced|widowed|a widow(?:er)?|single|engaged(?= to)|separated|in a relationship)(?: (?:to|with|for|since|and|now|from my)\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Marital();

    [GeneratedRegex(@"^" + Name1 + "(?: (?:and )?" + Name1 + @"){0,2}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^" + Animals + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Animal();

    [GeneratedRegex(@"^(?:.* )?(?:kids?|child|children|bab(?:y|ies)|twins)$", RegexOptions.CultureInvariant)]
    private static partial Regex Child();
}
