using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents.Evaluation;

/// <summary>Scenarios through the real turn, with a model that says what a test wants.</summary>
public sealed class PersonaEvaluationTests : IAsyncLifetime, IDisposable
{
    private readonly EvaluatedHouse _house = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_given_result_answers_for_the_tool_which_itself_never_runs()
    {
        _house.Model.Then(ScriptedModel.Call("market_price", """{"symbol":"BTC"}""")).Then("BTC is at 61240.5 USD.");

        var result = await _house.RunAsync("""
            - name: Price
              messages: Where is BTC?
              given: { tools: { market_price: BTC 61240.5 USD } }
              checks: { must_call: market_price, no_invented_figures: true, no_unverified: true }
            """);

        Assert.True(result.Passed, result.FirstFault);
        Assert.Empty(_house.Reached);
        Assert.Equal("BTC 61240.5 USD", Assert.Single(result.Turns[0].Draft.Calls).Text);
    }

    [Fact]
    public async Task The_last_given_result_is_given_again_and_one_that_fails_is_an_error_to_the_model()
    {
        _house.Model
            .Then(ScriptedModel.Call("market_price", """{"symbol":"BTC"}"""))
            .Then(ScriptedModel.Call("market_price", """{"symbol":"ETH"}"""))
            .Then(ScriptedModel.Call("market_price", """{"symbol":"SOL"}"""))
            .Then("There is no reading.");

        var result = await _house.RunAsync("""
            - name: Price
              messages: Prices?
              given: { tools: { market_price: [one, { fails: The feed is away. }] } }
              checks: { must_say: no reading }
            """);

        Assert.Equal(["one", "The feed is away.", "The feed is away."], result.Turns[0].Draft.Calls.Select(call => call.Text));
    }

    [Fact]
    public async Task What_would_go_outside_or_write_does_not_unless_the_scenario_answers_for_it()
    {
        _house.Model
            .Then(ScriptedModel.Call("market_price", """{"symbol":"BTC"}"""), ScriptedModel.Call("paper_open", """{"symbol":"BTC"}"""))
            .Then("Nothing could be had.");

        var result = await _house.RunAsync("""
            - name: Away
              messages: Open BTC on paper at the price of now.
              checks: { must_say: nothing }
            """);

        Assert.True(result.Passed, result.FirstFault);
        Assert.Empty(_house.Reached);
        Assert.All(result.Turns[0].Draft.Calls, call => Assert.Contains("cannot be had at the moment", call.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_reads_runs_at_the_time_and_in_the_zone_of_the_scenario()
    {
        _house.Model.Then(ScriptedModel.Call("time_now")).Then("Noon.");

        var result = await _house.RunAsync("""
            - name: Time
              messages: What time is it?
              given: { time: 2026-07-01 12:00, zone: Europe/Paris }
              checks: { must_call: time_now }
            """);

        Assert.True(result.Passed, result.FirstFault);
        Assert.Equal("2026-07-01 12:00 +02:00", result.Turns[0].Draft.Calls[0].Text);
        Assert.Contains("Local time: Wednesday 1 July 2026, 12:00 (Europe/Paris).", _house.Model.Requests[0][^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passages_are_recalled_and_the_memory_of_the_house_is_neither_read_nor_written()
    {
        _house.Memory.Passages = [new("a:1", "a", "chatgpt", "Real", LocalsOnly.Memory.MessageAuthor.User, null, "A real secret.", 1)];
        _house.Model.Then("You stop under that level [1].");

        var result = await _house.RunAsync("""
            - name: Rule
              messages: What is my rule for dips?
              given: { passages: [{ text: I stop under the level., date: 2025-02-11 }] }
              checks: { cites: 1 }
            """);

        Assert.True(result.Passed, result.FirstFault);
        var prompt = _house.Model.Messages![^1].Text;
        Assert.Contains("I stop under the level.", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("real secret", prompt, StringComparison.Ordinal);
        Assert.Empty(_house.Memory.Remembered);
    }

    [Fact]
    public async Task A_colleague_answers_what_the_scenario_says_without_a_model()
    {
        _house.Model.Then(ScriptedModel.Call("ask_agent", """{"persona":"solus","question":"Which strike?"}""")).Then("Solus says watch.");

        var result = await _house.RunAsync("""
            - name: Strike
              messages: Which strike for my call?
              given: { colleagues: { solus: Watch. } }
              checks: { hands_over_to: solus, must_call: ask_agent, must_not_call: option_decision }
            """);

        Assert.True(result.Passed, result.FirstFault);
        Assert.Equal(2, _house.Model.Requests.Count);
        Assert.Contains("Watch.", result.Turns[0].Draft.Calls[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_colleague_calls_is_not_what_the_persona_calls()
    {
        _house.Model
            .Then(ScriptedModel.Call("ask_agent", """{"persona":"solus","question":"Which strike?"}"""))
            .Then(ScriptedModel.Call("option_decision"))
            .Then("Skip.")
            .Then("Solus says skip.");

        var result = await _house.RunAsync("""
            - name: Strike
              messages: Which strike for my call?
              checks: { hands_over_to: solus, must_call: option_decision }
            """);

        Assert.Equal("option_decision was not called; the header of VINCE does not name it", result.FirstFault);
        Assert.Equal([null, "option_decision was not called; the header of VINCE does not name it"], result.Checks.OrderBy(check => check.Fault is not null).Select(check => check.Fault));
    }

    [Fact]
    public async Task Several_turns_are_one_conversation_and_a_given_reply_is_not_asked_for()
    {
        _house.Model.Then("First answer.").Then("Last answer.");

        var result = await _house.RunAsync("""
            - name: Talk
              messages: [One, { reply: Given. }, Two, Three]
              checks: { must_say: last, must_not_say: given }
            """);

        Assert.True(result.Passed, result.FirstFault);
        Assert.Equal(2, _house.Model.Requests.Count);
        Assert.Equal(["First answer.", "Last answer."], result.Turns.Select(turn => turn.Text));
        Assert.Equal(["One", "Given.", "Two", "First answer."], _house.Model.Messages!.Skip(1).SkipLast(1).Select(message => message.Text));
    }

    [Fact]
    public async Task Without_an_answer_no_check_is_met_and_the_reason_is_told()
    {
        _house.Model.Script = _ => throw new InferenceException(InferenceFailure.Unreachable, "nothing answers there");

        var result = await _house.RunAsync("""
            - name: Silence
              messages: Anybody?
              checks: { must_not_say: anything }
            """);

        Assert.False(result.Passed);
        Assert.Empty(result.Checks);
        Assert.Equal("No model answered: nothing answers there.", result.Unanswered);
    }

    [Fact]
    public async Task Tokens_are_those_of_every_request()
    {
        static UsageContent Usage(int prompt, int reply) => new(new UsageDetails { InputTokenCount = prompt, OutputTokenCount = reply });
        _house.Model.Then(ScriptedModel.Call("time_now"), Usage(100, 7)).Then(new TextContent("Late."), Usage(120, 3));

        var result = await _house.RunAsync("- name: T\n  messages: Time?\n  checks: { must_say: late }");

        Assert.Equal((220, 10), (result.PromptTokens, result.CompletionTokens));
    }
}
