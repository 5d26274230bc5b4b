using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>Standing wishes and tastes in French; who somebody is stands in <see cref="FrenchProfile"/>. The same care as in English: an order needs a verb that an answer can obey.</summary>
internal static partial class FrenchRules
{
    /// <summary>Adds what the beginning of the clause says, and returns whether it said something.</summary>
    public static bool Find(in Clause clause, List<StandingStatement> found)
    {
        var before = found.Count;
        if (Instruction(clause) is { } instruction) found.Add(instruction with { Language = "fr" });
        else if (Preference(clause) is { } preference) found.Add(preference with { Language = "fr" });
        else FrenchProfile.Find(clause, found);
        return found.Count > before;
    }

    private static StandingStatement? Instruction(in Clause clause)
    {
        if (clause.Match(CallMe()) is { Success: true } call)
            return clause.Say(StandingKind.Instruction, Subjects.Called, 1) with { Value = call.Groups["name"].Value, Ends = call.Groups["not"].Success };
        if (clause.Match(AnswerIn()) is { Success: true } answer)
        {
            return clause.Say(StandingKind.Instruction, Subjects.AnswerLanguage, answer.Groups["strong"].Success ? 1 : 0.5) with
            {
                Value = Languages.Name(answer.Groups["language"].Value),
                Ends = answer.Groups["not"].Success,
            };
        }
        var strong = clause.MatchToSentenceEnd(WhenAsked());
        if (!strong.Success) strong = clause.MatchToSentenceEnd(Always());
        if (strong.Success) return Whole(clause, strong, 1);
        if (clause.Match(Address()) is { Success: true } address) return Whole(clause, address, 1);
        return clause.Match(DoNot()) is { Success: true } not && !Definite().Match(clause.Own, clause.Start, clause.End - clause.Start).Success ? Whole(clause, not, 0.5) : null;
    }

    private static StandingStatement? Whole(in Clause clause, Match match, double strength)
    {
        var whole = clause with { End = Math.Max(clause.End, match.Index + match.Length) };
        if (AtHand().Match(clause.Own, whole.Start, whole.End - whole.Start).Success) return null;
        return whole.Say(StandingKind.Instruction, Subjects.Instruction(clause.Own[whole.Start..whole.End]), strength);
    }

    private static StandingStatement? Preference(in Clause clause)
    {
        if (clause.Match(Prefer()) is { Success: true } prefer)
        {
            var over = prefer.Groups["over"];
            return clause.Say(StandingKind.Preference, Subjects.Prefers(prefer.Groups["what"].Value, over.Success ? over.Value : null), 0.5);
        }
        if (clause.Match(Favourite()) is { Success: true } favourite) return clause.Say(StandingKind.Preference, Subjects.Of("favourite", favourite.Groups["what"].Value), 0.5);
        return clause.Match(Like()) is { Success: true } like && !Somebodys().IsMatch(like.Groups["what"].ValueSpan)
            ? clause.Say(StandingKind.Preference, Subjects.Of("likes", like.Groups["what"].Value), 0.5) with { Ends = like.Groups["ends"].Success }
            : null;
    }

    private const string Verb =
        @"(?:répond(?:s|ez|re)|réponse|écri(?:s|vez|re)|utilise[rz]?|emploie|employez|employer|donne[rz]?|ajoute[rz]?|parle[rz]?|évite[rz]?|met(?:s|tez|tre)|cite[rz]?|appelle|appelez|appeler|explique[rz]?|commence[rz]?|termine[rz]?|fini(?:s|ssez|r)|" +
        @"fai(?:s|tes|re)|sois|soyez|être|indique[rz]?|propose[rz]?|garde[rz]?|tutoie|tutoyez|tutoyer|vouvoie|vouvoyez|vouvoyer|tradui(?:s|sez|re)|résume[rz]?|demande[rz]?|rappelle[rz]?|mentionne[rz]?|précise[rz]?|montre[rz]?|" +
        @"convertis(?:sez)?|convertir|vérifie[rz]?|signale[rz]?|recommande[rz]?|suggère|suggérez|suggérer|présente[rz]?|affiche[rz]?|dis|dites|dire|excuse[rz]?|envoie|envoyez|envoyer|prends|prenez|prendre|conseille[rz]?|limite[rz]?|adresse[rz]?)(?:-(?:moi|nous|toi|le|la|les|lui))*";

    private const string FromNow = @"(?:désormais|dorénavant|à partir de (?:maintenant|aujourd'hui)|à l'avenir|dès maintenant)";

    private const string Please = @"(?:,? (?:s'il (?:te|vous) pla[iî]t|stp|svp|merci))?";

    private const string Wish = @"(?:(?:s'il (?:te|vous) pla[iî]t|stp|svp|merci de)[, ]+|je (?:veux|voudrais|souhaite|préfère|préférerais|aimerais) que (?:tu|vous) |(?:tu|vous) (?:dois|devez|peux|pouvez) |il faut )*";

    [GeneratedRegex(@"^" + Wish + @"(?:(?<not>ne m'(?:appelle|appelez) (?:plus|pas|jamais) )|(?:appelle|appelez)-moi |m'appeler |tout le monde m'appelle |on m'appelle |mes amis m'appellent )(?:toujours |juste |simplement |plutôt )*" +
        @"(?!quand|si\b|demain|plus|dès|au\b|à\b|un\b|une\b|le\b|la\b|ce\b|pour)(?<name>[\p{L}][\p{L}'-]*(?: (?!s'il|stp|svp)[\p{L}][\p{L}'-]*)?)" + Please + @"\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex CallMe();

    [GeneratedRegex(@"^(?:(?<strong>" + FromNow + @"),? )?" + Wish + @"(?:(?<not>(?:arrêtez? de (?:me )?|cesse[rz]? de (?:me )?|ne (?:me )?))|(?<strong>toujours ))*(?:répond(?:s|ez|re|es)|parle[rz]?|écri(?:s|vez|re))(?:-moi|-nous)?(?<not> (?:plus|pas|jamais))?(?<strong> toujours| uniquement| seulement)?" +
        @" en (?<language>" + Languages.Pattern + @")\b(?! (?:quand|si|lorsque|pour|sauf)\b)(?!.*:)", RegexOptions.CultureInvariant)]
    private static partial Regex AnswerIn();

    [GeneratedRegex(@"^(?:quand|lorsque|chaque fois que|à chaque fois que|si|dès que) (?:je|j') ?(?:te |vous |t'|l'|en )*(?:demande|pose|parle|envoie|donne|partage|mentionne|écris|dis|colle|veux|montre)\b[^,?]*, ?(?:alors |toujours |" + Wish + @")*(?:ne |n')?(?:me )?" + Verb + @"\b[^?]*", RegexOptions.CultureInvariant)]
    private static partial Regex WhenAsked();

    [GeneratedRegex(@"^(?:" + FromNow + @",? " + Wish + @"(?:toujours |ne |n'|me |m')*" + Verb + @"\b|" + Wish + @"(?:toujours |il faut toujours |pense toujours à )" + Verb + @"\b|" + Wish + Verb + @" (?:toujours|systématiquement)\b|" + Verb + @" [^,?:]*(?:toujours|désormais|dorénavant|à l'avenir)\b|" +
        @"(?:ne |n')(?:me |m'|nous |te |t'|y )*" + Verb + @" (?:plus |jamais ))[^?;]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Always();

    [GeneratedRegex(@"^" + Wish + @"(?:(?:tutoie|tutoyez|vouvoie|vouvoyez)-(?:moi|nous)|on (?:peut|pourrait) se tutoyer|(?:me )?(?:tutoyer|tutoies|vouvoyer|vouvoies))\b[^?]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"^" + Wish + @"(?:(?:arrêtez?|cesse[rz]?|évite[rz]?) (?:de |d')(?:me |te |t'|vous |m')*" + Verb + @"\b|(?:ne |n')(?:me |m'|te |t'|vous )*" + Verb + @" pas\b|(?:pas|plus) (?:de |d')(?:émojis?|emojis?|listes|tableaux|excuses|jargon|anglicismes)\b)[^?]*$", RegexOptions.CultureInvariant)]
    private static partial Regex DoNot();

    [GeneratedRegex(@"\b(?:ce texte|cette|ces|ci-dessous|ci-dessus|suivante?s?|ici)\b", RegexOptions.CultureInvariant)]
    private static partial Regex AtHand();

    [GeneratedRegex(@"\b(?:ça|cela|maintenant|encore|aujourd'hui|demain|lui|elle|ce que)\b|(?<=pas )(?:le|la|les|l') ?", RegexOptions.CultureInvariant)]
    private static partial Regex Definite();

    [GeneratedRegex(@"\b(?:ça|cela|cette|ces|ce|ta|ton|tes|votre|vos|leurs?|eux|lui|toi|vous|t')\b", RegexOptions.CultureInvariant)]
    private static partial Regex Somebodys();

    private const string Thing =
        @"(?!(?:ça|cela|ceci|ce|cette|ces|ta|ton|tes|votre|vos|toi|vous|lui|elle|eux|que|quand|comment|où|quoi|ne pas|si|savoir|ton|être sûre?|l'idée|la (?:première|deuxième|seconde|troisième|dernière|version|façon|proposition)|le (?:premier|deuxième|second|troisième|dernier|ton\b)|l'(?:option|autre)|celui|celle|ceux|celles)\b)";

    [GeneratedRegex(@"^(?:moi,? )?je (?:préfère|prefere)(?: (?:toujours|généralement|largement|nettement|vraiment))* " + Thing + @"(?<what>[^,?!;:]+?)(?: (?:à|au|aux|plutôt que(?: de)?|au lieu de|que) (?<over>[^,?!;:]+?))?(?: (?:parce que|car|quand)\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefer();

    [GeneratedRegex(@"^(?:mon|ma|mes) (?<what>[\p{L}' -]{2,30}?) (?:préférée?s?|favorite?s?) (?:est|sont|c'est|reste) (?!pas\b|celui|celle|ce\b)\S", RegexOptions.CultureInvariant)]
    private static partial Regex Favourite();

    [GeneratedRegex(@"^(?:moi,? )?(?:j'(?:aime|adore)(?: (?:bien|beaucoup|vraiment|surtout|énormément|aussi))*|je (?:déteste|hais)(?: vraiment)?|j'ai horreur|je n'aime (?:pas(?: du tout| trop| beaucoup| vraiment)?|(?<ends>plus)|guère)|j'aime pas(?: trop)?|je ne supporte (?:pas|(?<ends>plus))|je raffole|je suis (?:un grand |une grande )?(?:fan|passionnée?|amateur)) " +
        @"(?:de |d')?" + Thing + @"(?<what>[^,?!;:]+?)(?: (?:parce que|car|mais|quand)\b.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Like();
}
