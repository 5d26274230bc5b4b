using System.Buffers;
using System.Text;

namespace LocalsOnly.Memory.Recall.Time;

/// <summary>What a question asks for, in English and French, besides what it is about.</summary>
/// <param name="AsksWhen">When, what day, since when; quand, à quelle date.</param>
/// <param name="AsksAmount">How many, how much, how long; combien.</param>
/// <param name="AboutYou">What the assistant said: you recommended, your suggestion; tu as dit, ton conseil.</param>
/// <param name="IsRequest">Something to be done now: an imperative, can you, how do I. Not about the past, and about no third person that is told by a pronoun, a
/// possessive or its place behind an auxiliary; who knows the authors' names may deny it for those.</param>
/// <param name="AsksOrder">In what order, a timeline, what came first.</param>
/// <param name="AsksSummary">A summary, an overview.</param>
/// <param name="IsShort">At most 25 words.</param>
internal readonly record struct QuestionCues(bool AsksWhen, bool AsksAmount, bool AboutYou, bool IsRequest, bool AsksOrder, bool AsksSummary, bool IsShort)
{
    private const int ShortQuestion = 25;

    public static QuestionCues Of(string question)
    {
        var words = QuestionWord.Read(question);
        var said = Joined(words);
        return new QuestionCues(
            Has(said, QuestionPhrases.When), Has(said, QuestionPhrases.Amount), Has(said, QuestionPhrases.You), IsRequestNow(words, said, question),
            Has(said, QuestionPhrases.Order), Has(said, QuestionPhrases.Summary), words.Count <= ShortQuestion);
    }

    private static bool IsRequestNow(List<QuestionWord> words, string said, string question)
    {
        var first = words.FindIndex(word => !QuestionPhrases.Politeness.Contains(word.Text));
        if (first < 0 || Has(said, QuestionPhrases.Past) || Has(said, QuestionPhrases.Third) || NamesAnother(words, question)) return false;
        return QuestionPhrases.Imperatives.Contains(words[first].Text) || Has(said, QuestionPhrases.Request);
    }

    // Melanie's; would Caroline.
    private static bool NamesAnother(List<QuestionWord> words, string question)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].Capital || words[i].Text == "i") continue;
            if (question.AsSpan(words[i].End) is ['\'' or '’', 's', ..] && !QuestionPhrases.Contracted.Contains(words[i].Text)) return true;
            if (i > 0 && QuestionPhrases.Auxiliaries.Contains(words[i - 1].Text)) return true;
        }
        return false;
    }

    private static string Joined(List<QuestionWord> words)
    {
        var joined = new StringBuilder(" ");
        foreach (var word in words) joined.Append(word.Text).Append(' ');
        return joined.ToString();
    }

    private static bool Has(string said, SearchValues<string> phrases) => said.AsSpan().ContainsAny(phrases);
}
