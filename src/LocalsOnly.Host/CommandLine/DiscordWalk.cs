using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Simulation.Discord;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine;

/// <summary>
/// <c>locals demo --discord-fake</c>: the whole chat surface against a Discord that is simulated on this machine, step by step, as a transcript that a person can read. The
/// host, its bots and the wire between them are the real ones.
/// </summary>
internal sealed class DiscordWalk : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly SimulatedDiscord _discord;
    private readonly SimulatedGuild _guild;
    private readonly SimulatedUser _you;
    private readonly SimulatedUser _friend;
    private readonly Dictionary<string, SimulatedBot> _bots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedChannel> _channels = new(StringComparer.Ordinal);
    private IServiceProvider _services = null!;
    private Transcript _transcript = null!;

    private DiscordWalk(SimulatedDiscord discord)
    {
        _discord = discord;
        _guild = discord.AddGuild("home");
        (_you, _friend) = (discord.AddUser("you", "You"), discord.AddUser("friend", "A friend"));
        _guild.Add(_you);
        _guild.Add(_friend);
    }

    /// <summary>A Discord with a bot for each persona, and a server with a channel of its own for each.</summary>
    public static async Task<DiscordWalk> StartAsync(HouseConfiguration configuration, CancellationToken cancellationToken)
    {
        var walk = new DiscordWalk(await SimulatedDiscord.StartAsync(cancellationToken: cancellationToken));
        await using var services = House.BuildForCommand(configuration);
        foreach (var persona in services.GetRequiredService<IPersonaStore>().All)
        {
            walk._bots[persona.Id] = walk._discord.AddBot(persona.Name);
            walk._channels[persona.Id] = walk._guild.AddChannel((persona.Channels is [var first, ..] ? first : persona.Id).Replace('_', '-'));
        }

        return walk;
    }

    /// <summary>What the host has to be told so that its bots come here.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Configuration =>
        [new("Discord:Api", _discord.ApiUrl.ToString()), .. _bots.Select(bot => new KeyValuePair<string, string?>($"Discord:Tokens:{bot.Key}", bot.Value.Token))];

    public ValueTask DisposeAsync() => _discord.DisposeAsync();

    /// <summary>Takes every step. What does not come within a minute is an error.</summary>
    /// <exception cref="CommandException">A step did not do what it is there to show.</exception>
    public async Task RunAsync(IServiceProvider services, IReadOnlyList<string> questions, string export, TextWriter output, CancellationToken cancellationToken)
    {
        (_services, _transcript) = (services, new Transcript(output));
        var (kelly, eliza) = (_bots.ContainsKey("kelly") ? "kelly" : _bots.Keys.First(), _bots.ContainsKey("eliza") ? "eliza" : _bots.Keys.Last());
        await UntilAsync(() => _bots.Values.All(bot => bot.Connections == 1) && services.GetRequiredService<LocalsOnly.Discord.Gating.ChannelMap>().All.Count >= _channels.Count, cancellationToken);

        _transcript.Heading("Nobody is heard before they are let in");
        await IgnoredAsync(_you, _channels[kelly], $"{Mention(kelly)} hello?", cancellationToken);

        _transcript.Heading("The owner pairs: locals discord pair, and the code in a direct message");
        var direct = _discord.DirectChannel(_bots[eliza], _you);
        await SayAsync(_you, direct, services.GetRequiredService<People>().NewCode(owner: true), cancellationToken, answers: 1);

        _transcript.Heading("A question in private, with what the answer rests on");
        var answer = (await SayAsync(_you, direct, questions[0], cancellationToken))[^1];
        if (answer.Controls.FirstOrDefault(control => control.Label.StartsWith("Source", StringComparison.Ordinal)) is { } source)
        {
            _transcript.Note($"you press {source.Label}");
            await ShowAsync(_discord.Press(_you, answer, source.CustomId), cancellationToken);
        }

        _transcript.Heading("In a server a mention wakes one persona, and a reply goes on with it");
        answer = (await SayAsync(_you, _channels[kelly], $"{Mention(kelly)} {questions[^1]}", cancellationToken))[^1];
        await SayAsync(_you, _channels[kelly], "And in one sentence?", cancellationToken, replyTo: answer.Id);
        await IgnoredAsync(_friend, _channels[kelly], $"{Mention(kelly)} what did they ask you?", cancellationToken);

        _transcript.Heading("The connection breaks while somebody writes");
        _discord.DropSockets();
        await SayAsync(_you, _channels[kelly], $"{Mention(kelly)} are you still there?", cancellationToken);

        _transcript.Heading("Commands");
        await CommandsAsync(kelly, direct, questions, export, cancellationToken);

        if (_discord.Violations is [var first, ..]) throw new CommandException(ExitCode.Failed, $"Something was sent that Discord would not take: {first}");
        _transcript.Heading($"Done: {_bots.Count} bots, {_discord.Requests.Values.Sum()} requests, {_discord.RateLimitHits} over a limit, nothing that Discord would not take");
    }

    private async Task CommandsAsync(string persona, SimulatedChannel direct, IReadOnlyList<string> questions, string export, CancellationToken cancellationToken)
    {
        var channel = _channels[persona];
        var before = Answers(channel).Count;
        await UseAsync(channel, persona, "ask", new() { ["question"] = questions[0], ["persona"] = persona }, cancellationToken);
        await SettledAsync(channel, before + 1, cancellationToken);
        _transcript.Shows(Answers(channel)[^1]);

        await UseAsync(channel, persona, "agents", [], cancellationToken);
        var form = await UseAsync(channel, persona, "search", [], cancellationToken);
        if (form.OpenedForm is { } opened)
        {
            _transcript.Note($"you fill in “{opened.Title}”: Lisbon");
            var found = await ShowAsync(_discord.Submit(_you, opened, new Dictionary<string, string> { ["words"] = "Lisbon" }), cancellationToken);
            if (found.Response is { } list && list.Controls.FirstOrDefault(control => control.Values.Count > 0) is { } menu)
            {
                _transcript.Note($"you choose {menu.Label}");
                await ShowAsync(_discord.Choose(_you, list, menu.CustomId, menu.Values[0]), cancellationToken);
            }
        }

        await UseAsync(channel, persona, "remember", new() { ["text"] = "I prefer temperatures in Celsius." }, cancellationToken);
        await UseAsync(channel, persona, "facts", [], cancellationToken);
        var preview = await UseAsync(channel, persona, "forget", new() { ["words"] = "Lisbon" }, cancellationToken);
        if (preview.Response?.Controls.FirstOrDefault(control => control.Label.StartsWith("Keep", StringComparison.Ordinal)) is { } keep)
        {
            _transcript.Note($"you press {keep.Label}");
            await ShowAsync(_discord.Press(_you, preview.Response, keep.CustomId), cancellationToken);
        }

        await UseAsync(channel, persona, "tasks list", [], cancellationToken);
        await UseAsync(channel, persona, "status", [], cancellationToken);
        await UseAsync(channel, persona, "usage", [], cancellationToken);
        await UseAsync(channel, persona, "route", new() { ["message"] = questions[0] }, cancellationToken);
        await UseAsync(channel, persona, "why", [], cancellationToken);
        await UseAsync(channel, persona, "import", new() { ["file"] = new SimulatedFile(Path.GetFileName(export), await File.ReadAllBytesAsync(export, cancellationToken)) }, cancellationToken);
        await UseAsync(channel, persona, "new", [], cancellationToken);
    }

    private string Mention(string persona) => $"<@{_bots[persona].Id}>";

    private async Task<List<SimulatedMessage>> SayAsync(SimulatedUser user, SimulatedChannel channel, string text, CancellationToken cancellationToken, ulong? replyTo = null, int answers = 1)
    {
        var before = Answers(channel).Count;
        _discord.Say(user, channel, text, replyTo);
        _transcript.Says(channel, user.Name, Readable(text));
        await SettledAsync(channel, before + answers, cancellationToken);
        var all = Answers(channel)[before..];
        foreach (var message in all) _transcript.Shows(message);
        return all;
    }

    private async Task IgnoredAsync(SimulatedUser user, SimulatedChannel channel, string text, CancellationToken cancellationToken)
    {
        var id = new Snowflake(_discord.Say(user, channel, text));
        _transcript.Says(channel, user.Name, Readable(text));
        var ignored = _services.GetRequiredService<IgnoredMessages>();
        await UntilAsync(() => ignored.FateOf(id) is not null, cancellationToken);
        _transcript.Note(ignored.FateOf(id)!.Sentence);
    }

    private async Task<SimulatedInteraction> UseAsync(SimulatedChannel channel, string persona, string command, Dictionary<string, object?> options, CancellationToken cancellationToken)
    {
        _transcript.Says(channel, _you.Name, $"/{command}{string.Concat(options.Select(option => $" {option.Key}: {(option.Value is SimulatedFile file ? file.Name : option.Value)}"))}");
        return await ShowAsync(_discord.Use(_you, channel, _bots[persona], command, options), cancellationToken);
    }

    private async Task<SimulatedInteraction> ShowAsync(SimulatedInteraction used, CancellationToken cancellationToken)
    {
        // A deferral is no answer yet; a message that is changed is one without a new message.
        await UntilAsync(() => used.Answered.IsCompleted, cancellationToken);
        if (used.Failure is { } failure) throw new CommandException(ExitCode.Failed, $"A command was not answered in time: {failure}");
        if (used.Response is { } response) _transcript.Shows(response);
        foreach (var further in used.FollowUps) _transcript.Shows(further);
        return used;
    }

    private string Readable(string text) => _bots.Aggregate(text, (shown, bot) => shown.Replace($"<@{bot.Value.Id}>", $"@{bot.Value.Name}", StringComparison.Ordinal));

    private static List<SimulatedMessage> Answers(SimulatedChannel channel) => [.. channel.Messages.Where(message => message.Author.IsBot && message.Type != 20)];

    private Task SettledAsync(SimulatedChannel channel, int answers, CancellationToken cancellationToken) =>
        UntilAsync(() => Answers(channel).Count >= answers && _services.GetRequiredService<Inbox>().OpenChannels().Count == 0, cancellationToken);

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!condition()) await look.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"A step of the walk did not come to its end within {s_patience.TotalSeconds:0} s; the log above says what was going on."));
        }
    }
}
