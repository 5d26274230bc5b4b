using LocalsOnly.Agents;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Agents.Guards;

/// <summary>Invented prices, with a model that insists on them.</summary>
public class FiguresGuardTests : IAsyncLifetime, IDisposable
{
    private static readonly Passage s_passage = new(
        "chatgpt:c:m", "chatgpt:c", "chatgpt", "Old call", MessageAuthor.User, new DateTimeOffset(2026, 1, 17, 0, 0, 0, TimeSpan.Zero), "I bought at 41250 USD.", 1);

    private readonly TurnHouse _house = new();

    public FiguresGuardTests()
    {
        _house.Add("vince", ["market_price"], null, GuardNames.Figures);
        _house.Guards.Add(new FiguresGuard());
        _house.Offer("market_price", (string symbol) => $"{symbol} 67123.5 USD (Hyperliquid, 09:30 UTC)");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_invented_price_is_mended_before_anyone_sees_it()
    {
        _house.Model.Then("BTC trades at 71,400 USD.").Then(ScriptedModel.Call("market_price", """{"symbol":"BTC"}""")).Then("BTC trades at 67,123.5 USD.");

        var events = await _house.AskAsync("Where is BTC?");

        Assert.Equal("BTC trades at 67,123.5 USD.", TurnHouse.Text(events));
        Assert.Contains("71,400 USD", _house.Model.Requests[1][^1].Text, StringComparison.Ordinal);
        Assert.Contains("figures: 1 of 1", Assert.Single(Assert.IsType<TurnCompleted>(events[^1]).Notes), StringComparison.Ordinal);
        Assert.DoesNotContain(await _house.RememberedAsync(), said => said.Utterance.Text.Contains("71,400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_insists_is_shown_with_its_figures_marked()
    {
        _house.Model.Then("BTC trades at 71,400 USD, up 3.2 %.").Then("It is 71,400 USD, I am sure, up 3.2 %, and 5 coins moved.");

        var text = TurnHouse.Text(await _house.AskAsync("Where is BTC?"));

        Assert.Equal("It is 71,400 USD (unverified), I am sure, up 3.2 % (unverified), and 5 coins moved.", text);
        Assert.Equal(2, _house.Model.Requests.Count);
    }

    [Theory]
    [InlineData("BTC is at 67.1k, which is 67123.5 USD.")]
    [InlineData("You wrote 95000, and the stop of 2 % is yours too.")]
    [InlineData("You bought at 41250 [1].")]
    [InlineData("Nothing to say about 2026 or 26 November, at 09:30, in two points.")]
    public async Task What_a_tool_a_cited_passage_or_the_person_said_passes(string reply)
    {
        _house.Memory.Passages = [s_passage];
        _house.Model.Then(ScriptedModel.Call("market_price", """{"symbol":"BTC"}""")).Then(reply);

        Assert.Equal(reply, TurnHouse.Text(await _house.AskAsync("Is a target of 95000 with a stop of 2 % sensible?")));
    }

    [Fact]
    public async Task A_passage_that_is_not_cited_grounds_nothing()
    {
        _house.Memory.Passages = [s_passage];
        _house.Model.Then("You bought at 41250 USD.").Then("You bought at 41250 USD.");

        Assert.Equal("You bought at 41250 USD (unverified).", TurnHouse.Text(await _house.AskAsync("Where did I buy?")));
    }

    [Fact]
    public async Task What_a_failed_tool_or_the_persona_itself_said_before_grounds_nothing()
    {
        _house.Model.Then(ScriptedModel.Call("market_price", """{"sym":"71400"}""")).Then("It is 71400 USD.").Then("It is 71400 USD.");

        Assert.Equal("It is 71400 USD (unverified).", TurnHouse.Text(await _house.AskAsync("Where is BTC?", "At 71400 USD.", "And now?")));
    }

    [Fact]
    public async Task A_persona_without_the_guard_streams_and_is_not_marked()
    {
        await using var plain = new TurnHouse();
        plain.Add("eliza");
        plain.Guards.Add(new FiguresGuard());
        plain.Model.Then("About 71,400 words.");

        Assert.Equal("About 71,400 words.", TurnHouse.Text(await plain.AskAsync("How long is it?")));
    }
}
