using System.Text;
using System.Text.RegularExpressions;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// The slots that statements fill. A slot holds one statement, the newest; what can be had several times has its own name in the slot behind a colon:
/// <c>home</c>, but <c>allergy:nut</c> and <c>likes:coriander</c>. Names are stems, so that "I hate olives" meets "I like an olive now and then".
/// </summary>
internal static partial class Subjects
{
    public const string AnswerLanguage = "answer-language";
    public const string Called = "called";
    public const string Name = "name";
    public const string Home = "home";
    public const string Origin = "origin";
    public const string Job = "job";
    public const string Employer = "employer";
    public const string Age = "age";
    public const string Diet = "diet";
    public const string Marital = "marital";
    public const string Birthday = "birthday";

    private const int MostWords = 6;
    private const int MostTopicWords = 3;

    /// <summary>The family of a subject: what stands before its colon.</summary>
    public static string Family(string subject) => subject.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? subject[..colon] : subject;

    /// <summary>The slot of an instruction: a known one for the few that contradict each other in other words, else the stems of what is asked.</summary>
    public static string Instruction(string wording)
    {
        if (!Conditional().IsMatch(wording))
        {
            if (Units().IsMatch(wording)) return "instruction:units";
            if (Spelling().IsMatch(wording)) return "instruction:spelling";
            if (Address().IsMatch(wording)) return "instruction:address";
            if (Length().IsMatch(wording)) return "instruction:answer-length";
            if (Emoji().IsMatch(wording)) return "instruction:emoji";
        }
        return $"instruction:{Stems(wording, MostWords)}";
    }

    /// <summary>A family and the stems of its topic.</summary>
    public static string Of(string family, string topic) => $"{family}:{Stems(topic, MostTopicWords)}";

    /// <summary>What a preference is about, so that its opposite meets it: both sides of a comparison, else the last word of what is preferred: seats.</summary>
    public static string Prefers(string preferred, string? over)
    {
        // "To travel by train rather than by plane" compares what stands behind the word that both have.
        if (over?.IndexOf(' ', StringComparison.Ordinal) is { } space and > 0 && preferred.IndexOf($" {over[..(space + 1)]}", StringComparison.Ordinal) is var shared and > 0)
            (preferred, over) = (preferred[(shared + space + 2)..], over[(space + 1)..]);
        var head = Head(preferred);
        if (over is null) return $"prefers:{head}";
        var other = Head(over);
        return head == other ? $"prefers:{head}" : string.CompareOrdinal(head, other) < 0 ? $"prefers:{head}-{other}" : $"prefers:{other}-{head}";
    }

    // "window seats on the left" is about seats: the last word before a preposition.
    private static string Head(string phrase)
    {
        if (phrase.StartsWith("not ", StringComparison.Ordinal)) phrase = phrase[4..];
        if (phrase.StartsWith("to ", StringComparison.Ordinal)) phrase = phrase[3..];
        var cut = Preposition().Match(phrase);
        var stems = List(cut.Success && cut.Index > 0 ? phrase[..cut.Index] : phrase);
        return stems.Count == 0 ? "general" : stems[^1];
    }

    private static string Stems(string words, int most)
    {
        var stems = List(words);
        if (stems.Count > most) stems.RemoveRange(most, stems.Count - most);
        if (stems.Count == 0) return "general";
        stems.Sort(StringComparer.Ordinal);
        var joined = new StringBuilder();
        for (var i = 0; i < stems.Count; i++)
            if (i == 0 || stems[i] != stems[i - 1]) joined.Append(i == 0 ? "" : "-").Append(stems[i]);
        return joined.ToString();
    }

    private static List<string> List(string words)
    {
        var stems = new List<string>();
        var content = Noise().Replace(words, " ");
        Words.Visit(content, (term, stop) =>
        {
            if (!stop && term.Length > 1) stems.Add(new string(term));
        }, singles: false);
        // All of it were words that say little: "to do it" is still a topic.
        if (stems.Count == 0) Words.Visit(content, (term, _) => stems.Add(new string(term)), singles: false);
        return stems;
    }

    // How often and how strongly is not what it is about; neither is the grammar of French, which the index does not know.
    [GeneratedRegex(@"\b(?:always|never|ever|please|from now on|going forward|henceforth|in (?:the )?future|don't|doesn't|do not|not|no|stop|avoid|refrain|any ?more|again|longer|only|just|really|you|your|should|must|make sure|whenever|" +
        @"toujours|jamais|désormais|dorénavant|à l'avenir|à partir de maintenant|s'il (?:te|vous) pla[iî]t|arrêtez?|cesse[rz]?|évite[rz]?|ne|pas|plus|moi|me|te|tu|vous|je|le|la|les|un|une|des|du|de|et|ou|à|au|aux|en|dans|sur|pour|avec|" +
        @"que|qui|quand|lorsque|chaque fois|mon|ma|mes|ton|ta|tes|vos|votre|notre|nos|ce|cette|ces|c|d|l|n|m|t|s|j|qu)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Noise();

    [GeneratedRegex(@"(?<=\S) (?:in|on|at|for|with|when|over|to|rather|instead|because|that|which|who|by|from|of|and|or|if|as|than|near|during|sur|dans|pour|avec|quand|plutôt|au lieu|parce|qui|que|par|chez|à|en|de|d'|et|ou)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Preposition();

    [GeneratedRegex(@"\b(?:when|whenever|if|unless|every time|each time|any time|for|about|quand|lorsque|si|chaque fois|pour)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\b(?:metric|imperial|celsius|fahrenheit|kilomet(?:er|re)s?|miles|kilom[eè]tres?|unités?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Units();

    [GeneratedRegex(@"\b(?:british|american|us|uk|australian|canadian) (?:english|spelling)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Spelling();

    [GeneratedRegex(@"\b(?:tutoi|vouvoi|tutoy|vouvoy)\p{L}+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?:short|brief|briefly|concise|concisely|terse|long|longer|shorter|detailed|\d+ words|\d+ sentences|courte?s?|brève?s?|bref|concise?s?|détaillée?s?|\d+ mots|\d+ phrases)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Length();

    [GeneratedRegex(@"\b[eé]mo(?:ji|jis|ticons?|ticônes?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Emoji();
}
