using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class VerdictCheckTests
{
    [Theory]
    [InlineData("The premium pays.\n\nSize\nInvalidation: spot is at or below 27.2", "Size", "spot is at or below 27.2")]
    [InlineData("Spot is missing.\n\n**Watch**\n\n*Invalidation:* a live spot of HYPE is read.\n", "Watch", "a live spot of HYPE is read")]
    [InlineData("No.\r\nSKIP.\r\na daily close above 3000 [2]\r\n", "Skip", "a daily close above 3000 [2]")]
    [InlineData("Nein.\n- Skip\n- Ungültig: Schluss unter 3.5", "Skip", "Schluss unter 3.5")]
    [InlineData("> Size\n> **Invalidation**: spot above 110.5 before settlement", "Size", "spot above 110.5 before settlement")]
    // Two positions, each with its own; the last ends the reply.
    [InlineData("HYPE\nSize\nspot below 27\n\nSOL\nSkip\npremium above 0.4", "Skip", "premium above 0.4")]
    public void A_reply_that_ends_in_a_word_and_a_phrase_holds(string reply, string word, string phrase)
    {
        var ending = VerdictCheck.Of(reply);

        Assert.Equal((word, phrase), (ending.Verdict.ToString(), ending.Invalidation));
        Assert.True(ending.Holds);
        Assert.Null(ending.Repair);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Size")]
    [InlineData("Sell the 27 put.\nSize")]
    [InlineData("Verdict: size, unless it falls.")]
    [InlineData("Size it at 10 %.\nInvalidation: a close below 27")]
    [InlineData("Size\nInvalidation: a close below 27\nAnything else?")]
    [InlineData("Hold\nInvalidation: a close below 27")]
    [InlineData("Size\nInvalidation:")]
    [InlineData("Size\n---")]
    [InlineData("Size\nInvalidation: a close below 27. Also watch funding.")]
    [InlineData("Size\nInvalidation: the premium that was offered in the morning has become so much smaller by the evening that the yield a year no longer pays for the risk of an assignment at a strike which nobody wants")]
    public void A_reply_that_does_not_is_asked_to(string reply)
    {
        var ending = VerdictCheck.Of(reply);

        Assert.False(ending.Holds);
        Assert.Contains("one that holds only Size, Skip or Watch", ending.Repair, StringComparison.Ordinal);
        Assert.DoesNotContain("my call", ending.Repair, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("My call: sell.\nSize\nspot below 27")]
    [InlineData("That is my\ncall here.\nSize\nspot below 27")]
    [InlineData("It is my *call*.\nSize\nspot below 27")]
    public void A_verdict_is_nobodys_own(string reply)
    {
        var ending = VerdictCheck.Of(reply);

        Assert.True(ending.BrandsItAsOwn);
        Assert.Contains("Do not write \"my call\"", ending.Repair, StringComparison.Ordinal);
        Assert.DoesNotContain("two lines", ending.Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_faults_are_asked_for_at_once()
    {
        var repair = VerdictCheck.Of("My call is to sell.").Repair;

        Assert.Contains("two lines", repair, StringComparison.Ordinal);
        Assert.Contains("my call", repair, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Your calls are covered, and my calls for patience stand.\nSkip\nspot above 30")]
    [InlineData("Call me tommy callahan.\nSkip\nspot above 30")]
    public void Calls_of_another_kind_are_no_brand(string reply) => Assert.True(VerdictCheck.Of(reply).Holds);

    [Theory]
    [InlineData("Should I sell the HYPE 27 put?")]
    [InlineData("should I roll?")]
    [InlineData("Is it worth closing now?")]
    [InlineData("size, skip or watch: SOL")]
    [InlineData("Which strike this week?")]
    [InlineData("What about my ETH put?")]
    [InlineData("What is the premium on my HYPE position doing?")]
    [InlineData("The wheel on SOL again this week")]
    [InlineData("I am assigned at 27, what now")]
    [InlineData("Expiry is tomorrow and spot sits at the strike")]
    [InlineData("How does my covered call look?")]
    [InlineData("HYPE 25 puts for Friday pay 0.4")]
    [InlineData("Dois-je vendre le put HYPE ?")]
    [InlineData("Faut-il fermer maintenant ?")]
    [InlineData("Quel strike cette semaine ?")]
    [InlineData("La prime de 0,4 pour le strike 27 me semble faible")]
    [InlineData("Mon call ETH arrive à échéance")]
    [InlineData("Soll ich den Put verkaufen?")]
    [InlineData("Soll ich jetzt rollen?")]
    [InlineData("Welchen Basispreis diese Woche?")]
    [InlineData("Die Prämie für 27 ist 0,4")]
    [InlineData("Meine Position läuft bis Freitag, Verfall ist morgen")]
    public void A_question_about_a_position_needs_a_verdict(string question) => Assert.True(VerdictCheck.Applies(question, []));

    [Theory]
    [InlineData("Hello")]
    [InlineData("Call me when you are done")]
    [InlineData("Put this into a table")]
    [InlineData("What is implied volatility?")]
    [InlineData("What is a strike?")]
    [InlineData("How does the wheel work?")]
    [InlineData("How do I calculate the break-even of a put?")]
    [InlineData("Explain early exercise and assignment")]
    [InlineData("When is the next expiry?")]
    [InlineData("Hi Solus, what does rolling mean?")]
    [InlineData("Qu'est-ce qu'une prime ?")]
    [InlineData("Comment fonctionne la roue ?")]
    [InlineData("Quand est la prochaine échéance ?")]
    [InlineData("Was ist ein Basispreis?")]
    [InlineData("Wie funktioniert das Rollen?")]
    [InlineData("Wann ist der nächste Verfall?")]
    [InlineData("Explique-moi le delta")]
    [InlineData("How did quantum stocks do this year?")]
    public void A_question_about_words_rules_or_times_needs_none(string question) => Assert.False(VerdictCheck.Applies(question, ["recall_search"]));

    [Theory]
    [InlineData("Show me my positions", "option_positions", false)]
    [InlineData("Wie viel Prämie bisher?", "option_positions", false)]
    [InlineData("What about my ETH put?", "option_positions", true)]
    [InlineData("I sold 10 SOL puts at 100 for 0.9", "option_open", false)]
    [InlineData("I sold 10 SOL puts at 100, should I sell more?", "option_open", true)]
    [InlineData("Thanks", "option_decision", true)]
    [InlineData("How does the wheel work?", "option_close_check", true)]
    [InlineData("What does 80 % of volatility give for this strike of 27?", "option_price", true)]
    public void What_was_called_counts_too(string question, string tool, bool applies) => Assert.Equal(applies, VerdictCheck.Applies(question, [tool]));
}
