using LocalsOnly.Agents;
using LocalsOnly.Agents.Evaluation;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Agents.Evaluation;

/// <summary>Every check, met and not met.</summary>
public sealed class CheckTests
{
    private static readonly Persona s_vince = new("vince", "VINCE", "Markets", Tier.Heavy, ["market_price"], null, 6, [], ["solus"], "#000000", "You are VINCE.");

    [Theory]
    [InlineData("must_say: no trade", "Honest answer: no  trade today.", null)]
    [InlineData("must_say: no trade", "Notrade, no traders.", "it does not say no trade")]
    [InlineData("must_say: don't", "I don’t know.", null)]
    [InlineData("must_say: '/[0-9]+ puts?/'", "Two puts, or 3 PUTS.", null)]
    [InlineData("must_say: [yes, no]", "No.", "it does not say yes")]
    [InlineData("must_not_say: amazing", "An Amazing day.", "it says “amazing”")]
    [InlineData("must_not_say: amazing", "A day.", null)]
    [InlineData("must_not_say: '/\\$\\d+/'", "It costs $12.", "it says “$12”")]
    [InlineData("must_not_name: [Biarritz, Château Noir]", "We go to chateau noir.", "it names Château Noir")]
    [InlineData("must_not_name: Biarritz", "We stay at home.", null)]
    [InlineData("ends_with: skip", "The pay is thin.\n\n**Skip.**", null)]
    [InlineData("ends_with: skip", "Skip this one, and rest.", "it ends with “Skip this one, and rest.”")]
    [InlineData("ends_with: [size, skip]", "So: size [1].", null)]
    [InlineData("ends_with: '/\\b(?:size|skip|watch)\\b[^\\n]*\\n+[^\\n]{1,80}/'", "Thin.\n\nWatch\nSpot closes above the strike.", null)]
    [InlineData("ends_with: '?'", "Which of the two is yours?", null)]
    [InlineData("ends_with: '?'", "Which of the two? Mine.", "it ends with “Which of the two? Mine.”")]
    [InlineData("at_most_words: 3", "One - two, three.", null)]
    [InlineData("at_most_words: 3", "One two three four.", "it has 4 words, and 3 are enough")]
    [InlineData("language: fr", "Le marché ne dit rien de clair, et je ne vois pas de raison d'entrer.", null)]
    [InlineData("language: de", "Der Markt sagt nichts, und ich sehe keinen Grund, etwas zu tun.", null)]
    [InlineData("language: en", "The market says nothing and I see no reason to do it.", null)]
    [InlineData("language: fr", "Der Markt sagt nichts, und ich sehe keinen Grund.", "it seems to be German, not French")]
    [InlineData("language: fr", "BTC 42", "it is too short to tell whether it is French")]
    [InlineData("cites: 2", "So it was [1] and then [2].", null)]
    [InlineData("cites: 2", "So it was [1], [1] and [7].", "it cites 1 of 2 passages, and 2 are wanted")]
    [InlineData("no_invented_figures: true", "You said 52000 [1].", null)]
    [InlineData("no_invented_figures: true", "It is at 61240.5 USD.", "1 of 1 figures come from nowhere")]
    [InlineData("no_invented_figures: true", "It is at 61240.5 USD (unverified).", null)]
    [InlineData("no_unverified: true", "It is at 61240.5 USD (unverified).", "a figure is marked (unverified)")]
    [InlineData("no_unverified: true", "It is quiet.", null)]
    [InlineData("must_call: market_price", "Quiet.", "market_price was not called")]
    [InlineData("must_call: market_depth", "Quiet.", "market_depth was not called; this house has no such tool")]
    [InlineData("must_not_call: market_price", "Quiet.", null)]
    [InlineData("hands_over_to: solus", "Solus says watch.", "Solus was not asked")]
    public void A_check_is_met_or_says_how_it_is_not(string check, string reply, string? fault) => Assert.Equal(fault, Fault(check, Turn(reply)));

    [Fact]
    public void A_call_counts_when_it_reached_its_tool()
    {
        var refused = Turn("Quiet.") with { Draft = Turn("Quiet.").Draft with { Calls = [new("1", "market_price", "{}", ToolStatus.Failed, "Not now.", TimeSpan.Zero)] } };
        var ran = Turn("Quiet.") with { Ran = ["market_price"] };

        Assert.Equal("market_price was called and refused: Not now.", Fault("must_call: market_price", refused));
        Assert.Null(Fault("must_not_call: market_price", refused));
        Assert.Null(Fault("must_call: market_price", ran));
        Assert.Equal("market_price was called", Fault("must_not_call: market_price", ran));
    }

    [Fact]
    public void A_colleague_who_was_asked_is_named()
    {
        Assert.Null(Fault("hands_over_to: solus", Turn("Solus says watch.") with { Asked = ["solus"] }));
        Assert.Equal("Solus was asked and is not named", Fault("hands_over_to: solus", Turn("Watch.") with { Asked = ["solus"] }));
    }

    [Fact]
    public void What_must_not_be_said_must_not_be_said_in_any_turn_and_what_must_be_said_in_the_last()
    {
        Assert.NotNull(Fault("must_not_say: moon", Turn("To the moon."), Turn("Quiet.")));
        Assert.NotNull(Fault("must_say: moon", Turn("To the moon."), Turn("Quiet.")));
    }

    [Fact]
    public void An_expression_that_runs_away_is_no_match_and_does_not_stop_the_eval() =>
        Assert.NotNull(Fault("must_say: '/^(a|a)*$/'", Turn(new string('a', 5000) + "!")));

    private static string? Fault(string check, params SpokenTurn[] turns)
    {
        var (scenarios, problems) = ScenarioFile.Parse("vince", "x", $"- name: A\n  messages: hi\n  checks:\n    {check}");
        Assert.Empty(problems);
        var seen = new Performance(s_vince, [s_vince, s_vince with { Id = "solus", Name = "Solus" }], ["market_price"], new FiguresGuard().Check, turns);
        return Assert.Single(scenarios).Checks.Select(one => one.Fault(seen)).FirstOrDefault(fault => fault is not null);
    }

    private static SpokenTurn Turn(string reply)
    {
        var turn = new ToolTurn(s_vince, null, "hi", DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
        var sources = Enumerable.Range(1, 2).Select(n => new TurnSource(n, new Passage($"a:{n}", "a", "chatgpt", "A", MessageAuthor.User, null, "52000", 1), "52000", false)).ToList();
        return new SpokenTurn(new ReplyDraft(reply, turn, [new TurnMessage(true, "hi")], sources, []), [], [], []);
    }
}
