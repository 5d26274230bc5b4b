using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>
/// Finds what a person said that is to hold: instructions, preferences and facts about themselves. Only in the person's own short messages, outside
/// quotations and code; what is missed costs a question, what is found wrongly is believed for years, so a rule in doubt says nothing.
/// </summary>
internal static partial class StandingRules
{
    /// <summary>The longest message read, in UTF-16 units: what is longer was pasted.</summary>
    public const int LongestMessage = 1200;

    /// <summary>The statements of a message that a person wrote, in the order of the text.</summary>
    /// <param name="text">The message.</param>
    /// <param name="language"><c>en</c> or <c>fr</c> where the language is known; null tries both.</param>
    public static IReadOnlyList<StandingStatement> Find(string text, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestMessage || string.IsNullOrWhiteSpace(text)) return [];
        var own = OwnWords.Of(text);
        // Most messages are questions and orders for once, and speak neither of "I" nor of "always", in neither language.
        var (english, french) = (language is null or "en" && EnglishCue().IsMatch(own), language is null or "fr" && FrenchCue().IsMatch(own));
        if (!english && !french) return [];
        var (sentences, clauses, found) = (new List<Sentence>(), new List<Clause>(), new List<StandingStatement>());
        Sentences.Split(own, sentences);
        for (var i = 0; i < sentences.Count; i++)
        {
            var sentence = sentences[i];
            if (i == sentences.Count - 1 && Setting.PointsBack(own, sentence)) return [];
            if (Setting.BeginsOther(own, sentence)) return found;
            if (Setting.IsSupposed(own, sentence)) continue;
            clauses.Clear();
            Clauses.Of(text, own, sentence, clauses);
            InClauses(clauses, english && Holds(EnglishCue(), own, sentence), french && Holds(FrenchCue(), own, sentence), found);
        }
        return found;
    }

    private static bool Holds(Regex cue, string own, in Sentence sentence) => cue.Match(own, sentence.Start, sentence.End - sentence.Start).Success;

    private static void InClauses(List<Clause> clauses, bool english, bool french, List<StandingStatement> found)
    {
        var read = 0;
        foreach (var clause in clauses)
        {
            // An instruction that went on has taken this clause with it.
            if (clause.Start < read) continue;
            var before = found.Count;
            if (english) English(clause, found);
            if (french && found.Count == before) FrenchRules.Find(clause, found);
            for (var i = found.Count - 1; i >= before; i--)
            {
                read = Math.Max(read, found[i].Start + found[i].Length);
                if (IsPassing(clause.Own, found[i])) found.RemoveAt(i);
            }
        }
    }

    private static void English(in Clause clause, List<StandingStatement> found)
    {
        if (EnglishInstructions.Find(clause) is { } instruction) found.Add(instruction);
        else if (clause.Own[clause.Start] is not ('i' or 'm' or 'w' or 'o' or 'a')) return;
        else if (EnglishPreferences.Find(clause) is { } preference) found.Add(preference);
        else EnglishProfile.Find(clause, found);
    }

    private static bool IsPassing(string own, StandingStatement statement) => statement.Kind != StandingKind.Instruction && Passing().Match(own, statement.Start, statement.Length).Success;

    [GeneratedRegex(@"\b(?:i|i'm|i've|im|my|we|our|always|never|call me|from now|going forward|in future|in the future|don't|do not|stop|avoid|please|no|keep|answer|reply|respond)\b", RegexOptions.CultureInvariant)]
    private static partial Regex EnglishCue();

    [GeneratedRegex(@"\b(?:[jmn]'|plus d|pas d|(?:je|moi|mon|ma|mes|nous|toujours|jamais|désormais|dorénavant|à l'avenir|à partir|ne|arrêtez?|cessez?|réponds|répondez|parle[rz]?|écri(?:s|vez)|évitez?|appelle|appelez|tutoie|tutoyez|vouvoie|vouvoyez)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex FrenchCue();

    [GeneratedRegex(@"\b(?:today|tonight|tomorrow|yesterday|right now|at the moment|for now|just now|this (?:time|morning|afternoon|evening|week|weekend|month|one)|these days|" +
        @"aujourd'hui|ce soir|ce matin|demain|hier|cette (?:fois|semaine|nuit)|en ce moment|pour l'instant|pour le moment)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Passing();
}
