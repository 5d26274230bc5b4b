using LocalsOnly.Agents;
using LocalsOnly.Agents.Standups;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents.Standups;

/// <summary>The standup, with a model that says what each test wants of each persona.</summary>
public class StandupTests : IAsyncLifetime, IDisposable
{
    private readonly TurnHouse _house = new();
    private readonly Prices _prices = new();
    private readonly Dictionary<string, Queue<AIContent[]>> _says = [];

    public StandupTests()
    {
        _house.Add("kelly", [], ["vince", "solus"]);
        _house.Add("vince", [StandupSignalTool.Name, "market_price"], ["solus"]);
        _house.Add("solus", [StandupSignalTool.Name]);
        _house.Tools.AddRange(new StandupSignalTool().Tools);
        _house.Model.Script = _ => SayAsync();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Each_answers_from_its_own_data_knowing_what_was_said_before_it_and_the_host_reports()
    {
        _house.Offer("market_price", (string symbol) => $"{symbol} 67123.5 USD");
        Say("vince", ScriptedModel.Call("market_price", """{"symbol":"BTC"}"""));
        Say("vince", ScriptedModel.Call("standup_signal", """{"asset":"BTC","direction":"above","strike":66000,"confidence":70,"expiry":"2026-12-04","invalidation":"a close below 64000"}"""));
        Say("vince", new TextContent("Price held at 67123.5 USD while funding cooled."));
        Say("solus", new TextContent("Since VINCE sees it hold, the put stays on watch."));
        Say("kelly", new TextContent("VINCE saw the price hold; Solus keeps watching. To do: wait for Thursday."));

        var standup = await Standups().HoldAsync();

        Assert.Equal(["vince", "solus"], standup.Answers.Select(answer => answer.Persona));
        Assert.Equal("VINCE saw the price hold; Solus keeps watching. To do: wait for Thursday.", standup.Report);
        Assert.True(standup.ByModel);
        Assert.Equal(
            new StandupSignal("vince", "BTC", "above", 66000, 0.7, new DateTimeOffset(2026, 12, 4, 8, 0, 0, TimeSpan.Zero), "a close below 64000"),
            Assert.Single(standup.Signals));
        var solus = _house.Model.Requests.Single(request => request[0].Text == "You are solus.");
        Assert.Contains("Vince has just said: Price held at 67123.5 USD", solus[^1].Text, StringComparison.Ordinal);
        Assert.Empty(await _house.RememberedOrNoneAsync());
    }

    [Fact]
    public async Task An_answer_has_sixty_words_and_the_report_under_three_hundred_whatever_the_model_writes()
    {
        var sentence = "The market moved and nobody knows exactly why it did so. ";
        Say("vince", new TextContent(string.Concat(Enumerable.Repeat(sentence, 20))));
        Say("solus", new TextContent(string.Join(' ', Enumerable.Repeat("word", 90))));
        Say("kelly", new TextContent("Vince and Solus spoke. " + string.Concat(Enumerable.Range(0, 60).Select(i => $"Point {i} is that something happened in market {i}. "))));

        var standup = await Standups().HoldAsync();

        Assert.All(standup.Answers, answer => Assert.InRange(StandupText.Count(answer.Text), 40, 60));
        Assert.EndsWith("did so.", standup.Answers[0].Text, StringComparison.Ordinal);
        Assert.InRange(StandupText.Count(standup.Report), 200, 299);
    }

    [Fact]
    public async Task What_was_said_yesterday_is_not_said_again_and_a_new_figure_is_news()
    {
        Say("vince", new TextContent("Funding is calm."));
        Say("solus", new TextContent("I keep watching."));
        Say("kelly", new TextContent("Vince says that the funding of bitcoin is calm today. Solus keeps watching the weekly put. Open interest stands at 20 units for now."));
        await Standups().HoldAsync();
        _house.Time.Advance(TimeSpan.FromDays(1));
        Say("vince", new TextContent("Funding is calm."));
        Say("solus", new TextContent("I keep watching."));
        Say("kelly", new TextContent("Vince says that the funding of bitcoin is calm today. Solus would now sell it. Open interest stands at 25 units for now."));

        var second = await Standups().HoldAsync();

        Assert.Equal("Solus would now sell it. Open interest stands at 25 units for now.", second.Report);
        Assert.Contains("On 2026-11-26 you said, and need not say again: Funding is calm.", _house.Model.Requests.Last(request => request[0].Text == "You are vince.")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standup_without_news_says_so_and_what_was_said_before_it_is_still_no_news()
    {
        for (var day = 0; day < 3; day++)
        {
            Say("vince", new TextContent("The funding of bitcoin is calm today."));
            Say("solus", new TextContent("I keep watching the weekly put."));
            Say("kelly", new TextContent("Vince says that the funding of bitcoin is calm today. Solus keeps watching the weekly put."));
            Assert.Equal(
                day == 0 ? "Vince says that the funding of bitcoin is calm today. Solus keeps watching the weekly put." : "Nothing is new since the last standup.",
                (await Standups().HoldAsync()).Report);
            _house.Time.Advance(TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public async Task Earlier_signals_are_scored_by_the_price_at_their_expiry()
    {
        Say("vince", ScriptedModel.Call("standup_signal", """{"asset":"BTC","direction":"above","strike":66000,"confidence":70,"expiry":"2026-11-28","invalidation":"x"}"""));
        Say("vince", new TextContent("Up."));
        Say("solus", ScriptedModel.Call("standup_signal", """{"asset":"ETH","direction":"below","strike":3000,"confidence":60,"expiry":"2026-11-28","invalidation":"x"}"""));
        Say("solus", new TextContent("Down."));
        await Standups().HoldAsync();
        _house.Time.SetUtcNow(new DateTimeOffset(2026, 11, 28, 8, 5, 0, TimeSpan.Zero));
        _prices.Set("BTC", 70000);
        _prices.Set("ETH", 3100);

        var standup = await Standups().HoldAsync();

        Assert.Equal([0.09, 0.36], standup.Scored.Select(score => Math.Round(score.Brier!.Value, 4)));
        Assert.Contains("vince said BTC above 66000 USD by 2026-11-28 at 70 %; it was 70000 USD", standup.Report, StringComparison.Ordinal);
        Assert.Equal((1, 0.09), (Standups().Record()["vince"].Scored, Math.Round(Standups().Record()["vince"].MeanBrier, 4)));
        Assert.Empty((await Standups().HoldAsync()).Scored);
    }

    [Fact]
    public async Task A_price_that_cannot_be_read_leaves_a_signal_due_and_one_read_too_late_gives_no_score()
    {
        Say("vince", ScriptedModel.Call("standup_signal", """{"asset":"BTC","direction":"above","strike":66000,"confidence":70,"expiry":"2026-11-28","invalidation":"x"}"""));
        Say("vince", new TextContent("Up."));
        await Standups().HoldAsync();
        _house.Time.SetUtcNow(new DateTimeOffset(2026, 11, 28, 8, 5, 0, TimeSpan.Zero));
        _prices.Fails = true;
        Assert.Empty((await Standups().HoldAsync()).Scored);
        _prices.Fails = false;
        _prices.Set("BTC", 70000, stale: "two days old");
        Assert.Empty((await Standups().HoldAsync()).Scored);

        _house.Time.Advance(TimeSpan.FromDays(1));
        _prices.Set("BTC", 70000);
        var score = Assert.Single((await Standups().HoldAsync()).Scored);

        Assert.Equal((null, null), (score.Price, score.Brier));
    }

    [Theory]
    [InlineData("""{"asset":"btc now","direction":"above","strike":1,"confidence":50,"expiry":"2026-12-04","invalidation":"x"}""", "is no symbol")]
    [InlineData("""{"asset":"BTC","direction":"up","strike":1,"confidence":50,"expiry":"2026-12-04","invalidation":"x"}""", "above or below")]
    [InlineData("""{"asset":"BTC","direction":"above","strike":-1,"confidence":50,"expiry":"2026-12-04","invalidation":"x"}""", "a price above 0")]
    [InlineData("""{"asset":"BTC","direction":"above","strike":1,"confidence":100,"expiry":"2026-12-04","invalidation":"x"}""", "from 1 to 99")]
    [InlineData("""{"asset":"BTC","direction":"above","strike":1,"confidence":50,"expiry":"2026-11-26","invalidation":"x"}""", "a day to come")]
    [InlineData("""{"asset":"BTC","direction":"above","strike":1,"confidence":50,"expiry":"Friday","invalidation":"x"}""", "a day like")]
    [InlineData("""{"asset":"BTC","direction":"above","strike":1,"confidence":50,"expiry":"2026-12-04","invalidation":" "}""", "invalidation must be")]
    public async Task A_signal_that_could_not_be_scored_is_not_taken(string arguments, string sentence)
    {
        Say("vince", ScriptedModel.Call("standup_signal", arguments));

        Assert.Empty((await Standups().HoldAsync()).Signals);
        Assert.Contains(_house.Model.Requests, request => request.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Any(result => result.Result!.ToString()!.Contains(sentence, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Outside_a_standup_a_signal_has_nowhere_to_go()
    {
        await using var house = new TurnHouse();
        house.Add("vince", [StandupSignalTool.Name]);
        house.Tools.AddRange(new StandupSignalTool().Tools);
        house.Model.Then(ScriptedModel.Call("standup_signal", """{"asset":"BTC","direction":"above","strike":1,"confidence":50,"expiry":"2026-12-04","invalidation":"x"}""")).Then("ok");

        await house.AskAsync("A signal, please");

        Assert.Contains("No standup is being held", Assert.Single(house.Model.Results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_the_standup_says_so_for_each_and_is_kept()
    {
        _house.Model.Script = _ => throw new InferenceException(InferenceFailure.NoEndpoint, "none");

        await Standups().HoldAsync();
        var standup = await Standups().HoldAsync();

        Assert.False(standup.ByModel);
        Assert.All(standup.Answers, answer => Assert.Equal("No model was free to answer.", answer.Problem));
        Assert.Equal("**Vince:** No model was free to answer.\n\n**Solus:** No model was free to answer.", standup.Report);
    }

    [Fact]
    public async Task A_report_that_leaves_somebody_out_is_the_answers_themselves()
    {
        Say("vince", new TextContent("Up."));
        Say("solus", new TextContent("Down."));
        Say("kelly", new TextContent("Vince says up."));

        Assert.Equal("**Vince:** Up.\n\n**Solus:** Down.", (await Standups().HoldAsync()).Report);
    }

    private StandupRunner Standups()
    {
        var data = Microsoft.Extensions.Options.Options.Create(new DataOptions { Local = _house.Folder("data") });
        return new StandupRunner(_house, _house.Runner(), new StandupBook(data, _prices, _house.Time), _house.Gate, Microsoft.Extensions.Options.Options.Create(_house.Options), _house.Time);
    }

    private void Say(string persona, params AIContent[] contents)
    {
        if (!_says.TryGetValue(persona, out var rounds)) _says[persona] = rounds = new Queue<AIContent[]>();
        rounds.Enqueue(contents);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> SayAsync()
    {
        await Task.CompletedTask;
        var persona = _house.Model.Messages![0].Text["You are ".Length..^1];
        var contents = _says.GetValueOrDefault(persona) is { Count: > 0 } rounds ? rounds.Dequeue() : [new TextContent($"{persona} has nothing new.")];
        foreach (var content in contents) yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
    }

    private sealed class Prices : IMarketPrices
    {
        private readonly Dictionary<string, MarketPrice> _prices = [];

        public bool Fails { get; set; }

        public void Set(string symbol, decimal price, string? stale = null) => _prices[symbol] = new MarketPrice(symbol, price, "test", new DateTimeOffset(2026, 11, 28, 8, 5, 0, TimeSpan.Zero), stale, null);

        public Task<MarketPrice?> FindAsync(string symbol, CancellationToken cancellationToken) =>
            Fails ? Task.FromException<MarketPrice?>(new ToolException("down")) : Task.FromResult(_prices.GetValueOrDefault(symbol));
    }
}
