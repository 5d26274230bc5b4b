using LocalsOnly.Memory.Standing;
using Xunit.Abstractions;

namespace LocalsOnly.Tests.Memory.Standing;

public sealed class StandingRulesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(nameof(HeldOutSentences), HeldOutSentences.Lines)]
    [InlineData(nameof(TuningSentences), TuningSentences.Lines)]
    public void What_is_found_is_right_and_most_is_found(string half, string lines)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var (expected, message) in Labelled(lines))
        {
            var found = StandingRules.Find(message).Select(Label).Distinct().ToList();
            var hits = found.Intersect(expected).Count();
            (right, wrong, missed) = (right + hits, wrong + found.Count - hits, missed + expected.Length - hits);
            if (hits < found.Count || hits < expected.Length) output.WriteLine($"{message}: {string.Join(", ", found)} for {string.Join(", ", expected)}");
        }
        var (precision, recall) = (right / (double)(right + wrong), right / (double)(right + missed));
        output.WriteLine($"{half}: precision {precision:F3}, recall {recall:F3}; {right} right, {wrong} wrong, {missed} missed");

        Assert.True(precision >= 0.95, $"{half}: precision {precision:F3}");
        Assert.True(recall >= 0.8, $"{half}: recall {recall:F3}");
    }

    [Fact]
    public void The_labelled_messages_are_many_and_both_ways_and_none_is_in_both_halves()
    {
        var (held, tuning) = (Labelled(HeldOutSentences.Lines).ToList(), Labelled(TuningSentences.Lines).ToList());
        foreach (var half in new[] { held, tuning })
        {
            Assert.InRange(half.Count(line => line.Expected.Length > 0), 60, 200);
            Assert.InRange(half.Count(line => line.Expected.Length == 0), 50, 200);
        }
        Assert.Empty(held.Select(line => line.Message).Intersect(tuning.Select(line => line.Message)));
    }

    [Fact]
    public void A_statement_has_its_place_in_the_message_and_its_words()
    {
        const string message = "Hi Kelly, I’m allergic to shellfish — and my\tname is Bo. What shall we eat?";
        Assert.All(StandingRules.Find(message), found => Assert.Equal(found.Text, message.Substring(found.Start, found.Length).Replace('\t', ' ')));
        Assert.Equal(["I’m allergic to shellfish", "my name is Bo"], StandingRules.Find(message).Select(found => found.Text));
    }

    [Theory]
    [InlineData("Always answer in French.", "answer-language", "french", 1.0)]
    [InlineData("Réponds en néerlandais.", "answer-language", "dutch", 0.5)]
    [InlineData("From now on, reply in English.", "answer-language", "english", 1.0)]
    [InlineData("call me Wim", "called", "wim", 1.0)]
    [InlineData("I prefer window seats", "prefers:seat", null, 0.5)]
    [InlineData("I live in Utrecht", "home", null, 1.0)]
    [InlineData("my daughter's name is Ilse", "family:daughter", null, 1.0)]
    [InlineData("Ma fille s'appelle Ilse", "family:daughter", null, 1.0)]
    [InlineData("I'm allergic to shellfish", "allergy:shellfish", null, 1.0)]
    public void A_statement_fills_a_slot(string message, string subject, string? value, double strength)
    {
        var found = Assert.Single(StandingRules.Find(message));
        Assert.Equal((subject, value, strength), (found.Subject, found.Value, found.Strength));
    }

    [Theory]
    [InlineData("I prefer aisle seats.", "I prefer window seats on the left.")]
    [InlineData("I prefer tea to coffee.", "I prefer coffee over tea.")]
    [InlineData("I hate olives.", "I like olives.")]
    [InlineData("Always use metric units.", "Always give me distances in miles.")]
    [InlineData("Always use emojis.", "Please stop using emojis.")]
    [InlineData("Keep your answers short.", "From now on, give me long and detailed answers.")]
    [InlineData("Tutoie-moi.", "Vouvoie-moi.")]
    [InlineData("Je voudrais que tu me tutoies.", "Vouvoie-moi.")]
    [InlineData("I prefer to fly.", "I prefer not to fly.")]
    [InlineData("I prefer to travel by train rather than by plane.", "I prefer to travel by plane rather than by train.")]
    [InlineData("I live in Utrecht.", "I moved to Ghent.")]
    [InlineData("J'habite à Namur.", "I live in Ghent.")]
    [InlineData("Always answer in Dutch.", "Réponds-moi en français.")]
    public void Statements_that_contradict_each_other_meet_in_one_slot(string one, string other) =>
        Assert.Equal(Assert.Single(StandingRules.Find(one)).Subject, Assert.Single(StandingRules.Find(other)).Subject);

    [Theory]
    [InlineData("I like olives.", "I like jazz.")]
    [InlineData("I'm allergic to nuts.", "I'm allergic to latex.")]
    [InlineData("When I ask for recipes, use metric units.", "Always use metric units.")]
    [InlineData("I live in Utrecht.", "I live in a small flat.")]
    public void Statements_that_can_both_hold_do_not_meet(string one, string other) =>
        Assert.NotEqual(Assert.Single(StandingRules.Find(one)).Subject, Assert.Single(StandingRules.Find(other)).Subject);

    [Fact]
    public void A_list_of_allergies_is_one_statement_for_each() =>
        Assert.Equal(["allergy:nut", "allergy:egg", "allergy:latex"], StandingRules.Find("I'm allergic to nuts, eggs and latex.").Select(found => found.Subject));

    [Theory]
    [InlineData("I don't like olives any more.")]
    [InlineData("Stop answering in French.")]
    [InlineData("I no longer live in Paris.")]
    [InlineData("Je n'aime plus le café.")]
    [InlineData("Don't call me Willem.")]
    [InlineData("I'm no longer vegetarian.")]
    public void What_is_taken_back_only_ends_what_was_before(string message) => Assert.True(Assert.Single(StandingRules.Find(message)).Ends);

    [Theory]
    [InlineData("I live near St. Pancras, i.e. in London.", "I live near St. Pancras, i.e. in London")]
    [InlineData("1. I live in Ghent.\n2. Nothing else.", "I live in Ghent")]
    [InlineData("I work for Dr. Smith at 3.5 days a week. Thanks", "I work for Dr. Smith at 3.5 days a week")]
    [InlineData("- I live in Ghent\n- and that is all", "I live in Ghent")]
    public void A_sentence_does_not_end_at_an_abbreviation_and_does_at_the_end_of_a_line(string message, string text) =>
        Assert.Equal(text, Assert.Single(StandingRules.Find(message)).Text);

    [Theory]
    [InlineData("```\nI live in Ghent.\n```")]
    [InlineData("~~~\nI live in Ghent.")]
    [InlineData("> I live in Ghent.")]
    [InlineData("    I live in Ghent.")]
    [InlineData("# I live in Ghent.")]
    [InlineData("He wrote “I live in Ghent.”")]
    [InlineData("The text is « je vis à Namur ».")]
    public void Code_and_quotations_are_not_the_persons_own_words(string message) => Assert.Empty(StandingRules.Find(message));

    [Fact]
    public void What_stands_outside_of_code_still_counts() => Assert.Single(StandingRules.Find("I live in Ghent.\n```\nmy name is Bob\n```\nWhat is near?"));

    [Fact]
    public void A_long_message_was_pasted_and_is_not_read()
    {
        const string statement = "I live in Ghent.";
        Assert.Single(StandingRules.Find(statement.PadRight(StandingRules.LongestMessage)));
        Assert.Empty(StandingRules.Find(statement.PadRight(StandingRules.LongestMessage + 1)));
    }

    [Fact]
    public void A_named_language_is_the_only_one_that_is_tried()
    {
        Assert.Single(StandingRules.Find("J'habite à Namur.", "fr"));
        Assert.Empty(StandingRules.Find("J'habite à Namur.", "en"));
        Assert.Empty(StandingRules.Find("I live in Namur.", "fr"));
    }

    private static string Label(StandingStatement found) =>
        $"{found.Kind switch { StandingKind.Instruction => 'I', StandingKind.Preference => 'R', _ => 'P' }} {Subjects.Family(found.Subject)}";

    private static IEnumerable<(string[] Expected, string Message)> Labelled(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        var label = line[..bar].Trim();
        return (label == "-" ? [] : label.Split(',', StringSplitOptions.TrimEntries), line[(bar + 1)..].Trim().Replace("\\n", "\n", StringComparison.Ordinal));
    });
}
