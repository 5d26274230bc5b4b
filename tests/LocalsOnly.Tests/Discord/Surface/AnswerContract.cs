using System.Runtime.CompilerServices;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord;

/// <summary>How an answer comes: while it is written, when it is whole, and when something is in its way.</summary>
public abstract class AnswerContract : SurfaceContract
{
    [Fact]
    public async Task An_answer_that_takes_long_shows_what_goes_on_then_its_words_then_only_the_whole()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var (status, words) = (new Gate(), new Gate());
        house.Runtime.Turn = (_, cancellation) => Slow(cancellation);
        async IAsyncEnumerable<TurnEvent> Slow([EnumeratorCancellation] CancellationToken cancellation)
        {
            yield return new Queued("cluster", 2, TimeSpan.FromSeconds(20));
            await status.WaitAsync(cancellation);
            yield return new TextDelta("The first half");
            await words.WaitAsync(cancellation);
            yield return new TextDelta(" and the second.");
            yield return ScriptedRuntime.Whole();
        }

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} hello");
        await house.UntilAsync(() => Said(house) == "-# waiting for cluster, 2 ahead, about 20 s");
        status.Open();
        await house.UntilAsync(() => Said(house) == "The first half");
        Assert.Equal("Stop", Assert.Single(Last(house).Controls).Label);
        words.Open();
        var answer = Assert.Single(await house.AnswersAsync(house.Channel, 1));

        Assert.Equal("The first half and the second.", answer.Content);
        Assert.Empty(answer.Controls);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_draft_is_edited_at_most_once_a_second()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Runtime.Turn = (_, cancellation) => Chatter(cancellation);
        static async IAsyncEnumerable<TurnEvent> Chatter([EnumeratorCancellation] CancellationToken cancellation)
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var i = 0; i < 130; i++)
            {
                await beat.WaitForNextTickAsync(cancellation);
                yield return new TextDelta($"{i} ");
            }

            yield return ScriptedRuntime.Whole();
        }

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} count");
        var answer = (await house.AnswersAsync(house.Channel, 1))[0];

        var drafts = answer.Edits.Take(answer.Edits.Count - 1).Select(edit => edit.At).ToList();
        Assert.InRange(drafts.Count, 1, 4);
        for (var i = 1; i < drafts.Count; i++) Assert.True(drafts[i] - drafts[i - 1] >= TimeSpan.FromMilliseconds(950), $"{drafts[i] - drafts[i - 1]}");
        Assert.EndsWith("128 129", answer.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_longer_answer_is_several_messages_in_order_and_a_very_long_one_a_summary_and_a_file()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var paragraph = string.Join(' ', Enumerable.Repeat("word", 150)) + ".";
        var texts = new Queue<string>([string.Join("\n\n", Enumerable.Repeat(paragraph, 5)), string.Join("\n\n", Enumerable.Repeat(paragraph, 20))]);
        house.Runtime.Turn = (_, _) => ScriptedRuntime.Of(new TextDelta(texts.Dequeue()), ScriptedRuntime.Whole());

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} at length");
        var parts = await house.AnswersAsync(house.Channel, 2);
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} at great length");
        var all = await house.AnswersAsync(house.Channel, parts.Count + 1);

        Assert.Equal(5, parts.Sum(part => part.Content.Split("\n\n").Length));
        Assert.All(all, part => Assert.True(part.Content.Length <= 2000));
        Assert.Equal([true, false], parts.Take(2).Select(part => part.RepliesTo is not null));
        var file = Assert.Single(all[^1].Files);
        Assert.Equal("answer.md", file.Name);
        Assert.Equal(20, Encoding.UTF8.GetString(file.Content.Span).Split(paragraph).Length - 1);
    }

    [Fact]
    public async Task Sources_stand_under_an_answer_and_a_button_opens_what_was_said()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var passage = new Passage("chatgpt:1:m2", "chatgpt:1", "chatgpt", "Ragù for two", MessageAuthor.Assistant, new DateTimeOffset(2024, 3, 3, 0, 0, 0, TimeSpan.Zero), "Simmer for three hours.", 1);
        house.Memory.Conversation = new Conversation("chatgpt:1", "chatgpt", "Ragù for two", passage.At, passage.At, null, null,
        [
            new ConversationMessage("chatgpt:1:m1", null, MessageAuthor.User, MessageKind.Visible, true, passage.At, "How long does ragù take?", []),
            new ConversationMessage("chatgpt:1:m2", "chatgpt:1:m1", MessageAuthor.Assistant, MessageKind.Visible, true, passage.At, passage.Text, []),
        ]);
        house.Runtime.Turn = (_, _) => ScriptedRuntime.Of(new TextDelta("Three hours [1]."), ScriptedRuntime.Whole(new TurnSource(1, passage, passage.Text, Cited: true)));
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);

        house.Discord.Say(house.Owner, direct, "how long?");
        var answer = (await house.AnswersAsync(direct, 1))[0];
        var opened = await house.Discord.Press(house.Owner, answer, Assert.Single(answer.Controls).CustomId).Answered;
        await house.UntilAsync(() => opened.Response is { IsLoading: false });

        Assert.StartsWith("Three hours [1].\n-# ", answer.Content, StringComparison.Ordinal);
        Assert.Contains("Ragù for two", answer.Content, StringComparison.Ordinal);
        Assert.Contains("How long does ragù take?", opened.Response!.Content, StringComparison.Ordinal);
        Assert.Contains("Simmer for three hours.", opened.Response.Content, StringComparison.Ordinal);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Quick_messages_of_one_person_get_one_answer()
    {
        await using var house = await (await OfBotsAsync("kelly")).Set("Discord:Coalesce", "00:00:01").StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);

        var first = house.Discord.Say(house.Owner, direct, "one thing");
        var second = house.Discord.Say(house.Owner, direct, "and another");
        var answer = Assert.Single(await house.AnswersAsync(direct, 1));

        Assert.Equal("one thing\nand another", Assert.Single(house.Runtime.Requests).Messages[^1].Text);
        Assert.Equal(first, answer.RepliesTo);
        Assert.Contains("together", house.Get<MessageFates>().Of(ChatHouse.Id(second)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_is_changed_before_anything_was_said_is_asked_anew_and_one_that_is_deleted_is_not_answered()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);
        house.Runtime.Turn = (request, cancellation) => request.Messages[^1].Text.StartsWith("wrong", StringComparison.Ordinal) || request.Messages[^1].Text == "never mind" ? Never(cancellation) : ScriptedRuntime.Of(new TextDelta("Right."), ScriptedRuntime.Whole());

        var changed = house.Discord.Say(house.Owner, direct, "wrong words");
        await house.UntilAsync(() => house.Runtime.Requests.Count == 1);
        house.Discord.Edit(direct, changed, "right words");
        await house.AnswersAsync(direct, 1);
        var deleted = house.Discord.Say(house.Owner, direct, "never mind");
        await house.UntilAsync(() => house.Runtime.Requests.Count == 3);
        house.Discord.Delete(direct, deleted);
        await house.UntilAsync(() => house.Get<Inbox>().OpenChannels().Count == 0);

        Assert.Equal(["wrong words", "right words", "never mind"], house.Runtime.Requests.Select(request => request.Messages[^1].Text));
        Assert.Equal("Right.", Assert.Single(ChatHouse.Answers(direct)).Content);
        Assert.Contains("deleted", house.Get<MessageFates>().Of(ChatHouse.Id(deleted)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mention_that_is_added_afterwards_wakes_the_persona()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();

        var asked = house.Discord.Say(house.Owner, house.Channel, "lunch?");
        await house.UntilAsync(() => house.Get<IgnoredMessages>().FateOf(ChatHouse.Id(asked)) is not null);
        house.Discord.Edit(house.Channel, asked, $"{house.Mention("kelly")} lunch?");

        Assert.Equal("kelly on: lunch?", Assert.Single(await house.AnswersAsync(house.Channel, 1)).Content);
    }

    [Fact]
    public async Task Stop_ends_the_answer_for_whoever_asked_and_keeps_what_was_said()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Runtime.Turn = (_, cancellation) => Endless(cancellation);
        static async IAsyncEnumerable<TurnEvent> Endless([EnumeratorCancellation] CancellationToken cancellation)
        {
            yield return new TextDelta("So far.");
            await Task.Delay(Timeout.Infinite, cancellation);
            yield return ScriptedRuntime.Whole();
        }

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} go on forever");
        await house.UntilAsync(() => Said(house) == "So far.");
        var button = Assert.Single(Last(house).Controls).CustomId;
        var refused = await house.Discord.Press(house.Stranger, Last(house), button).Answered;
        Assert.Equal(DiscordSentences.StopIsTheirs, refused.Response!.Content);
        house.Discord.Press(house.Owner, Last(house), button);
        await house.UntilAsync(() => house.Get<Inbox>().OpenChannels().Count == 0);

        Assert.Equal($"So far.\n{DiscordSentences.StoppedByPerson}", Said(house));
        Assert.Empty(Last(house).Controls);
    }

    [Fact]
    public async Task A_turn_that_fails_in_an_unforeseen_way_is_one_sentence_and_the_next_one_goes_on()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var asked = 0;
        house.Runtime.Turn = (_, _) => asked++ == 0 ? throw new InvalidOperationException("boom") : ScriptedRuntime.Of(new TextDelta("Fine."), ScriptedRuntime.Whole());

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} one");
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} two");

        Assert.Equal([DiscordSentences.Defect, "Fine."], (await house.AnswersAsync(house.Channel, 2)).Select(answer => answer.Content));
    }

    [Fact]
    public async Task An_answer_begins_a_thread_where_the_channel_is_set_so_and_the_thread_needs_no_more_mentions()
    {
        await using var house = await (await OfBotsAsync("kelly")).Set("Discord:Channels:desk:AutoThread", "true").StartAsync();

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} where to eat on Wednesday?");
        await house.UntilAsync(() => house.Channel.Threads.Count == 1);
        var thread = house.Channel.Threads[0];
        await house.AnswersAsync(thread, 1);
        house.Discord.Say(house.Owner, thread, "and on Thursday?");
        var answers = await house.AnswersAsync(thread, 2);

        Assert.Equal("where to eat on Wednesday?", thread.Name);
        Assert.Equal("kelly on: and on Thursday?", answers[^1].Content);
        Assert.Equal([$"discord:{house.Channel.Id}"], house.Runtime.Requests.Select(request => request.Channel).Distinct());
        Assert.Equal($"discord/{thread.Id}", Assert.Single(house.Runtime.Requests.Select(request => request.Session).Distinct()));
    }

    [Fact]
    public async Task Files_are_read_into_the_turn_and_what_cannot_be_read_is_said()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);

        house.Discord.Say(house.Owner, direct, "what is in these?", attachments: [new SimulatedFile("notes.md", Encoding.UTF8.GetBytes("# Notes\nBuy figs.")), new SimulatedFile("song.mp3", new byte[] { 0xFF, 0xFB, 0, 0, 1, 2, 3 })]);
        var answer = (await house.AnswersAsync(direct, 1))[0];

        var file = Assert.IsType<TextAttachment>(Assert.Single(Assert.Single(house.Runtime.Requests).Attachments));
        Assert.Equal(("notes.md", "# Notes\nBuy figs."), (file.Name, file.Text.TrimEnd()));
        Assert.Contains("-# ", answer.Content, StringComparison.Ordinal);
        Assert.Contains("song.mp3", answer.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_may_not_be_written_in_is_a_reason_and_no_end_of_the_queue()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        house.Channel.Silence(house.Bots["kelly"]);

        var asked = house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} hello");
        await house.UntilAsync(() => house.Get<MessageFates>().Of(ChatHouse.Id(asked)).Sentence.Contains("could not", StringComparison.Ordinal));

        Assert.Contains("Send Messages", house.Get<MessageFates>().Of(ChatHouse.Id(asked)).Sentence, StringComparison.Ordinal);
    }

    internal static async IAsyncEnumerable<TurnEvent> Never([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield return ScriptedRuntime.Whole();
    }

    private static SimulatedMessage Last(ChatHouse house) => ChatHouse.Answers(house.Channel)[^1];

    private static string? Said(ChatHouse house) => ChatHouse.Answers(house.Channel).LastOrDefault()?.Content;

    /// <summary>Opens once, from the outside.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _open.TrySetResult();

        public Task WaitAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);
    }
}
