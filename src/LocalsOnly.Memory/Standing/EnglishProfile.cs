using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// Who somebody is, in English. "I am" is followed by a state far more often than by a fact, so only what is known to last is taken: an age, an allergy, a
/// diet, an occupation, a condition. What is said of the family is in <see cref="EnglishFamily"/>.
/// </summary>
internal static partial class EnglishProfile
{
    /// <summary>Adds what the beginning of the clause says; a list of allergies is several statements.</summary>
    /// <returns>Whether it said something.</returns>
    public static bool Find(in Clause clause, List<StandingStatement> found)
    {
        var before = found.Count;
        switch (clause.Own[clause.Start])
        {
            case 'm':
                My(clause, found);
                break;
            case 'a' when clause.Match(AsA()) is { Success: true } role && Occupations.IsEnglish(role.Groups["what"].ValueSpan) &&
                !Story().Match(clause.Own, clause.End, clause.SentenceEnd - clause.End).Success:
                Add(Subjects.Job, clause, found);
                break;
            default:
                if (clause.Match(Being()).Success) Am(clause, found);
                if (found.Count == before) Doing(clause, found);
                break;
        }
        return found.Count > before || EnglishFamily.Find(clause, found);
    }

    private static void My(in Clause clause, List<StandingStatement> found)
    {
        if (clause.Match(MyName()) is { Success: true } name && IsName(name.Groups["name"].ValueSpan))
            Add(name.Groups["part"].ValueSpan.Trim() is "first" or "last" ? $"{Subjects.Name}:{name.Groups["part"].Value.Trim()}" : Subjects.Name, clause, found);
        else if (clause.Match(Speaks()) is { Success: true } speaks) Speaking(clause, speaks, found);
        else if (clause.Match(Has()) is { Success: true } has) Add(Attribute(has.Groups["attribute"].ValueSpan), clause, found);
    }

    // What "I am" may be followed by.
    private static void Am(in Clause clause, List<StandingStatement> found)
    {
        if (clause.Match(Allergy()) is { Success: true } allergy) Allergies(clause, allergy, found);
        else if (clause.Match(Diet()) is { Success: true } diet) Add(Subjects.Diet, clause, found, diet.Groups["diet"].Value, diet.Groups["ends"].Success);
        else if (clause.Match(Age()) is { Success: true } age && age.Groups["age"].ValueSpan is not ("100" or "101")) Add(Subjects.Age, clause, found);
        else if (clause.Match(Lives()) is { Success: true } lives) Home(clause, lives, found);
        else if (clause.Match(From()) is { Success: true } from && clause.IsCapital(from.Groups["where"])) Add(Subjects.Origin, clause, found);
        else if (clause.Match(Retired()) is { Success: true }) Add(Subjects.Job, clause, found);
        else if (clause.Match(Is()) is { Success: true } job && Occupations.IsEnglish(job.Groups["what"].ValueSpan)) Add(Subjects.Job, clause, found, ends: job.Groups["ends"].Success);
        else if (clause.Match(Health()) is { Success: true } health) Add(Subjects.Of("health", health.Groups["what"].Value), clause, found, ends: health.Groups["ends"].Success);
        else if (clause.Match(Nationality()) is { Success: true }) Add("nationality", clause, found);
        else if (clause.Match(Speaks()) is { Success: true } speaks) Speaking(clause, speaks, found);
    }

    // What "I" is followed by, and "we" where it is about a home.
    private static void Doing(in Clause clause, List<StandingStatement> found)
    {
        if (clause.Match(Lives()) is { Success: true } lives) Home(clause, lives, found);
        else if (clause.Match(Moved()) is { Success: true } moved && clause.IsCapital(moved.Groups["where"])) Add(Subjects.Home, clause, found);
        else if (clause.Match(From()) is { Success: true } from && clause.IsCapital(from.Groups["where"])) Add(Subjects.Origin, clause, found);
        else if (clause.Match(Works()) is { Success: true } works) Work(clause, works, found);
        else if (clause.Match(Allergy()) is { Success: true } allergy) Allergies(clause, allergy, found);
        else if (clause.Match(Health()) is { Success: true } health) Add(Subjects.Of("health", health.Groups["what"].Value), clause, found);
        else if (clause.Match(Eats()) is { Success: true } eats) Add(Subjects.Of("eats", eats.Groups["what"].Value), clause, found);
        else if (clause.Match(Speaks()) is { Success: true } speaks) Speaking(clause, speaks, found);
        else if (clause.Match(Drives()) is { Success: true }) Add("car", clause, found);
    }

    private static string Attribute(ReadOnlySpan<char> attribute) => attribute switch
    {
        "time zone" => "timezone",
        "profession" or "occupation" => Subjects.Job,
        "company" => Subjects.Employer,
        "date of birth" => Subjects.Birthday,
        "hometown" or "home town" => Subjects.Origin,
        "home address" => "address",
        "hobbies" => "hobby",
        "e-mail" or "email address" or "e-mail address" => "email",
        _ => attribute.ToString().Replace(' ', '-'),
    };

    /// <summary>Adds a profile statement in the words of the clause.</summary>
    public static void Add(string subject, in Clause clause, List<StandingStatement> found, string? value = null, bool ends = false) =>
        found.Add(clause.Say(StandingKind.Profile, subject.EndsWith(":general", StringComparison.Ordinal) ? subject[..^8] : subject, 1) with { Value = value, Ends = ends });

    private static void Allergies(in Clause clause, Match allergy, List<StandingStatement> found)
    {
        foreach (var part in Conjunction().Split(allergy.Groups["what"].Value))
            if (part.Trim() is { Length: > 1 } thing) Add(Subjects.Of("allergy", thing), clause, found, ends: allergy.Groups["ends"].Success);
    }

    // "In a small flat" says how, not where.
    private static void Home(in Clause clause, Match lives, List<StandingStatement> found) =>
        Add(lives.Groups["a"].Success && !lives.Groups["where"].ValueSpan.Contains(" called ", StringComparison.Ordinal) ? "dwelling" : Subjects.Home, clause, found, ends: lives.Groups["ends"].Success);

    private static void Work(in Clause clause, Match works, List<StandingStatement> found)
    {
        var ends = works.Groups["ends"].Success;
        if (works.Groups["quit"].Success)
        {
            Add(Subjects.Job, clause, found, ends: true);
            Add(Subjects.Employer, clause, found, ends: true);
        }
        else Add(works.Groups["as"].Success ? Subjects.Job : works.Groups["for"].Success ? Subjects.Employer : "work", clause, found, ends: ends);
    }

    private static void Speaking(in Clause clause, Match speaks, List<StandingStatement> found)
    {
        foreach (Capture language in speaks.Groups["language"].Captures) Add($"speaks:{Languages.Name(language.Value)}", clause, found);
    }

    private static bool IsName(ReadOnlySpan<char> name) => name is not ("not" or "the" or "on" or "in" or "misspelled" or "wrong" or "spelled" or "missing" or "a" or "still");

    [GeneratedRegex("^" + Be, RegexOptions.CultureInvariant)]
    private static partial Regex Being();

    private const string Be = @"(?:i'm|i am|im|i've been|i have been)";
    private const string How = @"(?:(?:also|still|now|currently|actually|both|really|very|quite|severely|highly|deathly|mildly|slightly|strictly|mostly|just|already|only|almost|a|an|strict|lifelong|by profession|unfortunately|proud|recently|newly|happily) )*";
    private const string No = @"(?<ends>not |no longer |not .*(?=any ?more))?";

    [GeneratedRegex(@"^my (?<part>full |first |last |real )?name(?: is|'s) (?<name>[\p{L}'.-]+)(?: [\p{L}'.-]+){0,3}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex MyName();

    [GeneratedRegex(@"^(?:" + Be + " " + How + @"(?<ends>not |no longer )?" + How + @"allergic to (?!this|that|your|the idea|work\b|mornings|meetings|commitment|nonsense|bullshit)(?<what>[^?!;]+?)(?:,? (?:any ?more|but|so)\b.*)?|" +
        @"(?:i have|i've got|i suffer from) (?:an? )?(?:severe |bad |mild |serious |slight |strong )?(?<what>[\p{L} -]{2,30}?) allerg(?:y|ies)|" + Be + " " + How + @"(?<what>lactose|gluten|fructose|histamine)[- ]intolerant)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Allergy();

    [GeneratedRegex(@"^" + Be + " " + How + @"(?<ends>not |no longer )?" + How + @"(?<diet>vegetarian|vegan|pescatarian|pescetarian|flexitarian|veggie|halal|kosher|gluten[- ]free|teetotal(?:ler|er)?|on a (?:keto|ketogenic|low[- ]carb|gluten[- ]free|low[- ]salt|fodmap) diet)(?! (?:curious|recipe|restaurant|chef|cook))\b", RegexOptions.CultureInvariant)]
    private static partial Regex Diet();

    [GeneratedRegex(@"^" + Be + @" (?:now |already |almost |nearly |only |just )?(?:(?:aged )?(?<age>[1-9]\d|1[01]\d)(?: years? old| years of age| yo| y\.?o\.?)?|turning (?<age>[1-9]\d)(?: .*)?)\s*(?:years old)?,?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Age();

    [GeneratedRegex(@"^(?:(?:i|we)(?:'ve)? (?:have )?(?:(?:now|currently|still|also|actually|mostly) )*(?<ends>no longer |don't |do not )?(?:live|lived(?<=(?:have|'ve) lived)|reside)|" + Be + " " + How + @"(?:based|living|located)) (?:just |right |not far |somewhere )*" +
        @"(?:in|at|near|on|outside(?: of)?|close to|north of|south of|east of|west of|by) (?!fear\b|hope\b|harmony\b|peace\b|denial\b|the moment|constant|a world|an? (?:age|era|society|time|dream|bubble|simulation)|my (?:head|own|car)|their|one'?s?\b|it\b|this\b|that\b)" +
        @"(?<a>an? |my |our )?(?<where>[\p{L}][^?!]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Lives();

    [GeneratedRegex(@"^(?:i|we)(?:'ve| have|'re| are)?(?: just| recently| now)? (?:moved|relocated|moving) (?:back |house |permanently |over )?(?:from [\p{L} -]+ )?to (?!linux|python|windows|mac|ubuntu|rust|go\b|java|kotlin|typescript|react|vue|svelte|git|aws|azure|gcp|kubernetes|docker|postgres|mysql|" +
        @"version|visual|vs |chrome|firefox|android|ios|net\b|plan|step|phase|chapter|question|part)(?<where>[\p{L}][^?!,]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Moved();

    [GeneratedRegex(@"^(?:" + Be + @" (?:originally |actually )*from|i was born(?: and raised)? in|i grew up in|i come from) (?<where>[\p{L}][\p{L} ,'-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(@"^(?:i(?:'ve| have)? (?:(?:currently|now|still|also|mostly|mainly|usually|been) )*(?<ends>no longer |don't |do not )?work(?:ed(?<=(?:have|'ve) worked)|ing(?<=been working))? (?:(?<as>(?:part[- ]time |full[- ]time )?as (?:an?|the|head|chief) )|(?<for>(?:part[- ]time |full[- ]time )?(?:at|for) (?!it\b|this\b|that\b|least|the moment|hours|now\b|me\b|home\b|night\b|all\b|weeks|days|months|years|free\b|money|you\b|once|\d))|" +
        @"(?:in (?!python|java|c#|rust|the (?:morning|evening|garden)|a (?:hurry|team)|this|that|sql|excel|my\b|[\p{L}]+(?:script|lang)\b)[\p{L} ]+$|(?:night shifts?|nights|shifts|part[- ]time|full[- ]time|remotely|from home|weekends|irregular hours|three days|four days)\b)).*|" +
        @"(?:i(?:'ve| have)?(?: just| recently)? (?<quit>quit|left|lost|resigned from) my (?:old )?job\b.*)|i(?:'m| am) employed (?:(?<as>as )|(?<for>at |by )).+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Works();

    [GeneratedRegex(@"^" + Be + " " + How + @"(?:retired|unemployed|self-employed|freelance|freelancing|studying (?<what>[\p{L} ]+)|on disability|a stay-at-home (?:mum|mom|dad|parent|mother|father))(?: (?:now|since|for|as|from)\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Retired();

    [GeneratedRegex(@"^(?:(?:i'm|i am|im|i've been|i have been) (?:(?:also|still|now|currently|actually|just) )*(?<ends>no longer )?(?:an?|the) )(?<what>[^?!;:]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Is();

    [GeneratedRegex(@"^as an? (?<what>[^,?!;:]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex AsA();

    // "As a teacher, I want to see all grades" is a user story.
    [GeneratedRegex(@"^,? ?i (?:want|need|can|should|would|must|shall)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Story();

    private const string Condition =
        @"(?:(?:type (?:1|2|one|two) )?diabet(?:es|ic)|asthma(?:tic)?|adhd|add|autis(?:m|tic)|epilep(?:sy|tic)|arthritis|coeliac(?: disease)?|celiac(?: disease)?|crohn's(?: disease)?|high blood pressure|hypertension|migraines?|chronic [\p{L}]+|" +
        @"dyslexi(?:a|c)|dyscalculia|tinnitus|insomnia|eczema|psoriasis|ibs|multiple sclerosis|fibromyalgia|a heart condition|a pacemaker|colou?r[- ]?blind|left[- ]handed|deaf|blind|hard of hearing|visually impaired|lactose intolerance|" +
        @"hay fever|sleep apn(?:o?)ea|osteoporosis|a wheelchair user|pregnant)";

    [GeneratedRegex(@"^(?:" + Be + " " + How + @"(?<ends>no longer )?" + How + @"|i (?:also |still )?(?:have|suffer from|live with|was diagnosed with)|i've (?:got|been diagnosed with)) ?(?:mild |severe |slightly |partially |a form of )*(?<what>" + Condition + @")\b(?! (?:cat|dog|friend|son|daughter))", RegexOptions.CultureInvariant)]
    private static partial Regex Health();

    [GeneratedRegex(@"^i (?:also |really |personally )*(?:don't|do not|never|can't|cannot|no longer) (?:eat|drink|consume|smoke)(?: any)?(?<what>(?<=smoke)| (?!it\b|this|that|them|much\b|out\b|enough|well\b|now\b|here\b|anything|when|breakfast today|before|after|so\b|more)[\p{L}][^?!;:,]*?)(?: any ?more| at all| or\b.*| because\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Eats();

    [GeneratedRegex(@"^" + Be + " " + How + @"(?:dutch|belgian|flemish|german|french|british|english|scottish|welsh|irish|american|canadian|australian|spanish|italian|portuguese|swiss|austrian|polish|swedish|danish|norwegian|finnish|turkish|moroccan|indian|pakistani|chinese|japanese|korean|brazilian|" +
        @"mexican|argentinian|ukrainian|russian|romanian|greek|hungarian|czech|nigerian|south african|a new zealander)(?: (?:citizen|national|by birth))?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Nationality();

    private const string OneLanguage = @"(?:(?:a (?:little|bit of)|some|fluent|basic|good|native) )?(?<language>" + Languages.Pattern + ")";

    [GeneratedRegex(@"^(?:i (?:can |also |only )?speak|" + Be + @" fluent in|" + Be + @" a native(?= [\p{L}]+ speaker)|my (?:native|first|mother) (?:language|tongue) is) " + OneLanguage + @"(?:(?:,? and |, )" + OneLanguage + @")*(?: (?:speaker|fluently|at home|well)| as well| too)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Speaks();

    [GeneratedRegex(@"^my (?<attribute>time ?zone|birthday|date of birth|profession|occupation|job|nationality|shoe size|height|weight|blood type|star sign|home ?town|home address|address|postcode|zip code|employer|company|religion|pronouns|hobby|hobbies|hobbies|e-?mail(?: address)?|phone number|school|university|car|bike) (?:is|are) " +
        @"(?!not\b|too\b|so\b|very\b|broken|in the\b|at the\b|being|getting|asking|on (?:fire|sale|hold|the)|down\b|up\b|out\b|missing|wrong|killing|stressful|boring|hard\b|great\b|fine\b|to\b|already|still\b|the (?:one|same)|closed|open\b|slow|old\b|dirty|making|dead)\S", RegexOptions.CultureInvariant)]
    private static partial Regex Has();

    [GeneratedRegex(@"^i (?:drive|own) (?:an? )(?!lot|hard|bit|better|good|nail|wedge)(?:[\p{L}\d-]+ ?){1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Drives();

    [GeneratedRegex(@",\s*(?:and |or )?| and | or | & ", RegexOptions.CultureInvariant)]
    private static partial Regex Conjunction();
}
