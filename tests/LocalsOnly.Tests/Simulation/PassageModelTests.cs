using LocalsOnly.Simulation.Answering;

namespace LocalsOnly.Tests.Simulation;

public sealed class PassageModelTests
{
    private const string Lisbon =
        """
        <passage id="1" title="Trip to Lisbon" date="2025-03-02" source="chatgpt" author="you">
        We are thinking of spring. We booked Casa do Jardim for 4 nights. The tram was full!
        - Breakfast costs 12 euros.
        </passage>
        """;

    private const string Garden =
        """
        <passage id="2" title="The garden &amp; the shed" date="2024-06-10" source="claude" author="assistant">
        Tomatoes want six hours of sun. Maria lent us the spade, and Pedro repaired the shed in Sintra.
        </passage>
        """;

    [Fact]
    public void The_sentence_that_shares_most_words_is_quoted_and_cited() =>
        Assert.Equal(
            "[simulated] In “Trip to Lisbon” (2025-03-02) you said: “We booked Casa do Jardim for 4 nights.” [1]",
            Ask(1, "How many nights did we book at Casa do Jardim?", Lisbon, Garden));

    [Fact]
    public void The_assistant_is_named_as_the_one_who_said_it() =>
        Assert.Equal(
            "[simulated] In “The garden & the shed” (2024-06-10) the assistant said: “Tomatoes want six hours of sun.” [2]",
            Ask(1, "What do tomatoes want?", Lisbon, Garden));

    [Fact]
    public void A_heavy_model_quotes_more_and_each_quote_has_its_citation() =>
        Assert.Equal(
            "[simulated] In “Trip to Lisbon” (2025-03-02) you said: “We booked Casa do Jardim for 4 nights.” [1] And: “Breakfast costs 12 euros.” [1] "
            + "In “The garden & the shed” (2024-06-10) the assistant said: “Tomatoes want six hours of sun.” [2]",
            Ask(3, "nights? breakfast? tomatoes?", Lisbon, Garden));

    [Theory]
    [InlineData("How much is breakfast?", "Breakfast costs 12 euros.")]
    [InlineData("Who repaired the shed?", "Maria lent us the spade, and Pedro repaired the shed in Sintra.")]
    [InlineData("repairing SHEDS", "Maria lent us the spade, and Pedro repaired the shed in Sintra.")]
    [InlineData("Was the tram full?", "The tram was full!")]
    public void Stems_and_the_kind_of_question_choose_the_sentence(string question, string sentence) =>
        Assert.Contains($"“{sentence}”", Ask(1, question, Lisbon, Garden), StringComparison.Ordinal);

    [Fact]
    public void A_figure_is_preferred_when_one_is_asked_for() =>
        Assert.Contains("“The hotel was 320 euros.”", Ask(1, "How much was the hotel?", Given("The hotel was lovely. The hotel was 320 euros.")), StringComparison.Ordinal);

    [Fact]
    public void A_name_is_preferred_when_one_is_asked_for() =>
        Assert.Contains("“Dinner was with Ana.”", Ask(1, "Who was at dinner?", Given("Dinner was late. Dinner was with Ana.")), StringComparison.Ordinal);

    [Fact]
    public void A_tie_goes_to_the_earlier_passage() =>
        Assert.EndsWith("[1]", Ask(1, "boat?", Given("The boat is blue.", 1), Given("The boat is green.", 2)), StringComparison.Ordinal);

    [Fact]
    public void A_title_speaks_for_its_passage_when_no_sentence_does() =>
        Assert.Contains("[1]", Ask(1, "Lisbon?", Lisbon), StringComparison.Ordinal);

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("What did we do about it?")]
    public void What_no_passage_speaks_to_is_not_answered(string question)
    {
        var answer = Ask(3, question, Lisbon, Garden);
        Assert.StartsWith("[simulated] Nothing I was given speaks to that.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Paris", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("good morning!")]
    [InlineData("Hey Solus")]
    [InlineData("Hi, Kelly!")]
    public void A_greeting_without_passages_is_greeted(string greeting) =>
        Assert.StartsWith("[simulated] Hello.", PassageModel.Answer(greeting, 1), StringComparison.Ordinal);

    [Fact]
    public void Without_passages_a_question_is_not_answered() =>
        Assert.StartsWith("[simulated] Nothing", PassageModel.Answer("What is two plus two?", 3), StringComparison.Ordinal);

    [Fact]
    public void Without_the_question_line_all_but_the_passages_is_the_question() =>
        Assert.Contains("[1]", PassageModel.Answer(Lisbon + "\nWhich tram was full?", 1), StringComparison.Ordinal);

    [Fact]
    public void A_question_line_inside_a_passage_is_not_the_question() =>
        Assert.Contains("[2]", Ask(1, "What do tomatoes want?", Given("Question:\nWhat about the boat?", 1), Garden), StringComparison.Ordinal);

    [Fact]
    public void Every_word_of_a_quote_was_in_the_prompt()
    {
        var answer = Ask(3, "nights tomatoes breakfast", Lisbon, Garden);
        foreach (var quote in answer.Split('“').Skip(1).Select(q => q[..q.IndexOf('”', StringComparison.Ordinal)]))
            Assert.Contains(quote, (Lisbon + Garden).Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_prompt_always_gets_the_same_answer() =>
        Assert.Equal(Ask(3, "nights tomatoes", Lisbon, Garden), Ask(3, "nights tomatoes", Lisbon, Garden));

    [Theory]
    [InlineData("booked", "book")]
    [InlineData("bookings", "book")]
    [InlineData("stopped", "stop")]
    [InlineData("flies", "fly")]
    [InlineData("calling", "call")]
    [InlineData("house", "hous")]
    [InlineData("houses", "hous")]
    [InlineData("miss", "miss")]
    [InlineData("bus", "bus")]
    [InlineData("maria's", "maria")]
    [InlineData("320", "320")]
    public void A_light_stem_lets_forms_of_a_word_meet(string word, string stem) =>
        Assert.Equal(stem, ContentWords.Stem(word));

    [Fact]
    public void Sentences_do_not_end_at_abbreviations_or_decimals() =>
        Assert.Equal(["Dr. Ito paid 4.50, e.g. for tea.", "Then we left"], Sentences.Of("Dr. Ito paid 4.50, e.g. for tea. Then we left"));

    private static string Ask(int sentences, string question, params string[] passages) =>
        PassageModel.Answer(string.Join("\n", passages) + "\n\nQuestion:\n" + question, sentences);

    private static string Given(string text, int id = 1) =>
        $"<passage id=\"{id}\" title=\"Notes\" date=\"2025-01-01\" source=\"claude\" author=\"you\">\n{text}\n</passage>";
}
