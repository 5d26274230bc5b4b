using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>What somebody likes, in English. "I like it", "I prefer the first option" and "I love you" say nothing that holds longer than the conversation.</summary>
internal static partial class EnglishPreferences
{
    /// <summary>The statement at the beginning of the clause; null for none.</summary>
    public static StandingStatement? Find(in Clause clause)
    {
        if (clause.Match(Prefer()) is { Success: true } prefer)
        {
            var over = prefer.Groups["over"];
            return clause.Say(StandingKind.Preference, Subjects.Prefers(prefer.Groups["what"].Value, over.Success ? over.Value : null), 0.5);
        }
        if (clause.Match(Favourite()) is { Success: true } favourite) return clause.Say(StandingKind.Preference, Subjects.Of("favourite", favourite.Groups["what"].Value), 0.5);
        if (clause.Match(Instead()) is { Success: true } instead)
            return clause.Say(StandingKind.Preference, Subjects.Prefers(instead.Groups["what"].Value, instead.Groups["over"].Value), 0.5);
        if (clause.Match(Like()) is { Success: true } like && !Somebodys().IsMatch(like.Groups["what"].ValueSpan))
        {
            // What follows "but" and "so" is of the conversation: "I do like nature, so that might be fun".
            var own = like.Groups["cut"].Success ? clause with { End = like.Groups["cut"].Index } : clause;
            return own.Say(StandingKind.Preference, Subjects.Of("likes", like.Groups["what"].Value), 0.5) with { Ends = like.Groups["ends"].Success };
        }
        return null;
    }

    private const string AtHand =
        @"(?!(?:it|this|that|these|those|them|him|her|you|your|yours|what|how|where|when|who|me|myself|so|both|either|neither|option|version|number|one|to (?:know|say|ask|bother|break|admit|think|see|be honest|thank|hear|get an?|" +
        @"have (?:an?|it|this)|use (?:it|this)|do (?:it|this|that))|not to say|if|and|or|the (?!sea\b|sun\b|mountains?\b|outdoors\b|theatre\b|theater\b|opera\b|beach\b|cinema\b|rain\b|snow\b|heat\b|cold\b|winter\b|summer\b|autumn\b|smell of|taste of|sound of|countryside\b|" +
        @"forest\b|city\b|colou?r\b|aisle\b|window\b|train\b|bus\b|metric\b|night\b|morning\b|evening\b))\b)";

    // "I love watching them", "I like their work", "I love making this": of the moment, or of somebody else.
    [GeneratedRegex(@"\b(?:it|its|them|their|theirs|they|his|her|hers|him|this|these|those|your|yours|you|one)\b|^(?:to|the way|not)$", RegexOptions.CultureInvariant)]
    private static partial Regex Somebodys();

    private const string How = @"(?:(?:generally|usually|normally|always|much|strongly|really|still|absolutely|also|just|do|particularly|especially|truly|personally|definitely|mostly|rather|quite|kind of|tend to) )*";

    [GeneratedRegex(@"^i " + How + @"prefer " + AtHand + @"(?<what>(?:not )?(?:to )?[^,?!;]+?)(?: (?:to|over|rather than|instead of|more than|above|than) (?<over>(?!be\b|have\b|do\b|go\b|travel\b|work\b|use\b|see\b|read\b)[^,?!;]+?))?(?: (?:any ?more|because|since|when|as)\b[^?]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefer();

    [GeneratedRegex(@"^my (?:all-time )?favou?rite (?!one\b)(?<what>[\p{L}' -]{2,30}?) (?:is|are|has always been|have always been|remains) (?!not\b|this\b|that\b|the (?:first|second|third|last)\b|so\b|out\b|missing\b|probably the (?:first|second)\b)\S", RegexOptions.CultureInvariant)]
    private static partial Regex Favourite();

    // "Use X instead of Y" is most often about the code at hand; "I use" is a habit.
    [GeneratedRegex(@"^i " + How + @"(?:use|drink|eat|take|write|buy|choose|read|wear|drive|travel by|cook with|work with|go for) " + AtHand + @"(?<what>[^,?!;]+?) (?:rather than|instead of|over|not) (?!this\b|that\b|the\b|it\b)(?<over>[^,?!;]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Instead();

    [GeneratedRegex(@"^(?:i " + How + @"(?:like|love|enjoy|adore|hate|dislike|detest|loathe|can't stand|cannot stand|can't bear|don't (?:really |particularly |much )?(?:like|enjoy|care for)|do not (?:like|enjoy)|(?<ends>no longer (?:like|love|enjoy)))|" +
        @"(?:i'm|i am|im) " + How + @"(?:not )?(?:an? (?:big |huge |great |real )?(?:fan|lover) of|not (?:much|really) of a fan of|fond of|keen on|(?:really )?into|crazy about|passionate about)) " + AtHand +
        @"(?<what>[^,?!;:]+?)(?<ends>,? (?:any ?more|any longer))?(?:(?<cut>,? (?:but|so)\b[^?]*)|(?: because| since| when|,? especially|,? particularly|,? mainly|,? mostly| very much| a lot| the most| more than anything)\b[^?]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Like();
}
