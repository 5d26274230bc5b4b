using LocalsOnly.Agents;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents.Sessions;

/// <summary>Conversations that the host keeps: over restarts, within the model's window, and no longer than the person wants.</summary>
public class SessionTests : IAsyncLifetime, IDisposable
{
    private readonly TurnHouse _house = new();

    public SessionTests() => _house.Add("eliza");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_was_said_in_a_place_stands_before_the_next_message_there_also_after_a_restart()
    {
        _house.Model.Then("Hello Ann.").Then("You are Ann.");
        await _house.SayAsync("discord:7", "I am Ann.");
        _house.Restart();
        await _house.SayAsync("discord:7", "Who am I?");

        Assert.Equal(["You are eliza.", "I am Ann.", "Hello Ann."], _house.Model.Messages!.SkipLast(1).Select(message => message.Text));
        Assert.EndsWith("Question:\nWho am I?", _house.Model.Messages![^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_place_and_every_persona_has_its_own()
    {
        _house.Add("kelly");
        _house.Model.Then("a").Then("b").Then("c").Then("d");
        await _house.SayAsync("discord:7", "In seven");
        await _house.SayAsync("discord/7", "In another");
        Assert.Equal(2, _house.Model.Messages!.Count);
        await TurnHouse.CollectAsync(_house.Runtime().RunAsync(new TurnRequest("kelly", [new TurnMessage(true, "To Kelly")]) { Session = "discord:7" }));
        Assert.Equal(2, _house.Model.Messages.Count);

        Assert.Equal(3, _house.Sessions.List().Count);
        Assert.Equal(["In seven", "a"], _house.Sessions.Show(_house.Sessions.List().Single(line => line is { Session: "discord:7", Persona: "eliza" }).Name)!.Select(line => line.Text));
    }

    [Fact]
    public async Task A_reply_that_nobody_gave_and_one_that_was_cut_off_leave_a_conversation_that_goes_on()
    {
        _house.Model.Script = _ => throw new InferenceException(InferenceFailure.NoEndpoint, "none");
        await _house.SayAsync("cli", "First");
        _house.Model.Then("Second answer.");
        await _house.SayAsync("cli", "Second");

        Assert.Equal(["First", "(no answer)"], _house.Model.Messages!.Skip(1).SkipLast(1).Select(message => message.Text));
    }

    [Fact]
    public async Task Two_messages_in_one_place_are_answered_one_after_the_other()
    {
        var mayEnd = new TaskCompletionSource();
        _house.Model.Script = _ => Waiting(mayEnd.Task);
        await using var first = _house.Runtime().RunAsync(new TurnRequest("eliza", [new TurnMessage(true, "one")]) { Session = "cli" }).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());

        var second = _house.SayAsync("cli", "two");
        Assert.Single(_house.Model.Requests);
        mayEnd.SetResult();
        while (await first.MoveNextAsync())
        {
        }

        await first.DisposeAsync();
        await second;
        Assert.Equal(["one", "begun and ended"], _house.Model.Requests[1].Skip(1).SkipLast(1).Select(message => message.Text));
    }

    [Fact]
    public async Task A_file_that_is_broken_costs_the_past_and_not_the_turn_and_says_so_in_the_list()
    {
        _house.Model.Then("a").Then("b").Then("c");
        await _house.SayAsync("cli", "one");
        var file = Directory.GetFiles(_house.Folder("sessions")).Single();
        await File.WriteAllTextAsync(file, "nonsense\n");

        Assert.Equal("b", TurnHouse.Text(await _house.SayAsync("cli", "two")));
        Assert.Contains("line 1, cannot be read", Assert.Single(_house.Sessions.List()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_that_a_kill_left_half_written_is_no_entry()
    {
        _house.Model.Then("a").Then("b");
        await _house.SayAsync("cli", "one");
        var file = Directory.GetFiles(_house.Folder("sessions")).Single();
        await File.AppendAllTextAsync(file, """{"at":"2026-11""");
        _house.Restart();

        await _house.SayAsync("cli", "two");

        Assert.Equal(["one", "a", "two", "b"], _house.Sessions.Show(_house.Sessions.List().Single().Name)!.Select(line => line.Text));
    }

    [Fact]
    public async Task What_is_forgotten_goes_out_of_the_sessions_and_the_records_of_turns_with_it()
    {
        _house.Model.Then("Noted.").Then("A secret?");
        await _house.SayAsync("cli", "The code is 4711.");
        _house.Time.Advance(TimeSpan.FromDays(1));
        await _house.SayAsync("cli", "What is it?");
        var conversation = Utterance.ConversationKey(new MemoryScope("owner", "eliza"), "cli 2026-11-26");

        ((IForgotten)_house.Sessions).Forget([conversation]);

        Assert.Equal(["What is it?", "A secret?"], _house.Sessions.Show(_house.Sessions.List().Single().Name)!.Select(line => line.Text));
        Assert.DoesNotContain("4711", await File.ReadAllTextAsync(Directory.GetFiles(_house.Folder("sessions")).Single()), StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 9, 30, 0, TimeSpan.Zero), _house.Sessions.Why(null)!.At);
    }

    [Fact]
    public async Task A_long_session_is_summed_up_on_the_light_tier_and_the_newest_messages_stay_as_they_were()
    {
        _house.Options.HistoryTokens = 400;
        var text = new string('x', 150);
        ChatOptions? asked = null;
        var quoted = "";
        _house.Model.Summary = (messages, options) =>
        {
            (asked, quoted) = (options, quoted + messages[1].Text);
            return "<think>hm</think>They asked about x. <|im_end|>";
        };
        for (var i = 0; i < 4; i++)
        {
            _house.Model.Then($"answer {i} {text}");
            await _house.SayAsync("cli", $"question {i} {text}");
        }

        await _house.CompactedAsync();
        Assert.Contains("Person: question 0", quoted, StringComparison.Ordinal);
        Assert.Equal((Tier.Light, WorkPriority.Bulk, true), (asked!.GetRoute().TaskTier, asked.GetRoute().Priority, asked.GetRoute().Private));

        _house.Model.Then("ok");
        await _house.SayAsync("cli", "And now?");

        var prompt = _house.Model.Messages!;
        Assert.Contains("They asked about x.", prompt[1].Text, StringComparison.Ordinal);
        Assert.Equal("Noted.", prompt[2].Text);
        Assert.StartsWith("question ", prompt[3].Text, StringComparison.Ordinal);
        Assert.EndsWith(text, prompt[^2].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hm", prompt[1].Text.Split('\n')[2], StringComparison.Ordinal);
        Assert.All(prompt.Skip(1).Select((message, i) => (message, i)), pair => Assert.Equal(pair.i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, pair.message.Role));
        Assert.InRange(prompt.Sum(message => message.Text.Length), 0, 2200);
    }

    [Fact]
    public async Task A_summary_that_fails_is_not_tried_again_for_the_same_turn_and_the_oldest_messages_are_left_out()
    {
        _house.Options.HistoryTokens = 400;
        var text = new string('x', 150);
        for (var i = 0; i < 8; i++)
        {
            _house.Model.Then($"answer {i} {text}");
            await _house.SayAsync("cli", $"question {i} {text}");
        }

        await _house.CompactedAsync();
        _house.Model.Then("ok");
        await _house.SayAsync("cli", "And now?");

        Assert.Equal("ok", _house.Sessions.Show(_house.Sessions.List().Single().Name)![^1].Text);
        Assert.InRange(_house.Model.Messages!.Sum(message => message.Text.Length), 300, 1800);
        Assert.Equal(0, _house.Sessions.List().Single().Summed);
    }

    [Fact]
    public async Task How_an_answer_came_about_is_kept_for_every_turn()
    {
        _house.Offer("market_price", (string symbol) => symbol);
        _house.Add("vince", ["market_price"]);
        _house.Memory.Passages = [new Passage("chatgpt:c:m", "chatgpt:c", "chatgpt", "Old", MessageAuthor.User, null, "BTC again", 1)];
        _house.Model
            .Then(new RouteContent(new RouteDecision(Tier.Heavy, Tier.Heavy, "cluster", "big", false, ["persona's tier"])), ScriptedModel.Call("market_price", """{"symbol":"BTC"}"""))
            .Then("So [1].");
        var events = await TurnHouse.CollectAsync(_house.Runtime().RunAsync(new TurnRequest("vince", [new TurnMessage(true, "BTC?")], "daily") { Session = "discord:9" }));

        var id = Assert.IsType<TurnCompleted>(events[^1]).Turn;
        var record = _house.Sessions.Why(id[..6])!;
        Assert.Equal((id, "vince", "discord:9", "daily", "answered"), (record.Id, record.Persona, record.Session, record.Channel, record.Outcome));
        Assert.Equal(("cluster", "big", "persona's tier"), (record.Endpoint, record.Model, Assert.Single(record.Reasons)));
        Assert.Equal(new RecalledRecord(1, "chatgpt:c:m", true), Assert.Single(record.Recalled));
        Assert.Equal(("market_price", """{"symbol":"BTC"}"""), (Assert.Single(record.Tools).Name, record.Tools[0].Arguments));

        _house.Model.Then("stateless");
        await _house.AskAsync("Hello");
        Assert.Null(_house.Sessions.Why(null)!.Session);
        Assert.Single(_house.Sessions.List());
        Assert.Null(_house.Sessions.Why("nothing"));
    }

    [Fact]
    public async Task A_session_that_is_ended_begins_anew_and_a_name_that_is_none_ends_nothing()
    {
        _house.Model.Then("a").Then("b");
        await _house.SayAsync("cli", "one");

        Assert.True(_house.Sessions.Delete(_house.Sessions.List().Single().Name));
        Assert.False(_house.Sessions.Delete("../../etc/passwd"));
        await _house.SayAsync("cli", "two");

        Assert.Equal(2, _house.Model.Messages!.Count);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Waiting(Task until)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "begun");
        await until;
        yield return new ChatResponseUpdate(ChatRole.Assistant, " and ended");
    }
}
