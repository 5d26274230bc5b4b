using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>
/// The fake seen by discord.js of npm, which knows nothing of it: what our tests stand on is not only our own reading of Discord's documentation. The tests play the
/// person, and the bot says at the end what it saw.
/// </summary>
public sealed class DiscordNodeTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "interop");

    [SkippableFact]
    public async Task Messages_files_threads_and_webhooks_go_both_ways()
    {
        await using var house = await NodeHouse.StartAsync();
        var (discord, channel, ana) = (house.Discord, house.Channel, house.Ana);

        var hello = discord.Say(ana, channel, "hello");
        await house.UntilAsync(() => channel.Message(hello)!.Reactions.Count == 1);
        discord.React(ana, channel, hello, "👋");
        var gone = discord.Say(ana, channel, "to be deleted", attachments: [new SimulatedFile("note.txt", "a note"u8.ToArray())]);
        discord.Edit(channel, gone, "to be deleted soon");
        discord.Delete(channel, gone);
        discord.Type(ana, channel);
        await house.AskAsync("file", () => channel.Newest!.Files.Count == 1);
        await house.AskAsync("thread", () => channel.Threads is [{ Count: 2 }]);
        await house.AskAsync("hook", () => channel.Newest is { Author.Name: "Kelly", Edits.Count: 1 });
        var direct = discord.DirectChannel(house.Bot, ana);
        await house.AskAsync("read", () => direct.Count == 1);
        discord.Say(ana, direct, $"{house.Bot.Mention} here too");
        var seen = await house.ByeAsync();

        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
        Assert.Equal("""["VINCE",["home"],["trading"]]""", Of(seen, "user", "guilds", "channels"));
        Assert.Equal("""[["as Kelly, changed","read"],["voices"]]""", $"[{Tail(seen.GetProperty("read"), 2)},{seen.GetProperty("webhooks").GetRawText()}]");
        var messages = seen.GetProperty("messages").EnumerateArray().Select(message => message.GetRawText()).ToList();
        foreach (var expected in (string[])[
            """["ana","hello","trading",false,[]]""", """["VINCE","hello yourself","trading",false,[]]""", """["ana","to be deleted","trading",false,["note.txt"]]""",
            """["VINCE","a file","trading",false,["tides.txt"]]""", """["VINCE","in the thread","aside",false,[]]""", """["Kelly","as Kelly","trading",false,[]]""",
            """["VINCE","in private","direct",false,[]]""", $"""["ana","{house.Bot.Mention} here too","direct",true,[]]"""])
            Assert.Contains(expected, messages);
        Assert.Contains("hello again", Texts(seen, "edits"));
        Assert.Contains("to be deleted soon", Texts(seen, "edits"));
        Assert.Contains("as Kelly, changed", Texts(seen, "edits"));
        Assert.Equal("""[["to be deleted soon"],["VINCE","ana"],[["👋","me",1],["👋","other",2]],[["aside","trading"]]]""", Of(seen, "deletes", "typing", "reactions", "threads"));

        var reply = channel.Messages[1];
        Assert.Equal((hello, "hello again", "hello yourself"), (reply.RepliesTo, reply.Content, reply.Edits.Single().Content));
        Assert.True(reply.Pinged.IsNobody);
        Assert.Equal("tide tables", Encoding.UTF8.GetString(channel.Messages.Single(message => message.Files.Count == 1).Files[0].Content.Span));
        Assert.Equal(new SimulatedPresence("idle", "the tide"), house.PresenceWhenReady);
        Assert.Empty(house.Violations);
    }

    [SkippableFact]
    public async Task Commands_buttons_menus_forms_and_completions_are_answered()
    {
        await using var house = await NodeHouse.StartAsync();
        var (discord, channel, ana, bot) = (house.Discord, house.Channel, house.Ana, house.Bot);
        await house.UntilAsync(() => bot.CommandNames.Count == 2);

        var completed = await discord.Complete(ana, channel, bot, "ask", "topic", new Dictionary<string, object?> { ["topic"] = "ti" }).Answered;
        var asked = discord.Use(ana, channel, bot, "ask", new Dictionary<string, object?>
        {
            ["question"] = "high tide?",
            ["who"] = ana,
            ["file"] = new SimulatedFile("where.txt", "in Lisbon"u8.ToArray()),
        });
        await house.UntilAsync(() => asked.FollowUps.Count == 1);
        var forgotten = await discord.Use(ana, discord.DirectChannel(bot, ana), bot, "memory forget", new Dictionary<string, object?> { ["days"] = 3 }).Answered;
        await house.UntilAsync(() => forgotten.Response is null);
        await house.AskAsync("controls", () => channel.Newest!.Controls.Count == 2);
        var controls = channel.Newest!;
        var pressed = await discord.Press(ana, controls, "form").Answered;
        var sent = await discord.Submit(ana, pressed.OpenedForm!, new Dictionary<string, string> { ["why"] = "the moon" }).Answered;
        await discord.Choose(ana, controls, "pick", "2").Answered;
        var seen = await house.ByeAsync();

        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
        Assert.Equal([new SimulatedChoice("topic: ti…", "ti")], completed.Choices!);
        Assert.Equal("high tide? ana in Lisbon", asked.Response!.Content);
        Assert.Equal(("and more", true), (asked.FollowUps[0].Content, asked.FollowUps[0].IsEphemeral));
        Assert.Equal("A form", pressed.OpenedForm!.Title);
        Assert.Equal(("because the moon", true), (sent.Response!.Content, sent.Response.IsEphemeral));
        Assert.Equal(("picked 2", 0), (channel.Message(controls.Id)!.Content, channel.Message(controls.Id)!.Controls.Count));
        Assert.Equal("""[["ask","memory"],true,"high tide? ana in Lisbon","forget 3",[4,2,2,3,5,3]]""", Of(seen, "commands", "same", "original", "response", "interactions"));
        Assert.Empty(house.Violations);
    }

    [SkippableFact]
    public async Task Dropped_sockets_op_7_and_op_9_lose_nothing_that_can_be_had_again()
    {
        await using var house = await NodeHouse.StartAsync();
        var (discord, channel, ana, bot) = (house.Discord, house.Channel, house.Ana, house.Bot);

        discord.DropSockets(bot);
        await house.UntilAsync(() => bot.Connections == 0);
        discord.Say(ana, channel, "while it was away");
        await house.AliveAsync(1);
        discord.AskToReconnect(bot);
        await house.AliveAsync(2);
        discord.InvalidateSession(bot, resumable: true);
        await house.AliveAsync(3);
        discord.InvalidateSession(bot, resumable: false);
        await house.UntilAsync(() => bot.Identifies == 2);
        var seen = await house.ByeAsync();

        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
        Assert.Equal("[3,2,1]", Of(seen, "resumed", "identified", "ready"));
        Assert.Single(seen.GetProperty("messages").EnumerateArray(), message => message[1].GetString() == "while it was away");
        Assert.Empty(house.Violations);
    }

    private static string Of(JsonElement seen, params string[] names) => $"[{string.Join(',', names.Select(name => seen.GetProperty(name).GetRawText()))}]";

    private static IEnumerable<string?> Texts(JsonElement seen, string name) => seen.GetProperty(name).EnumerateArray().Select(text => text.GetString());

    /// <summary>The newest of a list that begins with the newest, oldest first.</summary>
    private static string Tail(JsonElement list, int count) => $"[{string.Join(',', list.EnumerateArray().Take(count).Reverse().Select(item => item.GetRawText()))}]";

    /// <summary>A simulated Discord with a bot of discord.js that is logged in.</summary>
    private sealed class NodeHouse(SimulatedDiscord discord) : IAsyncDisposable
    {
        private static readonly string[] s_overlooked = ["enforce_nonce: is no documented field.", ": tts: is no documented field.", "/threads: type: is no documented field."];

        private Process _node = null!;
        private Task<string> _output = null!;
        private Task<string> _errors = null!;

        public SimulatedDiscord Discord => discord;

        public SimulatedBot Bot { get; private set; } = null!;

        public SimulatedChannel Channel { get; private set; } = null!;

        public SimulatedUser Ana { get; private set; } = null!;

        /// <summary>discord.js builds one body for all kinds of messages, and sends what only a new one has with the others too. Discord overlooks it.</summary>
        public IEnumerable<string> Violations => Discord.Violations.Where(sentence => !s_overlooked.Any(end => sentence.EndsWith(end, StringComparison.Ordinal)));

        public SimulatedPresence PresenceWhenReady { get; private set; } = null!;

        public static async Task<NodeHouse> StartAsync()
        {
            Skip.IfNot(Directory.Exists(Path.Combine(s_folder, "node_modules", "discord.js")), "the discord.js npm client is not installed (npm ci --prefix tests/interop)");
            var house = new NodeHouse(await SimulatedDiscord.StartAsync());
            var guild = house.Discord.AddGuild("home");
            house.Channel = guild.AddChannel("trading");
            house.Bot = house.Discord.AddBot("VINCE");
            house.Ana = house.Discord.AddUser("ana");
            guild.Add(house.Ana);
            string[] arguments = [Path.Combine(s_folder, "discord", "bot.mjs"), house.Discord.ApiUrl.ToString().TrimEnd('/'), house.Bot.Token];
            house._node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["DISCORD_TOKEN"] = "" } })!;
            house._output = house._node.StandardOutput.ReadToEndAsync();
            house._errors = house._node.StandardError.ReadToEndAsync();
            await house.UntilAsync(() => house.Bot.CommandNames.Count == 2);
            house.PresenceWhenReady = house.Bot.Presence;
            return house;
        }

        public Task AskAsync(string what, Func<bool> done)
        {
            Discord.Say(Ana, Channel, what);
            return UntilAsync(done);
        }

        /// <summary>Waits for a resume, and until the bot has digested it: discord.js stumbles over an op 9 that follows RESUMED at once.</summary>
        public async Task AliveAsync(int resumes)
        {
            await UntilAsync(() => Bot.Resumes == resumes);
            var before = Channel.Count;
            await AskAsync("alive", () => Channel.Count == before + 2);
        }

        public async Task UntilAsync(Func<bool> done)
        {
            await Discord.WaitForAsync(() => done() || _node.HasExited);
            Assert.False(_node.HasExited && !done(), _node.HasExited ? await _errors : "");
        }

        public async Task<JsonElement> ByeAsync()
        {
            Discord.Say(Ana, Channel, "bye");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _node.WaitForExitAsync(patience.Token);
            Assert.True(_node.ExitCode == 0, await _errors);
            return JsonSerializer.Deserialize<JsonElement>(await _output);
        }

        public async ValueTask DisposeAsync()
        {
            if (!_node.HasExited)
                _node.Kill();
            _node.Dispose();
            await Discord.DisposeAsync();
        }
    }
}
