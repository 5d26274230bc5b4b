using System.Text;

namespace LocalsOnly.Simulation.Answering;

/// <summary>
/// Stands in for a model: a pure function that answers only with sentences of the passages in its prompt, and says that it is simulated.
/// </summary>
/// <remarks>
/// A sentence scores 4 for each distinct content word that it shares with the question, 1 for each further one in its passage's title,
/// and 2 more when it holds the kind of thing asked for. Ties go to the earlier passage, then to the earlier sentence.
/// </remarks>
public static class PassageModel
{
    private const int WordScore = 4;
    private const int KindScore = 2;
    private const int LongestQuote = 320;
    private const string Label = "[simulated] ";

    private static readonly HashSet<string> Greetings = new(
        [
            "hi", "hello", "hey", "hiya", "howdy", "yo", "good morning", "good afternoon", "good evening", "good day", "greetings",
            "hallo", "hola", "bonjour",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The answer to a user message: quotes with their passage numbers as <c>[1]</c>, or that nothing given speaks to it.</summary>
    /// <param name="userMessage">Passages and the question.</param>
    /// <param name="sentences">Most sentences to quote, from 1.</param>
    public static string Answer(string userMessage, int sentences)
    {
        ArgumentNullException.ThrowIfNull(userMessage);
        ArgumentOutOfRangeException.ThrowIfLessThan(sentences, 1);
        var prompt = Prompt.Read(userMessage);
        if (prompt.Passages.Count == 0 && IsGreeting(prompt.Question))
            return Label + "Hello. I stand in for a model, and can only quote what I am given.";

        var quotes = Best(prompt, sentences);
        return Label + (quotes.Count == 0
            ? "Nothing I was given speaks to that. I can only quote; a real model would answer here."
            : Compose(quotes));
    }

    private static List<Quote> Best(Prompt prompt, int sentences)
    {
        var question = ContentWords.Of(prompt.Question);
        var kind = AskedFor.In(prompt.Question);
        var quotes = new List<Quote>();
        var order = 0;
        foreach (var passage in prompt.Passages)
        {
            var title = ContentWords.Of(passage.Title ?? "");
            foreach (var sentence in Sentences.Of(passage.Text))
            {
                var words = ContentWords.Of(sentence);
                var shared = question.Count(words.Contains);
                var framed = question.Count(w => title.Contains(w) && !words.Contains(w));
                if (shared + framed > 0)
                    quotes.Add(new Quote(passage, sentence, (shared * WordScore) + framed + (kind.IsIn(sentence) ? KindScore : 0), order));
                order++;
            }
        }

        var ranked = quotes.OrderByDescending(q => q.Score).ThenBy(q => q.Order).DistinctBy(q => q.Sentence).ToList();
        // What is only half as good as the best is beside the point.
        return [.. ranked.Where(q => q.Score * 2 > ranked[0].Score).Take(sentences)];
    }

    private static string Compose(List<Quote> quotes)
    {
        var answer = new StringBuilder();
        Passage? before = null;
        foreach (var quote in quotes)
        {
            if (answer.Length > 0)
                answer.Append(' ');
            if (quote.Passage == before)
                answer.Append("And: ");
            else
                answer.Append(Introduction(quote.Passage));
            answer.Append('“').Append(Shortened(quote.Sentence)).Append("” [").Append(quote.Passage.Id).Append(']');
            before = quote.Passage;
        }

        return answer.ToString();
    }

    private static string Introduction(Passage passage)
    {
        var where = passage.Title is null ? "In one passage" : $"In “{passage.Title}”";
        var when = passage.Date is null ? "" : $" ({passage.Date})";
        var who = passage.Author switch
        {
            "you" => "you said",
            "assistant" => "the assistant said",
            _ => "it says",
        };
        return $"{where}{when} {who}: ";
    }

    private static string Shortened(string sentence)
    {
        if (sentence.Length <= LongestQuote)
            return sentence;
        var end = sentence.LastIndexOf(' ', LongestQuote);
        return sentence[..(end > 0 ? end : LongestQuote)].TrimEnd() + " …";
    }

    private static bool IsGreeting(string question)
    {
        var bare = question.Trim().TrimEnd('!', '.', '?', ',').Trim();
        if (Greetings.Contains(bare))
            return true;
        // "Hello Solus", "good morning, Vince"
        var end = bare.LastIndexOfAny([' ', ',']);
        return end > 0 && bare.Length - end < 24 && Greetings.Contains(bare[..end].TrimEnd(',', ' '));
    }

    private sealed record Quote(Passage Passage, string Sentence, int Score, int Order);
}
