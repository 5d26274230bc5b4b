using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>Who somebody is, in French: name, home, age, work, diet, allergies, languages and family. States ("je suis fatigué") pass.</summary>
internal static partial class FrenchProfile
{
    /// <summary>Adds what the beginning of the clause says.</summary>
    public static void Find(in Clause clause, List<StandingStatement> found)
    {
        var before = found.Count;
        if (clause.Match(Name()).Success) EnglishProfile.Add(Subjects.Name, clause, found);
        else if (clause.Match(Lives()) is { Success: true } lives) EnglishProfile.Add(lives.Groups["a"].Success ? "dwelling" : Subjects.Home, clause, found, ends: lives.Groups["ends"].Success);
        else if (clause.Match(Origin()).Success) EnglishProfile.Add(Subjects.Origin, clause, found);
        else if (clause.Match(Age()).Success) EnglishProfile.Add(Subjects.Age, clause, found);
        else if (clause.Match(Allergy()) is { Success: true } allergy) Allergies(clause, allergy, found);
        else if (clause.Match(Diet()) is { Success: true } diet) EnglishProfile.Add(Subjects.Diet, clause, found, Root(diet.Groups["diet"].Value), diet.Groups["ends"].Success);
        else if (clause.Match(Works()) is { Success: true } works)
            EnglishProfile.Add(works.Groups["as"].Success ? Subjects.Job : works.Groups["for"].Success ? Subjects.Employer : "work", clause, found, ends: works.Groups["ends"].Success);
        else if (clause.Match(Is()) is { Success: true } job && Occupations.IsFrench(job.Groups["what"].ValueSpan)) EnglishProfile.Add(Subjects.Job, clause, found, ends: job.Groups["ends"].Success);
        else if (clause.Match(Health()) is { Success: true } health) EnglishProfile.Add(Subjects.Of("health", Root(health.Groups["what"].Value)), clause, found);
        else if (clause.Match(Eats()) is { Success: true } eats) EnglishProfile.Add(Subjects.Of("eats", eats.Groups["what"].Value), clause, found);
        else if (clause.Match(Marital()).Success) EnglishProfile.Add(Subjects.Marital, clause, found);
        else if (clause.Match(Nationality()).Success) EnglishProfile.Add("nationality", clause, found);
        else if (clause.Match(Speaks()) is { Success: true } speaks) Speaking(clause, speaks, found);
        else if (clause.Match(Birthday()).Success) EnglishProfile.Add(Subjects.Birthday, clause, found);
        else Family(clause, found);
        for (var i = before; i < found.Count; i++) found[i] = found[i] with { Language = "fr" };
    }

    private static void Allergies(in Clause clause, Match allergy, List<StandingStatement> found)
    {
        foreach (var part in Conjunction().Split(allergy.Groups["what"].Value))
            if (part.Trim() is { Length: > 1 } thing) EnglishProfile.Add(Subjects.Of("allergy", thing), clause, found, ends: allergy.Groups["ends"].Success);
    }

    private static void Speaking(in Clause clause, Match speaks, List<StandingStatement> found)
    {
        foreach (Capture language in speaks.Groups["language"].Captures) EnglishProfile.Add($"speaks:{Languages.Name(language.Value)}", clause, found);
    }

    private static void Family(in Clause clause, List<StandingStatement> found)
    {
        var match = clause.Match(Has());
        if (!match.Success) match = clause.Match(Named());
        if (!match.Success) match = clause.Match(IsNamed()) is { Success: true } named && clause.IsCapital(named.Groups["name"]) ? named : Match.Empty;
        var fact = "";
        if (!match.Success && clause.Match(IsAged()) is { Success: true } aged) (match, fact) = (aged, ":age");
        if (!match.Success && clause.Match(HasAllergy()) is { Success: true } allergy) (match, fact) = (allergy, ":allergy");
        if (!match.Success && clause.Match(HasJob()) is { Success: true } job && Occupations.IsFrench(job.Groups["what"].ValueSpan)) (match, fact) = (job, ":job");
        if (!match.Success) return;
        var relation = match.Groups["relation"].Value;
        var english = s_relations.GetValueOrDefault(relation.TrimEnd('s'), relation);
        EnglishProfile.Add($"{(Animal().IsMatch(relation) ? "pet" : "family")}:{english}{fact}", clause, found);
    }

    // The slots have English names, so that both languages of a person fill the same ones.
    private static readonly Dictionary<string, string> s_relations = new(StringComparer.Ordinal)
    {
        ["fille"] = "daughter",
        ["fil"] = "son",
        ["enfant"] = "child",
        ["mari"] = "husband",
        ["femme"] = "wife",
        ["mère"] = "mother",
        ["père"] = "father",
        ["frère"] = "brother",
        ["sœur"] = "sister",
        ["soeur"] = "sister",
        ["compagnon"] = "partner",
        ["compagne"] = "partner",
        ["chien"] = "dog",
        ["chienne"] = "dog",
        ["chat"] = "cat",
        ["chatte"] = "cat",
        ["cheval"] = "hors",
        ["lapin"] = "rabbit",
    };

    // "Végétarienne" and "vegetarian" end and begin the same diet.
    private static string Root(string matched) => matched switch
    {
        _ when matched.StartsWith("végétar", StringComparison.Ordinal) => "vegetarian",
        _ when matched.StartsWith("végan", StringComparison.Ordinal) || matched.StartsWith("végétal", StringComparison.Ordinal) || matched.StartsWith("vegan", StringComparison.Ordinal) => "vegan",
        _ when matched.StartsWith("diab", StringComparison.Ordinal) => "diabetes",
        _ when matched.StartsWith("asthm", StringComparison.Ordinal) => "asthma",
        _ => matched,
    };

    private const string How = @"(?:(?:aussi|toujours|actuellement|maintenant|également|strictement|très|une?|devenue?) )*";

    private const string People = @"(?:(?:petite?s? |grande?s? |beau-|belle-)?(?:fille|fils|enfant|mari|femme|mère|père|frère|sœur|soeur|compagnon|compagne|conjointe?|bébé|neveu|nièce)s?)";

    private const string Animals = @"(?:chien(?:ne)?|chat(?:te)?|cheval|lapin|chaton|chiot|hamster|perroquet|poule)s?";

    private const string Number = @"(?:une?|deux|trois|quatre|cinq|six|sept|\d{1,2}|des)";

    [GeneratedRegex(@"^(?:je m'appelle|mon (?:pré)?nom (?:est|c'est)|moi c'est) (?:\p{L}[\p{L}'.-]*)(?: \p{L}[\p{L}'.-]*){0,2}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?:(?:j'habite|je vis|nous habitons|nous vivons|on habite|je réside|(?<ends>je n'habite plus|je ne vis plus))(?: (?:maintenant|toujours|actuellement|depuis \S+ \S+))*|j'ai (?:récemment )?(?:déménagé|emménagé)|(?:je viens|nous venons) (?:de déménager|d'emménager)|nous avons (?:déménagé|emménagé)) " +
        @"(?:à|au|aux|en|dans|près de|près d'|chez|du côté de) ?(?!peur\b|paix\b|l'espoir|le (?:doute|passé|stress)|colocation|couple|ce\b|cette\b|mes\b|ma tête)(?<a>une? )?\p{L}[^?!]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Lives();

    [GeneratedRegex(@"^(?:je suis (?:née? (?:à|en|au)|originaire (?:de|d'|du))|je viens (?:de |d'|du )(?!\p{L}+(?:er|ir|re)\b)(?=\p{L}+\s*$)) ?\p{L}", RegexOptions.CultureInvariant)]
    private static partial Regex Origin();

    [GeneratedRegex(@"^j'ai (?:bientôt |presque |maintenant )?(?:[1-9]\d|1[01]\d) ans\s*(?:,|et\b|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Age();

    [GeneratedRegex(@"^(?:je (?<ends>ne )?suis (?:pas |plus )?" + How + @"allergique (?:à la |à l'|à |au |aux )(?!ça|cela|ce\b|l'idée|les? (?:lundis?|réunions))(?<what>[^?!;:]+)|j'ai une allergie (?:à la |à l'|à |au |aux )(?<what>[^?!;:]+)|je (?<ends>ne )?suis (?:plus )?" + How + @"intolérante? (?:à la |à l'|à |au |aux )(?<what>[^?!;:]+))$", RegexOptions.CultureInvariant)]
    private static partial Regex Allergy();

    [GeneratedRegex(@"^je (?:(?<ends>ne )?suis (?:plus |pas )?)" + How + @"(?<diet>végétarien(?:ne)?|végétalien(?:ne)?|végane?|vegan|pescétarien(?:ne)?|flexitarien(?:ne)?|halal|casher)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Diet();

    [GeneratedRegex(@"^je (?<ends>ne )?travaille (?:plus )?(?:(?:maintenant|actuellement|toujours|à (?:mi-temps|temps partiel|plein temps)) )*(?:(?<as>comme|en tant que?|en tant qu') ?|(?<for>chez|pour (?!moi\b|ça|cela|gagner|l'instant|le moment)|à la|au sein|dans (?:une?|la|le|l')) ?|(?:de nuit|à mi-temps|à temps partiel|à domicile|en télétravail|de la maison)\b)[^?!;:]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Works();

    [GeneratedRegex(@"^je (?<ends>ne )?suis (?:plus )?" + How + @"(?<what>[\p{L}-]+(?: [^?!;:]*)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Is();

    [GeneratedRegex(@"^(?:je suis|j'ai|je souffre (?:de|d')|j'ai (?:de |d')?l'|je fais (?:de |d')l') ?(?:(?:un |une |du |de la |le |la |des |de |d'|l'))?(?<what>diabétique|diabète(?: de type [12])?|asthmatique|asthme|épilepti(?:que|sie)|arthrose|hypertension|migraines chroniques|dyslexique|daltonien(?:ne)?|gauch(?:er|ère)|sourde?|aveugle|malentendante?|malvoyante?|cœliaque|autiste|enceinte|tdah)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Health();

    [GeneratedRegex(@"^je (?:ne |n')(?:mange|bois|consomme|fume)(?<what>(?<=fume)| ) ?(?:pas|jamais|plus)(?<what> (?:de |d'|du )(?!tout)[^?!;:,]+|(?<=fume (?:pas|plus|jamais))|(?<=bois (?:pas|plus|jamais)))\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Eats();

    [GeneratedRegex(@"^(?:je suis|nous sommes) " + How + @"(?:mariée?s?|divorcée?|célibataire|veuve?|veuf|pacsée?s?|fiancée?s?|séparée?)(?: (?:à|avec|depuis|et)\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Marital();

    [GeneratedRegex(@"^je suis " + How + @"(?:français|belge|suisse|canadien|québécois|luxembourgeois|néerlandais|allemand|italien|espagnol|portugais|marocain|algérien|tunisien|sénégalais|anglais|américain|polonais)(?:e|ne)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Nationality();

    private const string OneLanguage = @"(?:(?:un peu |couramment )?(?:le |l'|d'|de )?(?<language>" + Languages.Pattern + "))";

    [GeneratedRegex(@"^(?:je parle|ma langue maternelle est|je suis bilingue) (?:couramment |aussi )?" + OneLanguage + @"(?:(?:, | et |,? ainsi que )" + OneLanguage + @")*(?: couramment| à la maison)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Speaks();

    [GeneratedRegex(@"^(?:mon anniversaire (?:est|c'est|tombe) |ma date de naissance est )le \d", RegexOptions.CultureInvariant)]
    private static partial Regex Birthday();

    [GeneratedRegex(@"^(?:j'ai|nous avons|on a) " + Number + @" (?:(?:petite?s?|grande?s?|jeunes?|vieux|vieille) )*(?<relation>" + People + "|" + Animals + @")(?:,.*| (?:de|âgée?s?|qui|et|nommée?|appelée?)\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Has();

    [GeneratedRegex(@"^(?:mon|ma|mes|notre|nos) (?<relation>" + People + "|" + Animals + @") s'appelle(?:nt)? \p{L}[^?!;:]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:mon|ma) (?<relation>" + People + "|" + Animals + @") (?:est|c'est) (?<name>\p{L}[\p{L}'-]+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex IsNamed();

    [GeneratedRegex(@"^(?:mon|ma) (?<relation>" + People + "|" + Animals + @") a (?:maintenant |bientôt )?\d{1,3} (?:ans|mois)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex IsAged();

    [GeneratedRegex(@"^(?:mon|ma) (?<relation>" + People + @") est allergique (?:à|au|aux) ", RegexOptions.CultureInvariant)]
    private static partial Regex HasAllergy();

    [GeneratedRegex(@"^(?:mon|ma) (?<relation>" + People + @") est (?<what>[\p{L}-]+(?: [^?!;:]*)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex HasJob();

    [GeneratedRegex(@"^" + Animals + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Animal();

    [GeneratedRegex(@",\s*(?:et )?(?:à la |à l'|à |au |aux )?| (?:et|ou) (?:à la |à l'|à |au |aux )?", RegexOptions.CultureInvariant)]
    private static partial Regex Conjunction();
}
