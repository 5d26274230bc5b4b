using System.Runtime.CompilerServices;
using LocalsOnly.Agents;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord;

/// <summary>Restarts, deaths and absences: nothing is lost, nothing is said twice.</summary>
public abstract class NothingLostContract : SurfaceContract
{
    [Fact]
    public async Task What_waits_when_the_host_stops_is_answered_when_it_is_back()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Runtime.Turn = (_, cancellation) => AnswerTests.Never(cancellation);
        for (var i = 0; i < 3; i++) house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} question {i}");
        await house.UntilAsync(() => house.Get<Inbox>().Waiting(ChatHouse.Id(house.Channel.Id)).Count == 2);

        await house.StopAsync();
        house.Runtime.Turn = (request, _) => ScriptedRuntime.Of(new TextDelta(request.Messages[^1].Text), ScriptedRuntime.Whole());
        await house.StartAsync();

        Assert.Equal(["question 0", "question 1", "question 2"], (await house.AnswersAsync(house.Channel, 3)).Select(answer => answer.Content));
    }

    [Fact]
    public async Task A_host_that_dies_in_the_middle_of_an_answer_writes_it_anew_into_the_same_message()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Runtime.Turn = (_, cancellation) => Half(cancellation);
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} hello");
        await house.UntilAsync(() => ChatHouse.Answers(house.Channel) is [{ Content: "Half of " }] or [{ Content: "Half of" }]);

        await house.KillAsync();
        house.Runtime.Turn = (_, _) => ScriptedRuntime.Of(new TextDelta("All of it."), ScriptedRuntime.Whole());
        await house.StartAsync();

        Assert.Equal("All of it.", Assert.Single(await house.AnswersAsync(house.Channel, 1)).Content);
    }

    [Fact]
    public async Task What_had_been_changed_for_somebody_is_not_done_again_after_a_death()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        house.Runtime.Turn = (_, cancellation) => Trade(cancellation);
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("vince")} open BTC");
        await house.UntilAsync(() => house.Get<Inbox>().Find(ChatHouse.Id(house.Channel.Messages[0].Id)) is { Wrote: true });

        await house.KillAsync();
        await house.StartAsync();

        Assert.Equal(DiscordSentences.StoppedAfterWriting, Assert.Single(await house.AnswersAsync(house.Channel, 1)).Content);
        Assert.Single(house.Runtime.Requests);
    }

    [Fact]
    public async Task What_was_written_while_the_host_was_away_is_answered_once_and_in_order()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);
        house.Discord.Say(house.Owner, direct, "before");
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} before");
        await house.AnswersAsync(direct, 1);
        await house.AnswersAsync(house.Channel, 1);
        await house.StopAsync();

        house.Discord.Say(house.Owner, direct, "meanwhile in private");
        for (var i = 0; i < 3; i++) house.Discord.Say(house.Owner, house.Channel, $"{house.Mention(i == 1 ? "vince" : "kelly")} meanwhile {i}");
        await house.StartAsync();

        Assert.Equal("kelly on: meanwhile in private", (await house.AnswersAsync(direct, 2))[^1].Content);
        Assert.Equal(["kelly on: meanwhile 0", "vince on: meanwhile 1", "kelly on: meanwhile 2"], (await house.AnswersAsync(house.Channel, 4)).Skip(1).Select(answer => answer.Content));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task What_is_older_than_is_still_answered_has_a_reason()
    {
        await using var house = await (await OfBotsAsync("kelly")).Set("Discord:AnswerMissed", "00:00:00").StartAsync();
        house.Discord.Say(house.Owner, house.Channel, "before");
        await house.UntilAsync(() => house.Get<IgnoredMessages>().Newest(null, 1).Count == 1);
        await house.StopAsync();

        var missed = house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} meanwhile");
        await house.StartAsync();
        await house.UntilAsync(() => house.Get<IgnoredMessages>().FateOf(ChatHouse.Id(missed)) is not null);

        Assert.Contains("too long before", house.Get<MessageFates>().Of(ChatHouse.Id(missed)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_lost_loses_no_message_and_answers_none_twice()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} 0");
        await house.AnswersAsync(house.Channel, 1);

        house.Discord.DropSockets();
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} 1");
        await house.AnswersAsync(house.Channel, 2);
        await house.UntilAsync(() => house.Bots["kelly"].Connections == 1);
        house.Discord.InvalidateSession(house.Bots["kelly"], resumable: false);
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} 2");
        var answers = await house.AnswersAsync(house.Channel, 3);

        Assert.Equal(["kelly on: 0", "kelly on: 1", "kelly on: 2"], answers.Select(answer => answer.Content));
        Assert.Equal((2, 1), (house.Bots["kelly"].Identifies, house.Bots["kelly"].Resumes));
    }

    [Fact]
    public async Task A_host_that_is_told_to_stop_gives_up_no_message_for_it()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Runtime.Turn = (_, _) => throw new TurnRefusedException(TurnRefusal.HostStopping, "stopping");
        for (var i = 0; i < 8; i++) house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} question {i}");
        await house.UntilAsync(() => !house.Runtime.Requests.IsEmpty && house.Get<Inbox>().Waiting(ChatHouse.Id(house.Channel.Id)) is { Count: 8 } waiting && waiting.All(message => message.Tries == 0));
        await house.StopAsync();

        house.Runtime.Turn = (request, _) => ScriptedRuntime.Of(new TextDelta(request.Messages[^1].Text), ScriptedRuntime.Whole());
        await house.StartAsync();

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"question {i}"), (await house.AnswersAsync(house.Channel, 8)).Select(answer => answer.Content));
    }

    [Fact]
    public async Task A_message_that_came_after_the_question_is_not_taken_for_answered_with_it()
    {
        await using var house = await (await OfBotsAsync("kelly")).Set("Discord:Coalesce", "00:00:00.200").StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);
        house.Discord.Say(house.Owner, direct, "hello");
        await house.AnswersAsync(direct, 1);
        house.Discord.Faults.Next(RestFault.Hang, 1, "POST /channels/{channel}/messages");
        var first = house.Discord.Say(house.Owner, direct, "the first");
        await house.UntilAsync(() => house.Get<Outbox>().IsSettled(ChatHouse.Id(first)));
        house.Discord.Say(house.Owner, direct, "the second");
        await house.UntilAsync(() => house.Get<Inbox>().Waiting(ChatHouse.Id(direct.Id)).Count == 1);

        await house.KillAsync();
        house.Discord.Faults.Clear();
        await house.StartAsync();

        Assert.Equal(["kelly on: hello", "kelly on: the first", "kelly on: the second"], (await house.AnswersAsync(direct, 3)).Select(answer => answer.Content));
    }

    [Fact]
    public async Task A_draft_of_a_question_that_is_deleted_while_it_waits_again_goes_away()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Runtime.Turn = (_, cancellation) => Half(cancellation);
        var asked = house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} hello");
        await house.UntilAsync(() => ChatHouse.Answers(house.Channel).Count == 1);
        await house.KillAsync();
        house.Runtime.Turn = (_, _) => throw new TurnRefusedException(TurnRefusal.HostStopping, "stopping");
        await house.StartAsync();
        await house.UntilAsync(() => house.Get<Inbox>().Waiting(ChatHouse.Id(house.Channel.Id)).Count == 1 && house.Runtime.Requests.Count >= 2);

        house.Discord.Delete(house.Channel, asked);

        await house.UntilAsync(() => ChatHouse.Answers(house.Channel).Count == 0);
        Assert.Contains("deleted", house.Get<MessageFates>().Of(ChatHouse.Id(asked)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_Discord_does_not_give_at_once_loses_no_message()
    {
        await using var house = await (await OfOneBotAsync("kelly")).StartAsync();
        house.Discord.Faults.Next(RestFault.ServerError(503), 7, "GET /channels/{channel}/webhooks");

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("house")} one");

        // Discord was away for the webhook alone: the message waits and is answered.
        Assert.Equal("kelly on: one", Assert.Single(await house.AnswersAsync(house.Channel, 1)).Content);
    }

    [Fact]
    public async Task The_queue_of_a_channel_is_found_by_its_index()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var plan = house.Get<DiscordDatabase>().Rows("EXPLAIN QUERY PLAN SELECT id FROM inbox WHERE channel = 1 AND state = 0 AND state < 2 ORDER BY id", row => row.GetString(3));

        Assert.Contains("inbox_open", Assert.Single(plan), StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<TurnEvent> Half([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new TextDelta("Half of ");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async IAsyncEnumerable<TurnEvent> Trade([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new ToolCalled("paper_open", Writes: true);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
