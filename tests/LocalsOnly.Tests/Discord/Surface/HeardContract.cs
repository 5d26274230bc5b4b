using LocalsOnly.Discord.Storage;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord;

/// <summary>Who is heard and who answers, on the wire.</summary>
public abstract class HeardContract : SurfaceContract
{
    [Fact]
    public async Task A_mention_by_the_owner_is_answered_with_a_reply_by_the_bot_that_was_mentioned()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();

        var asked = house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("vince")} how is BTC?");
        var answer = Assert.Single(await house.AnswersAsync(house.Channel, 1));

        Assert.Equal("vince on: how is BTC?", answer.Content);
        Assert.Equal(house.Bots["vince"].Id, answer.Author.Id);
        Assert.Equal(asked, answer.RepliesTo);
        Assert.Equal([house.Owner.Id], answer.Pinged.Users);
        Assert.Equal("vince answered it.", house.Get<MessageFates>().Of(ChatHouse.Id(asked)).Sentence);
        Assert.NotEmpty(house.Channel.Typing);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Nobody_is_heard_before_somebody_is_paired()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync(owned: false);

        var why = await IgnoredAsync(house, house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} hello"));

        Assert.Contains("locals discord pair", why, StringComparison.Ordinal);
        Assert.Empty(house.Runtime.Requests);
        Assert.Empty(house.Channel.Typing);
    }

    [Fact]
    public async Task The_owner_pairs_with_a_code_in_a_direct_message_and_a_guest_with_theirs()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync(owned: false);
        var (direct, other) = (house.Discord.DirectChannel(house.Bots["kelly"], house.Owner), house.Discord.DirectChannel(house.Bots["kelly"], house.Stranger));
        var people = house.Get<People>();

        people.NewCode(owner: true);
        house.Discord.Say(house.Owner, direct, "AAAA-2222");
        house.Discord.Say(house.Owner, direct, people.NewCode(owner: true).ToLowerInvariant());
        await house.UntilAsync(() => ChatHouse.Answers(direct).Count == 2);
        house.Discord.Say(house.Stranger, other, people.NewCode(owner: false));
        await house.UntilAsync(() => ChatHouse.Answers(other).Count == 1);

        Assert.Contains("not good", ChatHouse.Answers(direct)[0].Content, StringComparison.Ordinal);
        Assert.Contains("yours", ChatHouse.Answers(direct)[1].Content, StringComparison.Ordinal);
        Assert.Contains("guest", ChatHouse.Answers(other)[0].Content, StringComparison.Ordinal);
        Assert.Equal([true, false], people.All().Select(person => person.Owner));
    }

    [Fact]
    public async Task In_a_server_only_who_calls_a_persona_is_answered_and_in_an_open_channel_everybody_who_is_let_in()
    {
        await using var house = await OfBotsAsync("kelly");
        var open = house.Guild.AddChannel("open");
        await house.Set("Discord:Channels:open:Open", "true").Set("Discord:Channels:open:Persona", "kelly").StartAsync();

        var unheard = await IgnoredAsync(house, house.Discord.Say(house.Owner, house.Channel, "nobody in particular"));
        var stranger = await IgnoredAsync(house, house.Discord.Say(house.Stranger, open, "let me in"));
        var toOthers = await IgnoredAsync(house, house.Discord.Say(house.Owner, open, $"<@{house.Stranger.Id}> lunch?"));
        house.Discord.Say(house.Owner, open, "good morning");

        Assert.Contains("calls no persona", unheard, StringComparison.Ordinal);
        Assert.Contains("Discord:Allow", stranger, StringComparison.Ordinal);
        Assert.Contains("somebody else", toOthers, StringComparison.Ordinal);
        Assert.Equal("kelly on: good morning", Assert.Single(await house.AnswersAsync(open, 1)).Content);
    }

    [Theory]
    [InlineData("Users")]
    [InlineData("Roles")]
    [InlineData("Channels")]
    public async Task Each_list_lets_people_in_as_guests(string list)
    {
        await using var house = await OfBotsAsync("kelly");
        var role = house.Guild.AddRole("friends");
        house.Guild.Add(house.Stranger, role);
        var id = list switch { "Users" => house.Stranger.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "Roles" => role.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => "desk" };
        await house.Set($"Discord:Allow:{list}:0", id).StartAsync();

        house.Discord.Say(house.Stranger, house.Channel, $"{house.Mention("kelly")} hello");
        await house.AnswersAsync(house.Channel, 1);

        Assert.True(Assert.Single(house.Runtime.Requests) is { Guest: true, Shared: true });
    }

    [Fact]
    public async Task Several_mentions_wake_the_first_and_a_reply_wakes_who_is_replied_to()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("vince")} and {house.Mention("kelly")}, hello");
        var first = (await house.AnswersAsync(house.Channel, 1))[0];
        house.Discord.Say(house.Owner, house.Channel, "and then?", replyTo: first.Id);
        var answers = await house.AnswersAsync(house.Channel, 2);

        Assert.Equal("vince on: and @Kelly, hello", answers[0].Content);
        Assert.Equal("vince on: and then?", answers[1].Content);
        Assert.Equal(2, house.Runtime.Requests.Count);
    }

    [Fact]
    public async Task Own_bots_and_other_programs_wake_nobody_and_a_rule_lets_one_in_with_a_budget()
    {
        await using var house = await OfBotsAsync("kelly", "vince");
        var (unknown, allowed) = (house.Discord.AddBot("Weather"), house.Discord.AddBot("News"));
        await house.Set("Discord:Bots:Allow:0", allowed.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).Set("Discord:Bots:Answers", "2").StartAsync();

        house.Discord.Say(house.Bots["vince"], house.Channel, $"{house.Mention("kelly")} hello");
        var refused = await IgnoredAsync(house, house.Discord.Say(unknown, house.Channel, $"{house.Mention("kelly")} hello"));
        for (var i = 0; i < 2; i++) house.Discord.Say(allowed, house.Channel, $"{house.Mention("kelly")} hello {i}");
        var spent = await IgnoredAsync(house, house.Discord.Say(allowed, house.Channel, $"{house.Mention("kelly")} hello again"));
        await house.UntilAsync(() => house.Get<Inbox>().OpenChannels().Count == 0);

        Assert.Contains("Discord:Bots:Allow", refused, StringComparison.Ordinal);
        Assert.Contains("2 answers", spent, StringComparison.Ordinal);
        Assert.Equal(["hello 0", "hello 1"], house.Runtime.Requests.Select(request => request.Messages[^1].Text));
    }

    [Fact]
    public async Task A_rule_lets_one_of_our_own_wake_another_and_the_budget_of_the_pair_ends_it()
    {
        await using var house = await OfBotsAsync("kelly", "vince");
        await house.Set("Discord:Bots:Allow:0", house.Bots["vince"].Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).Set("Discord:Bots:Answers", "2").StartAsync();

        for (var i = 0; i < 3; i++) house.Discord.Say(house.Bots["vince"], house.Channel, $"{house.Mention("kelly")} {i}");
        house.Discord.Say(house.Bots["vince"], house.Channel, $"{house.Mention("vince")} to myself");
        await house.UntilAsync(() => house.Get<IgnoredMessages>().Newest(null, 9).Count == 1 && house.Get<Inbox>().OpenChannels().Count == 0 && house.Runtime.Requests.Count == 2);

        Assert.All(house.Runtime.Requests, request => Assert.True(request is { PersonaId: "kelly", Guest: true }));
    }

    [Fact]
    public async Task In_the_direct_messages_of_a_bot_it_answers_whoever_is_mentioned()
    {
        await using var house = await (await OfBotsAsync("kelly", "vince")).StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);

        house.Discord.Say(house.Owner, direct, $"what would {house.Mention("vince")} say?");

        Assert.Equal("kelly on: what would @Vince say?", Assert.Single(await house.AnswersAsync(direct, 1)).Content);
    }

    [Theory]
    [InlineData("tomorrow", false)]
    [InlineData("calendar", false)]
    [InlineData("7K2M-Q9XA", true)]
    [InlineData("7k2mq9xa", true)]
    public void An_ordinary_word_is_no_code(string text, bool isCode) => Assert.Equal(isCode, People.LooksLikeCode(text));

    [Fact]
    public async Task What_may_be_recalled_depends_on_where_and_by_whom_it_is_asked()
    {
        await using var house = await OfBotsAsync("kelly");
        var closed = house.Guild.AddChannel("den");
        await house.Set("Discord:Channels:den:Private", "true").Set("Discord:Allow:Users:0", house.Stranger.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["kelly"], house.Owner);

        house.Discord.Say(house.Owner, direct, "in private");
        await house.AnswersAsync(direct, 1);
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} in public");
        await house.AnswersAsync(house.Channel, 1);
        house.Discord.Say(house.Owner, closed, $"{house.Mention("kelly")} in the den");
        await house.AnswersAsync(closed, 1);
        house.Discord.Say(house.Stranger, closed, $"{house.Mention("kelly")} a guest in the den");
        await house.AnswersAsync(closed, 2);

        var asked = house.Runtime.Requests.ToList();
        Assert.Equal([false, true, false, true], asked.Select(request => request.Shared));
        Assert.Equal([null, $"discord:{house.Channel.Id}", $"discord:{closed.Id}", $"discord:{closed.Id}"], asked.Select(request => request.Channel));
        Assert.Equal([null, "Ana", "Ana", "Bo"], asked.Select(request => request.Messages[^1].Name));
        Assert.Equal([false, false, false, true], asked.Select(request => request.Guest));
    }

    [Fact]
    public async Task One_bot_writes_as_each_persona_by_a_webhook_and_in_private_under_their_name()
    {
        await using var house = await (await OfOneBotAsync("kelly", "vince")).StartAsync();
        var direct = house.Discord.DirectChannel(house.Bots["house"], house.Owner);

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("house")} vince, how is BTC?");
        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("house")} Kelly: lunch?");
        var answers = await house.AnswersAsync(house.Channel, 2);
        house.Discord.Say(house.Owner, direct, "hello");
        var inPrivate = (await house.AnswersAsync(direct, 1))[0];

        Assert.Equal(["Vince", "Kelly"], answers.Select(answer => answer.Author.Name));
        Assert.Equal(["vince on: how is BTC?", "kelly on: lunch?"], answers.Select(answer => answer.Content));
        Assert.Equal("**Kelly**\nkelly on: hello", inPrivate.Content);
        Assert.Equal(3, house.Runtime.Requests.Count);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Nobody_is_pinged_whatever_a_model_writes()
    {
        await using var house = await (await OfBotsAsync("kelly")).StartAsync();
        var role = house.Guild.AddRole("all");
        house.Bots["kelly"].PingsEveryone = true;
        house.Runtime.Turn = (_, _) => ScriptedRuntime.Of(new LocalsOnly.Agents.TextDelta($"@everyone @here {role.Mention} <@{house.Stranger.Id}> look"), ScriptedRuntime.Whole());

        house.Discord.Say(house.Owner, house.Channel, $"{house.Mention("kelly")} call them");
        var answer = (await house.AnswersAsync(house.Channel, 1))[0];

        Assert.False(answer.Pinged.Everyone);
        Assert.Empty(answer.Pinged.Roles);
        Assert.Equal([house.Owner.Id], answer.Pinged.Users);
        Assert.EndsWith("look", answer.Content, StringComparison.Ordinal);
    }

    /// <summary>Waits until a message was ignored, and says why.</summary>
    private static async Task<string> IgnoredAsync(ChatHouse house, ulong message)
    {
        await house.UntilAsync(() => house.Get<IgnoredMessages>().FateOf(ChatHouse.Id(message)) is not null);
        return house.Get<MessageFates>().Of(ChatHouse.Id(message)).Sentence;
    }
}
