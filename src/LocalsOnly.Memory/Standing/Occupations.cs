using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// Tells "I'm a school nurse" from "I'm a bit lost". What people do is an open class, so a list of common occupations is helped by endings that hardly
/// anything else has; what only looks like one (a beginner, a fan, a good cook) is no profile.
/// </summary>
internal static partial class Occupations
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "accountant", "actor", "actress", "actuary", "administrator", "agent", "analyst", "apprentice", "architect", "artist", "assistant", "attorney", "auditor", "author", "baker", "banker", "barber", "barista",
        "bartender", "bookkeeper", "botanist", "bricklayer", "broker", "builder", "butcher", "carer", "caregiver", "caretaker", "carpenter", "cashier", "chef", "chemist", "choreographer", "cleaner", "clerk", "coach",
        "composer", "conductor", "consultant", "contractor", "controller", "cook", "counsellor", "counselor", "courier", "curator", "dancer", "decorator", "dentist", "designer", "developer", "dietician", "dietitian",
        "director", "doctor", "driver", "economist", "editor", "electrician", "engineer", "entrepreneur", "farmer", "filmmaker", "firefighter", "fisherman", "florist", "founder", "freelancer", "gardener", "geologist",
        "gp", "hairdresser", "housewife", "illustrator", "inspector", "instructor", "interpreter", "janitor", "journalist", "judge", "lawyer", "lecturer", "librarian", "locksmith", "machinist", "magistrate", "manager",
        "marketer", "mason", "mechanic", "midwife", "miner", "minister", "model", "musician", "nanny", "nurse", "officer", "operator", "optician", "painter", "paramedic", "pastor", "pensioner", "pharmacist", "photographer",
        "physician", "pianist", "pilot", "plumber", "poet", "policeman", "policewoman", "porter", "postdoc", "postman", "potter", "priest", "producer", "professor", "programmer", "psychiatrist", "psychologist", "receptionist",
        "researcher", "retiree", "roofer", "sailor", "salesman", "salesperson", "scientist", "sculptor", "secretary", "singer", "soldier", "solicitor", "student", "surgeon", "surveyor", "tailor", "teacher", "technician",
        "therapist", "translator", "trader", "trainer", "tutor", "undergraduate", "vet", "veterinarian", "volunteer", "waiter", "waitress", "warden", "welder", "writer", "beekeeper", "sysadmin", "cto", "ceo", "cfo", "phd",
    };

    private static readonly HashSet<string> s_connu = new(StringComparer.Ordinal)
    {
        "acteur", "actrice", "agriculteur", "agricultrice", "architecte", "artisan", "artiste", "assistant", "assistante", "avocat", "avocate", "bibliothécaire", "boucher", "bouchère", "boulanger", "boulangère", "cadre",
        "charpentier", "chauffeur", "chef", "cheffe", "chercheur", "chercheuse", "coiffeur", "coiffeuse", "comptable", "consultant", "consultante", "cuisinier", "cuisinière", "dentiste", "développeur", "développeuse",
        "directeur", "directrice", "enseignant", "enseignante", "entrepreneur", "entrepreneuse", "étudiant", "étudiante", "fonctionnaire", "formateur", "formatrice", "graphiste", "infirmier", "infirmière", "ingénieur",
        "ingénieure", "instituteur", "institutrice", "jardinier", "jardinière", "journaliste", "juge", "juriste", "kiné", "kinésithérapeute", "maçon", "mécanicien", "mécanicienne", "médecin", "menuisier", "menuisière",
        "musicien", "musicienne", "notaire", "peintre", "pharmacien", "pharmacienne", "photographe", "pilote", "plombier", "policier", "policière", "pompier", "professeur", "professeure", "prof", "programmeur", "psychologue",
        "retraité", "retraitée", "sage-femme", "secrétaire", "serveur", "serveuse", "technicien", "technicienne", "traducteur", "traductrice", "vendeur", "vendeuse", "vétérinaire", "éducateur", "éducatrice", "électricien",
        "écrivain", "écrivaine", "apiculteur", "apicultrice", "paysan", "paysanne", "ouvrier", "ouvrière", "orthophoniste", "aide-soignante", "aide-soignant",
    };

    /// <summary>Whether a phrase behind "I'm a" names an occupation; <paramref name="phrase"/> is in lower case.</summary>
    public static bool IsEnglish(ReadOnlySpan<char> phrase)
    {
        foreach (var cut in Rest().EnumerateMatches(phrase))
        {
            phrase = phrase[..cut.Index];
            break;
        }
        phrase = phrase.TrimEnd();
        var space = phrase.LastIndexOf(' ');
        var head = phrase[(space + 1)..];
        if (head.IsEmpty || phrase.Count(' ') > 4 || (space > 0 && Praise().IsMatch(phrase[..space]))) return false;
        if (s_known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(head)) return true;
        return Ending().IsMatch(head);
    }

    /// <summary>Whether a phrase behind "je suis" begins with an occupation.</summary>
    public static bool IsFrench(ReadOnlySpan<char> phrase)
    {
        var space = phrase.IndexOf(' ');
        return s_connu.GetAlternateLookup<ReadOnlySpan<char>>().Contains(space < 0 ? phrase : phrase[..space]);
    }

    [GeneratedRegex(@"(?:,| (?:in|at|for|from|with|of|who|that|by|and|or|but|based|living|working|specialising|specializing|near|on|to|since|myself|now|here|too)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Rest();

    [GeneratedRegex(@"\b(?:good|bad|big|huge|better|terrible|great|lousy|awful|decent|total|slow|fast|quick|heavy|light|avid|keen|bit|little|lot|strong|firm|poor|mere|role|born|passionate|amazing|excellent|careful|frequent)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Praise();

    [GeneratedRegex(@"^[a-z-]{2,}(?:ologist|ician|grapher|keeper|maker|smith|worker|therapist|engineer|scientist|chemist|physicist|accountant|nurse|teacher)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
