using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents;

/// <summary>One persona asks another, inside.</summary>
public class AskAgentTests : IAsyncLifetime, IDisposable
{
    private readonly TurnHouse _house = new();

    public AskAgentTests()
    {
        _house.Add("kelly", [], ["vince", "solus", "nobody"]);
        _house.Add("vince", ["market_price", "paper_open"], ["solus"]);
        _house.Add("solus");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task The_peer_answers_with_its_own_prompt_tools_and_memory_and_the_asker_relays()
    {
        _house.Offer("market_price", (string symbol) => $"{symbol} 67123.5 USD");
        _house.Model
            .Then(Ask("vince", "Where is BTC?"))
            .Then(model =>
            {
                Assert.Equal("You are vince.", model.Messages![0].Text);
                Assert.EndsWith("Kelly asks on behalf of the person: Where is BTC?", model.Messages[^1].Text, StringComparison.Ordinal);
                Assert.Equal(["market_price", "ask_agent"], model.Options!.Tools!.Select(tool => tool.Name));
                Assert.Equal(("vince", true), (model.Options.GetRoute().Persona, model.Options.GetRoute().Unwatched));
                return [ScriptedModel.Call("market_price", """{"symbol":"BTC"}""")];
            })
            .Then("At 67123.5 USD [1].")
            .Then(model => [new TextContent(model.Results[^1])]);

        var events = await _house.AskAsync("How is my bitcoin?");

        Assert.Equal("Vince answers:\nAt 67123.5 USD.", TurnHouse.Text(events));
        Assert.Equal(["ask_agent"], events.OfType<ToolUsed>().Select(used => used.Tool));
        Assert.Equal(["How is my bitcoin?", "Vince answers:\nAt 67123.5 USD."], (await _house.RememberedAsync()).Select(said => said.Utterance.Text));
    }

    [Fact]
    public async Task Who_is_asked_asks_nobody_else_and_changes_nothing()
    {
        var opened = 0;
        _house.Offer("paper_open", (string symbol) => ++opened, ToolEffect.Write, "open");
        _house.Model
            .Then(Ask("vince", "Open BTC"))
            .Then(Ask("solus", "May I?"), ScriptedModel.Call("paper_open", """{"symbol":"BTC"}"""))
            .Then(model => [new TextContent(string.Join(" | ", model.Results))])
            .Then("Vince cannot.");

        Assert.Equal("Vince cannot.", TurnHouse.Text(await _house.AskAsync("Open BTC")));

        var answer = _house.Model.Results[^1];
        Assert.Contains("Kelly asks you, so you cannot pass the question on", answer, StringComparison.Ordinal);
        Assert.Contains("paper_open changes something, and Kelly only asked", answer, StringComparison.Ordinal);
        Assert.Equal((0, 4), (opened, _house.Model.Requests.Count));
    }

    [Theory]
    [InlineData("""{"persona":"otaku","question":"x"}""", "You cannot ask 'otaku'; you may ask vince, solus.")]
    [InlineData("""{"persona":"nobody","question":"x"}""", "You cannot ask 'nobody'")]
    [InlineData("""{"persona":"kelly","question":"x"}""", "You cannot ask 'kelly'")]
    [InlineData("""{"persona":"vince"}""", "question is missing")]
    [InlineData("""{"question":"x"}""", "persona is missing")]
    [InlineData("""{"persona":"vince","question":"  "}""", "question is missing")]
    public async Task A_question_that_cannot_be_put_is_a_sentence(string arguments, string sentence)
    {
        _house.Model.Then(ScriptedModel.Call("ask_agent", arguments)).Then("Sorry.");

        await _house.AskAsync("Go on");

        Assert.Contains(sentence, Assert.Single(_house.Model.Results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_has_no_model_is_said_to_have_none_and_the_asker_goes_on()
    {
        _house.Model
            .Then(Ask("vince", "Where is BTC?"))
            .Then(_ => throw new InferenceException(InferenceFailure.Unreachable, "gone", "cluster"))
            .Then("Vince could not be reached; I would have asked for the price.");

        Assert.StartsWith("Vince could not be reached", TurnHouse.Text(await _house.AskAsync("How is my bitcoin?")), StringComparison.Ordinal);
        Assert.Contains("Vince could not answer", Assert.Single(_house.Model.Results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_has_four_rounds_of_tools_and_its_time()
    {
        var asked = 0;
        _house.Offer("market_price", (string symbol) => ++asked);
        _house.Model.Then(Ask("vince", "Everything"));
        for (var i = 0; i < 4; i++) _house.Model.Then(ScriptedModel.Call("market_price", $$"""{"symbol":"T{{i}}"}"""));
        _house.Model.Then(model => [new TextContent($"{model.Options!.ToolMode is NoneChatToolMode} {model.Options.MaxOutputTokens}")]).Then("Vince is done.");

        await _house.AskAsync("Go on");

        Assert.Equal("Vince answers:\nTrue 600", _house.Model.Results[^1]);
        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task Two_colleagues_are_asked_at_the_same_time()
    {
        _house.Model.Then(Ask("vince", "Where?"), Ask("solus", "Which?")).Then("Here.").Then("This.").Then(model => [new TextContent(string.Join(" / ", model.Results))]);

        var text = TurnHouse.Text(await _house.AskAsync("Both, please"));

        Assert.Contains("Vince answers:", text, StringComparison.Ordinal);
        Assert.Contains("Solus answers:", text, StringComparison.Ordinal);
    }

    private static FunctionCallContent Ask(string persona, string question) => ScriptedModel.Call("ask_agent", $$"""{"persona":"{{persona}}","question":"{{question}}"}""");
}
