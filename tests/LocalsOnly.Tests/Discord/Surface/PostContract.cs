using LocalsOnly.Discord;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Simulation.Discord;
using LocalsOnly.Tests.Agents;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Discord;

/// <summary>What personas write by themselves: in their own voice, once, and so that a person may ask on.</summary>
public abstract class PostContract : SurfaceContract
{
    private const string Create = "POST /channels/{channel}/messages";
    private const string Execute = "POST /webhooks/{webhook}/{token}";

    [Fact]
    public async Task A_persona_with_a_bot_writes_as_that_bot_and_pings_nobody()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();

        var posted = Assert.Single(await PostAsync(house, "k1", $"Good morning <@{house.Owner.Id}> and @everyone: BTC is at **101**."));

        var message = Assert.Single(ChatHouse.Answers(house.Channel));
        Assert.Equal((house.Bots["vince"].Id, null), (message.Author.Id, message.RepliesTo));
        Assert.Contains("BTC is at **101**.", message.Content, StringComparison.Ordinal);
        Assert.True(message.Pinged.IsNobody);
        Assert.Equal($"https://discord.com/channels/{house.Guild.Id}/{house.Channel.Id}/{message.Id}", posted.Link);
        Assert.Equal("vince wrote it without being asked (k1).", house.Get<MessageFates>().Of(posted.Id).Sentence);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_persona_without_a_bot_writes_by_the_webhook_under_its_own_name()
    {
        await using var house = await (await OfOneBotAsync("kelly", "vince")).StartAsync();

        await PostAsync(house, "k1", "BTC is at 101.");

        var message = Assert.Single(ChatHouse.Answers(house.Channel));
        Assert.Equal(("Vince", "BTC is at 101."), (message.Author.Name, message.Content));
        Assert.NotEqual(house.Bots["house"].Id, message.Author.Id);
    }

    [Theory]
    [InlineData(true, "BTC is at 101.")]
    [InlineData(false, "**Vince**\nBTC is at 101.")]
    public async Task Direct_messages_go_to_every_owner_and_to_no_guest(bool own, string content)
    {
        await using var house = await (own ? await OfBotsAsync("kelly", "vince") : await OfOneBotAsync("kelly", "vince")).StartAsync();
        var (bot, partner, guest) = (house.Bots[own ? "vince" : "house"], house.Discord.AddUser("cy", "Cy"), house.Discord.AddUser("di", "Di"));
        house.Own(partner);
        house.Own(guest, asGuest: true);

        var posted = await PostAsync(house, "k1", "BTC is at 101.", IDiscordPosts.Direct);

        var direct = new[] { house.Discord.DirectChannel(bot, house.Owner), house.Discord.DirectChannel(bot, partner) };
        Assert.All(direct, channel => Assert.Equal(content, Assert.Single(ChatHouse.Answers(channel)).Content));
        Assert.Empty(ChatHouse.Answers(house.Discord.DirectChannel(bot, guest)));
        Assert.Equal($"https://discord.com/channels/@me/{direct[0].Id}/{ChatHouse.Answers(direct[0])[0].Id}", posted[0].Link);
        Assert.All(house.House.Spoken, words => Assert.Equal(("vince", null, "BTC is at 101."), (words.PersonaId, words.Channel, words.Text)));
        Assert.Equal(2, house.House.Spoken.Select(words => words.Session).Distinct().Count());
    }

    [Fact]
    public async Task An_owner_who_takes_no_direct_messages_keeps_none_from_another()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        var partner = house.Discord.AddUser("cy", "Cy");
        house.Own(partner);
        house.Discord.DirectChannel(house.Bots["vince"], house.Owner).Silence(house.Bots["vince"]);

        var failed = await Assert.ThrowsAsync<DiscordException>(() => PostAsync(house, "k1", "BTC is at 101.", IDiscordPosts.Direct));

        Assert.Equal(DiscordFailure.Forbidden, failed.Failure);
        Assert.Single(ChatHouse.Answers(house.Discord.DirectChannel(house.Bots["vince"], partner)));
    }

    [Fact]
    public async Task A_longer_post_is_several_messages_and_a_very_long_one_a_summary_and_a_file()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        var paragraph = string.Join(' ', Enumerable.Repeat("word", 150)) + ".";

        var longer = await PostAsync(house, "k1", string.Join("\n\n", Enumerable.Repeat(paragraph, 5)));
        var veryLong = await PostAsync(house, "k2", string.Join("\n\n", Enumerable.Repeat(paragraph, 20)));

        var messages = ChatHouse.Answers(house.Channel);
        Assert.Equal(messages.Select(message => message.Id), longer.Concat(veryLong).Select(message => message.Id.Value));
        Assert.Equal([3, 1], [longer.Count, veryLong.Count]);
        Assert.Empty(messages[0].Files);
        Assert.EndsWith("is in the file.", messages[^1].Content, StringComparison.Ordinal);
        Assert.Equal(LocalsOnly.Discord.Text.LongAnswer.FileName, Assert.Single(messages[^1].Files).Name);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_messages_and_what_was_stored_first_stands_also_after_a_restart()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        var first = await PostAsync(house, "k1", "BTC is at 101.");

        var again = await PostAsync(house, "k1", "BTC is at 202.");
        await house.StopAsync();
        await house.StartAsync();
        var afterwards = await PostAsync(house, "k1", "BTC is at 303.");

        Assert.Equal(first, again);
        Assert.Equal(first, afterwards);
        Assert.Equal("BTC is at 101.", Assert.Single(ChatHouse.Answers(house.Channel)).Content);
        Assert.Single(house.House.Spoken);
        Assert.Equal(0L, house.Get<DiscordDatabase>().Scalar("SELECT count(*) FROM outbox WHERE text <> ''"));
    }

    [Fact]
    public async Task Two_who_ask_for_the_same_post_at_once_get_one()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();

        var both = await Task.WhenAll(PostAsync(house, "k1", "BTC is at 101."), PostAsync(house, "k1", "BTC is at 101."));

        Assert.Equal(both[0], both[1]);
        Assert.Single(ChatHouse.Answers(house.Channel));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_host_that_dies_before_Discord_has_answered_writes_the_rest_and_nothing_twice(bool own, bool wasWritten)
    {
        await using var house = await (own ? await OfBotsAsync("vince") : await OfOneBotAsync("vince")).StartAsync();
        var text = string.Join("\n\n", Enumerable.Range(1, 5).Select(number => string.Join(' ', Enumerable.Repeat($"word{number}", 120)) + "."));
        house.Discord.Faults.Next(wasWritten ? RestFault.Hang with { AfterDoing = true } : RestFault.Hang, 1, own ? Create : Execute);
        using var dying = new CancellationTokenSource();
        var posting = PostAsync(house, "k1", text, cancellationToken: dying.Token);
        await house.UntilAsync(() => house.Discord.Faults.Injected == 1);

        await house.KillAsync();
        await dying.CancelAsync();
        Assert.NotNull(await Record.ExceptionAsync(() => posting));
        house.Discord.Faults.Clear();
        house.Discord.Say(house.Owner, house.Channel, "word1 word1");
        await house.StartAsync();
        var posted = await PostAsync(house, "k1", text);

        var messages = ChatHouse.Answers(house.Channel);
        Assert.Equal(posted.Select(message => message.Id.Value), messages.Select(message => message.Id));
        Assert.Equal(3, messages.Count);
        // What was written is found, not written again; Discord's own guard against that lasts only minutes, and webhooks have none.
        Assert.Equal(wasWritten ? 3 : 4, house.Discord.Requests[own ? Create : Execute]);
        Assert.Equal(text.Where(char.IsLetterOrDigit), string.Concat(messages.Select(message => message.Content)).Where(char.IsLetterOrDigit));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task What_may_pass_and_what_does_not_are_told_apart_and_the_next_call_goes_on()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        house.Channel.Silence(house.Bots["vince"]);
        Assert.Equal(DiscordFailure.Forbidden, (await Assert.ThrowsAsync<DiscordException>(() => PostAsync(house, "k1", "BTC is at 101."))).Failure);
        house.Channel.ShowTo(house.Bots["vince"]);
        house.Discord.Faults.Next(RestFault.RateLimited(TimeSpan.FromHours(1)), 1, Create);
        Assert.Equal(DiscordFailure.RateLimited, (await Assert.ThrowsAsync<DiscordException>(() => PostAsync(house, "k2", "ETH is at 5."))).Failure);
        await house.StopAsync();
        await house.StartAsync();

        await PostAsync(house, "k1", "BTC is at 101.");
        await PostAsync(house, "k2", "ETH is at 5.");

        Assert.Equal(["BTC is at 101.", "ETH is at 5."], ChatHouse.Answers(house.Channel).Select(message => message.Content));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reply_to_a_post_reaches_the_persona_that_wrote_it(bool own)
    {
        await using var house = await (own ? await OfBotsAsync("kelly", "vince") : await OfOneBotAsync("kelly", "vince")).StartAsync();
        var posted = Assert.Single(await PostAsync(house, "k1", "BTC is at 101."));

        house.Discord.Say(house.Owner, house.Channel, "tell me more", replyTo: posted.Id.Value);

        Assert.Equal("vince on: tell me more", (await house.AnswersAsync(house.Channel, 2))[^1].Content);
        Assert.Empty(Assert.Single(house.Runtime.Requests).Attachments);
    }

    [Fact]
    public async Task Where_a_reply_begins_a_thread_the_post_is_quoted_because_the_threads_conversation_is_new()
    {
        await using var house = await (await OfBotsAsync("vince")).Set("Discord:Channels:desk:AutoThread", "true").StartAsync();
        var posted = Assert.Single(await PostAsync(house, "k1", "BTC is at 101."));

        house.Discord.Say(house.Owner, house.Channel, "tell me more", replyTo: posted.Id.Value);
        await house.UntilAsync(() => house.Runtime.Requests.Count == 1);

        Assert.Equal("BTC is at 101.", Assert.IsType<LocalsOnly.Agents.TextAttachment>(Assert.Single(Assert.Single(house.Runtime.Requests).Attachments)).Text);
    }

    [Fact]
    public async Task Tell_me_more_asks_a_model_that_has_the_post_before_it()
    {
        await using var turns = new TurnHouse();
        turns.Add("vince");
        turns.Model.Then("It was at 99 yesterday.");
        await using var house = await OfBotsAsync("vince");
        house.OwnWords = turns.OwnWords();
        house.Runtime.Turn = (request, cancellation) => turns.Runtime().RunAsync(request, cancellation);
        await house.StartAsync();

        await PostAsync(house, "k1", "BTC is at 101.");
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("vince")} tell me more");
        await house.AnswersAsync(house.Channel, 2);

        Assert.Equal(
            [(ChatRole.System, "You are vince."), (ChatRole.User, "(scheduled task vince/daily-briefing)"), (ChatRole.Assistant, "BTC is at 101.")],
            turns.Model.Messages!.SkipLast(1).Select(message => (message.Role, message.Text)));
        Assert.Equal($"discord:{house.Channel.Id}", (await turns.RememberedAsync())[0].Scope.Channel);
    }

    [Fact]
    public async Task Startup_takes_no_post_for_an_answer_that_is_due()
    {
        await using var house = await (await OfBotsAsync("vince")).StartAsync();
        house.Channel.Silence(house.Bots["vince"]);
        await Assert.ThrowsAsync<DiscordException>(() => PostAsync(house, "k1", "BTC is at 101."));
        house.Channel.ShowTo(house.Bots["vince"]);
        await house.StopAsync();

        await house.StartAsync();
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("vince")} hello");

        Assert.Equal(["vince on: hello"], (await house.AnswersAsync(house.Channel, 1)).Select(message => message.Content));
    }

    private static Task<IReadOnlyList<PostedMessage>> PostAsync(ChatHouse house, string key, string text, string channel = "desk", CancellationToken cancellationToken = default) =>
        house.Get<IDiscordPosts>().PostAsync(new PersonaPost(key, "vince", channel, text, "scheduled task vince/daily-briefing"), cancellationToken);
}
