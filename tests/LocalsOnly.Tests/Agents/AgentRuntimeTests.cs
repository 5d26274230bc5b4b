using LocalsOnly.Agents;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents;

/// <summary>The turn, with a scripted model and a scripted memory on either side.</summary>
public class AgentRuntimeTests : IAsyncLifetime, IDisposable
{
    private static readonly Passage s_passage = new(
        "chatgpt:c:m", "chatgpt:c", "chatgpt", "Lisbon", MessageAuthor.User, new DateTimeOffset(2026, 1, 17, 0, 0, 0, TimeSpan.Zero), "We booked Casa do Jacarandá.", 1);

    private readonly TurnHouse _house = new();

    public AgentRuntimeTests()
    {
        _house.Add("solus");
        _house.Memory.Passages = [s_passage];
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_reply_streams_and_ends_with_its_sources_and_where_they_are_cited()
    {
        _house.Model.Script = _ => Updates(new RouteContent(Route), new TextContent("It was "), new TextContent("Casa do Jacarandá [1]."));

        var events = await RunAsync("Which hotel?");

        Assert.Equal(["It was ", "Casa do Jacarandá [1]."], events.OfType<TextDelta>().Select(delta => delta.Text));
        Assert.Equal((AnswerMode.Model, "cluster"), events.OfType<RouteChosen>().Select(route => (route.Mode, route.Endpoint)).Single());
        var completed = Assert.IsType<TurnCompleted>(events[^1]);
        Assert.Equal([new CitationMark(1, 25, 28)], completed.Citations);
        Assert.True(Assert.Single(completed.Sources).Cited);
    }

    [Fact]
    public async Task The_turn_asks_for_the_personas_tier_in_its_name_with_its_own_system_prompt()
    {
        _house.Model.Script = _ => Updates(new TextContent("ok"));

        await RunAsync("Which hotel?");

        Assert.Equal((Tier.Heavy, "solus"), (_house.Model.Options.GetRoute().PersonaTier, _house.Model.Options.GetRoute().Persona));
        Assert.Equal("You are solus.", _house.Model.Messages![0].Text);
        Assert.Contains("<passage id=\"1\" title=\"Lisbon\" date=\"2026-01-17\" source=\"chatgpt\" author=\"you\">", _house.Model.Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thinking_is_never_shown()
    {
        _house.Model.Script = _ => Updates(new TextReasoningContent("hm"), new TextContent("<think>hm</think>Yes."));

        Assert.Equal("Yes.", Text(await RunAsync("Really?")));
    }

    [Theory]
    [InlineData(InferenceFailure.NoEndpoint, "Start exo, Ollama")]
    [InlineData(InferenceFailure.Unreachable, "Nothing answers at cluster")]
    [InlineData(InferenceFailure.NotPlaced, "place it with: locals cluster place big-model")]
    [InlineData(InferenceFailure.ServerError, "cluster answered with an error")]
    [InlineData(InferenceFailure.Protocol, "does not speak like a model server")]
    [InlineData(InferenceFailure.Deadline, "did not begin to answer in time")]
    [InlineData(InferenceFailure.RefusedByGuard, "not an address in this house")]
    [InlineData(InferenceFailure.Truncated, "hung up before it said anything")]
    [InlineData(InferenceFailure.ContextOverflow, "too long for the model")]
    public async Task Without_a_model_the_reply_is_cited_passages_and_says_why(InferenceFailure failure, string why)
    {
        _house.Model.Script = _ => throw new InferenceException(failure, "detail", "cluster", "big-model");

        var events = await RunAsync("Which hotel?");

        var route = events.OfType<RouteChosen>().Last();
        Assert.Equal((AnswerMode.RecallOnly, null), (route.Mode, route.Endpoint));
        Assert.Contains(why, Text(events), StringComparison.Ordinal);
        Assert.Contains("“Lisbon” (17 January 2026, ChatGPT), you: We booked Casa do Jacarandá. [1]", Text(events), StringComparison.Ordinal);
        Assert.True(Assert.IsType<TurnCompleted>(events[^1]).Sources.Single().Cited);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure_and_not_the_end_of_the_turn()
    {
        _house.Model.Script = _ => throw new OperationCanceledException("somewhere below");

        Assert.IsType<TurnCompleted>((await RunAsync("Which hotel?"))[^1]);
    }

    [Fact]
    public async Task Without_a_model_and_without_a_match_the_reply_says_which_of_the_two_it_is()
    {
        _house.Model.Script = _ => throw new InferenceException(InferenceFailure.NoEndpoint, "none");
        _house.Memory.Passages = [];

        Assert.Contains("Nothing in your history matches", Text(await RunAsync("Which hotel?")), StringComparison.Ordinal);

        _house.Memory.Messages = 0;
        Assert.Contains("locals import", Text(await RunAsync("Which hotel?")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_the_first_words_keeps_them_and_says_that_they_are_incomplete()
    {
        _house.Model.Script = _ => Broken(new TextContent("The first half"));

        var events = await RunAsync("Tell me");

        Assert.Equal("The first half", Text(events));
        var interrupted = Assert.IsType<TurnInterrupted>(events[^1]);
        Assert.Equal(InferenceFailure.Truncated, interrupted.Failure);
        Assert.Contains("incomplete", interrupted.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(events, happened => happened is TurnCompleted);
    }

    [Fact]
    public async Task A_defect_is_a_sentence_too_before_the_first_word_and_after_it()
    {
        _house.Model.Script = _ => throw new InvalidOperationException("bug");
        Assert.Contains("so this is recall only", Text(await RunAsync("Tell me")), StringComparison.Ordinal);

        _house.Model.Script = _ => Broken(new TextContent("The first half"), new InvalidOperationException("bug"));
        var events = await RunAsync("Tell me");
        Assert.Equal("The first half", Text(events));
        Assert.Equal(PersonSentences.InterruptedByDefect, Assert.IsType<TurnInterrupted>(events[^1]).Sentence);
    }

    [Fact]
    public async Task Recall_only_after_a_simulated_failure_is_not_called_simulated()
    {
        _house.Model.Script = _ => Updates(new RouteContent(Route with { Simulated = true }), new TextContent("<think>only thoughts</think>"));

        Assert.Equal(Provenance.Measured, Assert.IsType<TurnCompleted>((await RunAsync("Hello"))[^1]).Stats.Provenance);
    }

    [Fact]
    public async Task A_passage_is_dated_by_the_persons_own_day()
    {
        _house.Options.TimeZone = "Asia/Tokyo";
        _house.Memory.Passages = [s_passage with { At = new DateTimeOffset(2026, 1, 17, 20, 0, 0, TimeSpan.Zero) }];
        _house.Model.Script = _ => Updates(new TextContent("ok"));

        await RunAsync("Which hotel?");

        Assert.Contains("date=\"2026-01-18\"", _house.Model.Messages![^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_makes_a_poorer_turn_not_a_failed_one_and_the_reasons_say_so()
    {
        _house.Memory.Fault = new MemoryStoreException("index.db is damaged.");
        _house.Model.Script = _ => Updates(new RouteContent(Route), new TextContent("Hello."));

        var events = await RunAsync("Hello");

        Assert.Equal("Hello.", Text(events));
        Assert.Contains("index.db is damaged", string.Join(' ', events.OfType<RouteChosen>().Single().Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_says_nothing_is_not_a_silent_reply()
    {
        _house.Model.Script = _ => Updates(new TextContent("<think>only thoughts</think>"));

        Assert.StartsWith(PersonSentences.SaidNothing, Text(await RunAsync("Hello")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_follow_up_recalls_by_the_message_before_it()
    {
        _house.Memory.Answer = query => query.Contains("Lisbon", StringComparison.Ordinal) ? [s_passage] : [];
        _house.Model.Script = _ => Updates(new TextContent("ok"));

        await RunAsync("Which hotel did we book in Lisbon?", "Casa do Jacarandá.", "And in July?");

        Assert.Contains("<passage id=\"1\"", _house.Model.Messages![^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", "hello", TurnRefusal.UnknownPersona, "there is solus")]
    [InlineData("solus", "  ", TurnRefusal.NothingAsked, "write one")]
    public async Task A_turn_that_cannot_begin_is_refused_with_a_sentence(string persona, string message, TurnRefusal refusal, string sentence)
    {
        var refused = await Assert.ThrowsAsync<TurnRefusedException>(() => CollectAsync(Runtime().RunAsync(new TurnRequest(persona, [new TurnMessage(true, message)]))));

        Assert.Equal(refusal, refused.Refusal);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_lets_a_reply_finish_and_lets_no_other_begin()
    {
        var mayEnd = new TaskCompletionSource();
        _house.Model.Script = _ => Waiting(mayEnd.Task);
        await using var turn = Runtime().RunAsync(Ask("Tell me")).GetAsyncEnumerator();
        Assert.True(await turn.MoveNextAsync());

        var drained = _house.Gate.CloseAsync(TimeSpan.FromSeconds(20));
        var refused = await Assert.ThrowsAsync<TurnRefusedException>(() => CollectAsync(Runtime().RunAsync(Ask("Me too"))));
        Assert.Equal(TurnRefusal.HostStopping, refused.Refusal);
        Assert.False(drained.IsCompleted);

        mayEnd.SetResult();
        var rest = new List<TurnEvent>();
        while (await turn.MoveNextAsync()) rest.Add(turn.Current);
        Assert.IsType<TurnCompleted>(rest[^1]);
        await drained;
    }

    [Fact]
    public async Task A_reply_that_outlasts_the_bound_ends_with_a_sentence()
    {
        _house.Model.Script = cancellation => Waiting(new TaskCompletionSource().Task.WaitAsync(cancellation));
        await using var turn = Runtime().RunAsync(Ask("Tell me")).GetAsyncEnumerator();
        Assert.True(await turn.MoveNextAsync());
        var drained = _house.Gate.CloseAsync(TimeSpan.FromSeconds(20));

        _house.Time.Advance(TimeSpan.FromSeconds(21));

        Assert.True(await turn.MoveNextAsync());
        Assert.Equal(PersonSentences.InterruptedByStop, Assert.IsType<TurnInterrupted>(turn.Current).Sentence);
        Assert.False(await turn.MoveNextAsync());
        await drained;
    }

    [Fact]
    public async Task What_was_asked_and_what_was_answered_is_remembered_for_the_persona_it_was_said_to()
    {
        _house.Model.Script = _ => Updates(new TextContent("<think>hm</think>Casa do "), new TextContent("Jacarandá [1]."));
        await CollectAsync(Runtime().RunAsync(Ask("Hello", "Hello.", "Which hotel?") with { Channel = "travel" }));

        Assert.Equal(["Which hotel?", "Casa do Jacarandá [1]."], (await _house.RememberedAsync()).Select(said => said.Utterance.Text));
        Assert.All(_house.Memory.Remembered, said => Assert.Equal(new MemoryScope("owner", "solus", "travel"), said.Scope));
        Assert.Equal([MessageAuthor.User, MessageAuthor.Assistant], _house.Memory.Remembered.Select(said => said.Utterance.Author));
        Assert.All(_house.Memory.Remembered, said => Assert.Equal("Hello", said.Utterance.Title));
        Assert.Single(_house.Memory.Remembered.Select(said => said.Utterance.Conversation).Distinct());
    }

    [Fact]
    public async Task An_answer_that_is_nobodys_is_not_remembered_and_the_question_is()
    {
        _house.Model.Script = _ => throw new InferenceException(InferenceFailure.NoEndpoint, "none");
        Assert.Contains("Jacarandá", Text(await RunAsync("Which hotel?")), StringComparison.Ordinal);

        Assert.Equal(["Which hotel?"], (await _house.RememberedAsync()).Select(said => said.Utterance.Text));
    }

    [Fact]
    public async Task A_reply_that_the_person_cut_off_is_remembered_as_far_as_it_was_shown()
    {
        _house.Model.Script = cancellation => Waiting(new TaskCompletionSource().Task.WaitAsync(cancellation));
        await using (var turn = Runtime().RunAsync(Ask("Tell me")).GetAsyncEnumerator()) Assert.True(await turn.MoveNextAsync());

        Assert.Equal(["Tell me", "Begun"], (await _house.RememberedAsync()).Select(said => said.Utterance.Text));
    }

    [Fact]
    public async Task What_stands_in_the_prompt_already_is_not_recalled_into_it()
    {
        _house.Memory.Passages = [s_passage with { Text = "Which hotel?" }, s_passage with { Text = "Hello." }, s_passage];
        _house.Model.Script = _ => Updates(new TextContent("ok"));
        await RunAsync("Hello", "Hello.", "Which hotel?");

        Assert.Contains("<passage id=\"1\"", _house.Model.Messages![^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<passage id=\"2\"", _house.Model.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Casa do Jacarandá", _house.Model.Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_repeats_its_source_is_not_recalled_beside_it_and_one_that_does_not_is()
    {
        var source = s_passage with { Text = "We booked Casa do Jacarandá in Lisbon for three nights in May, with breakfast and a view of the river." };
        var first = s_passage with { MessageKey = "here:1", Source = "here", Author = MessageAuthor.Assistant, At = Day(20), Text = $"In “Lisbon” you said: “{source.Text}” [1]" };
        var second = first with { MessageKey = "here:2", At = Day(21), Text = $"In “Which hotel did we book in Lisbon?” the assistant said: “{first.Text}” [1]" };
        var advice = first with { MessageKey = "here:3", At = Day(22), Text = "I would take the tram to the hotel, for the hill is steep." };
        _house.Model.Script = _ => Updates(new TextContent("ok"));

        _house.Memory.Passages = [second, first, source, advice];
        Assert.Equal(2, await PassagesAsync());
        Assert.Contains("take the tram", _house.Model.Messages![^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the assistant said", _house.Model.Messages[^1].Text, StringComparison.Ordinal);
        // Where the source is not found, the reply that quotes it is the nearest to it.
        _house.Memory.Passages = [second, first];
        Assert.Equal(1, await PassagesAsync());
        Assert.DoesNotContain("the assistant said", _house.Model.Messages[^1].Text, StringComparison.Ordinal);

        static DateTimeOffset Day(int day) => new(2026, 11, day, 0, 0, 0, TimeSpan.Zero);
        async Task<int> PassagesAsync()
        {
            await RunAsync("Which hotel did we book in Lisbon?");
            return _house.Model.Messages![^1].Text.Split("<passage id=").Length - 1;
        }
    }

    [Fact]
    public async Task Who_asks_for_an_order_is_answered_from_a_listing_of_short_passages()
    {
        var text = string.Join(' ', Enumerable.Repeat("We looked at the house again and talked about it.", 40));
        _house.Memory.Listing = [.. Enumerable.Range(1, 12).Select(day => s_passage with { At = new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero), Text = $"Day {day}. {text}" })];
        _house.Model.Script = _ => Updates(new TextContent("ok"));
        await RunAsync("In what order did we look at houses?");

        var prompt = _house.Model.Messages![^1].Text;
        Assert.True(prompt.IndexOf("Day 1.", StringComparison.Ordinal) < prompt.IndexOf("Day 12.", StringComparison.Ordinal));
        Assert.Contains("<passage id=\"12\"", prompt, StringComparison.Ordinal);
        Assert.InRange(prompt.Length, 6000, 6 * 1200 + 3000);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_written_costs_no_turn()
    {
        _house.Memory.Refuses = "One?";
        _house.Model.Script = _ => Updates(new TextContent("ok"));
        Assert.Equal("ok", Text(await RunAsync("One?")));
        Assert.Equal("ok", Text(await RunAsync("Two?")));

        Assert.Equal(["ok", "Two?", "ok"], (await _house.RememberedAsync()).Select(said => said.Utterance.Text));
    }

    private static RouteDecision Route => new(Tier.Heavy, Tier.Heavy, "cluster", "big-model", false, ["heavy tier asked"]);

    private AgentRuntime Runtime() => _house.Runtime();

    private Task<List<TurnEvent>> RunAsync(params string[] messages) => _house.AskAsync(messages);

    private TurnRequest Ask(params string[] messages) => _house.Request(messages);

    private static Task<List<TurnEvent>> CollectAsync(IAsyncEnumerable<TurnEvent> turn) => TurnHouse.CollectAsync(turn);

    private static string Text(IEnumerable<TurnEvent> events) => TurnHouse.Text(events);

    private static async IAsyncEnumerable<ChatResponseUpdate> Updates(params AIContent[] contents)
    {
        await Task.CompletedTask;
        foreach (var content in contents) yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Broken(AIContent first, Exception? by = null)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, [first]);
        await Task.CompletedTask;
        throw by ?? new InferenceException(InferenceFailure.Truncated, "ended early", "cluster") { AfterFirstToken = true };
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Waiting(Task until)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "Begun");
        await until;
        yield return new ChatResponseUpdate(ChatRole.Assistant, " and ended.");
    }
}
