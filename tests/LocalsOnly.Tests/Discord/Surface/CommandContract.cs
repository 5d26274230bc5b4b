using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Discord;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Standing;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord;

/// <summary>Commands, their forms, menus and buttons, on the wire.</summary>
public abstract class CommandContract : SurfaceContract, IAsyncLifetime
{
    private ChatHouse _house = null!;

    public async Task InitializeAsync() => _house = await OfBotsAsync("kelly", "vince");

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task Every_command_of_the_house_is_known_to_discord_and_a_second_start_changes_none()
    {
        await StartAsync();
        var before = _house.Discord.Requests.Where(route => route.Key.Contains("commands", StringComparison.Ordinal)).Sum(route => route.Value);
        await _house.StopAsync();
        await _house.StartAsync();
        await _house.UntilAsync(() => _house.Discord.Requests.Where(route => route.Key.Contains("commands", StringComparison.Ordinal)).Sum(route => route.Value) == before + 2);

        Assert.Equal(
            "agents ask facts forget import new remember route search status tasks usage why".Split(' '), _house.Bots["kelly"].CommandNames.Order(StringComparer.Ordinal));
        Assert.Empty(_house.Discord.Violations);
    }

    [Fact]
    public async Task A_stranger_is_told_why_and_a_guest_sees_nothing_of_the_owners()
    {
        await StartAsync();
        _house.Own(_house.Discord.AddUser("guest"), asGuest: true);
        var guest = _house.Discord.AddUser("cy");
        _house.Guild.Add(guest);
        _house.Own(guest, asGuest: true);

        Assert.Contains("Discord:Allow", (await UseAsync("status", by: _house.Stranger)).Response!.Content, StringComparison.Ordinal);
        Assert.Equal(DiscordSentences.ForOwner, (await UseAsync("facts", by: guest)).Response!.Content);
        Assert.Contains("Vince", (await UseAsync("agents", by: guest)).Response!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_by_command_stands_there_for_all_and_is_answered_in_a_reply_to_it()
    {
        await StartAsync();

        var asked = await UseAsync("ask", new() { ["question"] = "how is BTC?", ["persona"] = "vince" });
        var answer = (await _house.AnswersAsync(_house.Channel, 1))[^1];
        var choices = await _house.Discord.Complete(_house.Owner, _house.Channel, _house.Bots["kelly"], "ask", "persona", new Dictionary<string, object?> { ["question"] = "x", ["persona"] = "v" }).Answered;

        Assert.Equal("**Ana** asks Vince:\n> how is BTC?", asked.Response!.Content);
        Assert.Equal("vince on: how is BTC?", answer.Content);
        Assert.Equal(_house.Bots["vince"].Id, answer.Author.Id);
        Assert.Equal(asked.Response.Id, answer.RepliesTo);
        Assert.Equal(["vince"], choices.Choices!.Select(choice => choice.Name));
    }

    [Fact]
    public async Task In_direct_messages_only_the_bots_own_persona_is_asked()
    {
        await StartAsync();
        var direct = _house.Discord.DirectChannel(_house.Bots["kelly"], _house.Owner);

        var asked = await SettledAsync(_house.Discord.Use(_house.Owner, direct, _house.Bots["kelly"], "ask", new Dictionary<string, object?> { ["question"] = "how is BTC?", ["persona"] = "vince" }));

        Assert.Contains("in a direct message to Vince", asked.Response!.Content, StringComparison.Ordinal);
        Assert.Empty(_house.Runtime.Requests);
    }

    [Fact]
    public async Task A_guest_is_told_only_of_messages_of_the_channel_that_they_ask_in()
    {
        await StartAsync();
        var guest = _house.Discord.AddUser("cy");
        _house.Guild.Add(guest);
        _house.Own(guest, asGuest: true);
        var secret = _house.Guild.AddChannel("secret");
        await _house.UntilAsync(() => _house.Get<LocalsOnly.Discord.Gating.ChannelMap>().Find(ChatHouse.Id(secret.Id)) is not null);
        var asked = _house.Discord.Say(_house.Owner, secret, $"{_house.Mention("kelly")} hello");
        await _house.AnswersAsync(secret, 1);

        Assert.Equal(DiscordSentences.Unseen, (await UseAsync("why", new() { ["message"] = $"{asked}" }, by: guest)).Response!.Content);
        Assert.StartsWith("kelly answered it.", (await UseAsync("why", new() { ["message"] = $"{asked}" })).Response!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searching_asks_for_words_in_a_form_shows_pages_and_opens_one()
    {
        await StartAsync();
        _house.Memory.Passages = [.. Enumerable.Range(0, 12).Select(i => new Passage($"chatgpt:1:m{i}", "chatgpt:1", "chatgpt", $"Bread {i}", MessageAuthor.User, null, $"bread number {i}", 1))];
        _house.Memory.Conversation = new Conversation("chatgpt:1", "chatgpt", "Bread", null, null, null, null, [new ConversationMessage("chatgpt:1:m5", null, MessageAuthor.User, MessageKind.Visible, true, null, "bread number 5", [])]);

        var form = (await UseAsync("search")).OpenedForm!;
        var found = await SettledAsync(_house.Discord.Submit(_house.Owner, form, new Dictionary<string, string> { ["words"] = "bread", ["source"] = "" }));
        var next = found.Response!.Controls.Single(control => control.Label.StartsWith("Page 2", StringComparison.Ordinal));
        await _house.Discord.Press(_house.Owner, found.Response, next.CustomId).Answered;
        await _house.UntilAsync(() => found.Response!.Content.Contains("Bread 5", StringComparison.Ordinal));
        var menu = found.Response!.Controls.Single(control => control.Values.Count > 0);
        var opened = await SettledAsync(_house.Discord.Choose(_house.Owner, found.Response, menu.CustomId, menu.Values[0]));

        Assert.Contains("bread number 5", opened.Response!.Content, StringComparison.Ordinal);
        Assert.True(found.Response.IsEphemeral);
        Assert.Empty(_house.Discord.Violations);
    }

    [Fact]
    public async Task Forgetting_shows_what_is_meant_first_and_does_it_once_it_is_confirmed()
    {
        await StartAsync();
        _house.House.Archive.Conversations.Add(new ConversationLabel("chatgpt:1", "Bread", "chatgpt", null, 4));

        var preview = await UseAsync("forget", new() { ["words"] = "bread" });
        Assert.Empty(_house.House.Archive.Forgotten);
        var yes = preview.Response!.Controls.First(control => control.Label.StartsWith("Forget", StringComparison.Ordinal));
        _house.Discord.Press(_house.Owner, preview.Response, yes.CustomId);
        await _house.UntilAsync(() => preview.Response!.Content.StartsWith("Forgotten: 1", StringComparison.Ordinal));

        Assert.Equal("bread", Assert.Single(_house.House.Archive.Forgotten).Words);
        Assert.Contains("Say what is to be forgotten", (await UseAsync("forget")).Response!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remembering_is_for_all_personas_and_a_fact_is_forgotten_from_a_menu()
    {
        await StartAsync();
        _house.House.Facts.Add(new StandingRecord("1f0c22ab9d3e4455", "owner", null, null, StandingKind.Preference, "units", "Celsius, always", 1, "en", DateTimeOffset.UnixEpoch, "chatgpt:1:m1", "chatgpt:1"));

        await UseAsync("remember", new() { ["text"] = "I live in Utrecht." });
        var facts = await UseAsync("facts");
        Assert.Contains("Celsius, always", facts.Response!.Content, StringComparison.Ordinal);
        var menu = facts.Response.Controls.Single();
        await _house.Discord.Choose(_house.Owner, facts.Response, menu.CustomId, menu.Values[0]).Answered;

        var (scope, utterance) = Assert.Single(_house.Memory.Remembered);
        Assert.Equal((null, null, "I live in Utrecht."), (scope.Persona, scope.Channel, utterance.Text));
        Assert.Equal("1f0c22ab9d3e4455", Assert.Single(_house.House.Decisions).RecordId);
    }

    [Fact]
    public async Task An_export_that_is_attached_is_imported_and_what_is_none_is_refused()
    {
        await StartAsync();

        var imported = await UseAsync("import", new() { ["file"] = new SimulatedFile("conversations.json", Encoding.UTF8.GetBytes("[]")) });
        var refused = await UseAsync("import", new() { ["file"] = new SimulatedFile("holiday.png", new byte[] { 1, 2 }) });

        Assert.Equal(("conversations.json", "[]"), Assert.Single(_house.House.Imported));
        Assert.Equal("1 found = 1 new", imported.Response!.Content);
        Assert.Contains(".zip", refused.Response!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_tasks_are_off_the_list_says_so_once()
    {
        _house.Tasks.Add(new OneTask { IsOn = false });
        await StartAsync();

        Assert.Equal(
            "Nothing is due by the clock: Scheduling:Enabled is false.\n- **kelly/briefing** · every day at 08:00 (Europe/Paris)",
            (await UseAsync("tasks list")).Response!.Content!.Trim());
    }

    [Fact]
    public async Task Tasks_are_listed_run_and_paused()
    {
        _house.Tasks.Add(new OneTask());
        await StartAsync();

        Assert.Matches(@"^- \*\*kelly/briefing\*\* · every day at 08:00 \(Europe/Paris\) · next <t:\d+:R>$", (await UseAsync("tasks list")).Response!.Content!.Trim());
        Assert.Equal("It ran.", (await UseAsync("tasks run", new() { ["task"] = "kelly/briefing" })).Response!.Content);
        Assert.Equal("paused: True", (await UseAsync("tasks pause", new() { ["task"] = "kelly/briefing" })).Response!.Content);
        Assert.Contains("no task", (await UseAsync("tasks run", new() { ["task"] = "nothing" })).Response!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_tells_of_the_last_answer_of_a_message_by_its_link_and_of_what_is_no_link()
    {
        await StartAsync();
        var unheard = _house.Discord.Say(_house.Stranger, _house.Channel, "hello?");
        await _house.UntilAsync(() => _house.Get<IgnoredMessages>().FateOf(ChatHouse.Id(unheard)) is not null);

        Assert.Contains("Nothing was answered here yet", (await UseAsync("why")).Response!.Content, StringComparison.Ordinal);
        Assert.Contains("Discord:Allow", (await UseAsync("why", new() { ["message"] = $"https://discord.com/channels/{_house.Guild.Id}/{_house.Channel.Id}/{unheard}" })).Response!.Content, StringComparison.Ordinal);
        Assert.Contains("Copy Message Link", (await UseAsync("why", new() { ["message"] = "that one" })).Response!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_confirmed_by_its_button_once_and_by_nobody_else()
    {
        await StartAsync();
        _house.House.Plans.Add(new PendingApproval("7K2MPQ", "swap 100 USDC for ETH on Base", DateTimeOffset.UtcNow.AddMinutes(1), DateTimeOffset.UtcNow.AddMinutes(30)));
        var direct = _house.Discord.DirectChannel(_house.Bots["kelly"], _house.Owner);

        _house.Discord.Say(_house.Owner, direct, "plan a swap");
        var answer = (await _house.AnswersAsync(direct, 1))[0];
        var confirmed = await SettledAsync(_house.Discord.Press(_house.Owner, answer, answer.Controls.Single(control => control.CustomId.StartsWith("plan:", StringComparison.Ordinal)).CustomId));

        Assert.Equal("Plan 7K2MPQ is confirmed.", confirmed.Response!.Content);
        Assert.Equal("7K2MPQ in private", Assert.Single(_house.House.Confirmed));
    }

    private Task<ChatHouse> StartAsync() => StartedAsync();

    private async Task<ChatHouse> StartedAsync()
    {
        await _house.StartAsync();
        await _house.UntilAsync(() => _house.Bots.Values.All(bot => bot.CommandNames.Count == 13));
        return _house;
    }

    private async Task<SimulatedInteraction> UseAsync(string command, Dictionary<string, object?>? options = null, SimulatedUser? by = null) =>
        await SettledAsync(_house.Discord.Use(by ?? _house.Owner, _house.Channel, _house.Bots["kelly"], command, options ?? []));

    private async Task<SimulatedInteraction> SettledAsync(SimulatedInteraction used)
    {
        await _house.UntilAsync(() => used.Failure is not null || used.OpenedForm is not null || used.Response is { IsLoading: false });
        Assert.Null(used.Failure);
        return used;
    }

    private sealed class OneTask : IHouseTasks
    {
        public bool IsOn { get; init; } = true;

        public IReadOnlyList<HouseTask> List() => [new HouseTask("kelly/briefing", "every day at 08:00 (Europe/Paris)", IsOn ? DateTimeOffset.UtcNow.AddHours(1) : null, null, false)];

        public Task<string> RunAsync(string name, CancellationToken cancellationToken) => Task.FromResult("It ran.");

        public string Pause(string name, bool paused) => $"paused: {paused}";
    }
}
