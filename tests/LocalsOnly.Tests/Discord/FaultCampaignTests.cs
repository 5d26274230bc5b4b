using System.Globalization;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Discord;
using LocalsOnly.Tests.Host;
using Xunit.Abstractions;

namespace LocalsOnly.Tests.Discord;

/// <summary>
/// The host as a process of its own, with five bots, while everything goes wrong that goes wrong with Discord: a thousand messages, each of them answered exactly once and in the
/// order of its channel. The host is killed twice, with the signal that no process can answer to.
/// </summary>
public sealed class FaultCampaignTests(ITestOutputHelper output) : IAsyncLifetime, IAsyncDisposable
{
    private const int Messages = 1000;
    private const int ChannelsPerPersona = 4;
    private static readonly string[] s_personas = ["eliza", "kelly", "otaku", "solus", "vince"];
    private static readonly int[] s_kills = [400, 750];

    private readonly TemporaryDirectory _home = new();
    private readonly Random _dice = new(20_261_126);
    private SimulatedDiscord _discord = null!;
    private SimulatedExoNode _model = null!;
    private HostProcess _host = null!;
    private (int Drops, int Invalidated, int Zombies) _done;

    [Fact]
    public async Task A_thousand_messages_through_every_fault_get_one_answer_each_in_order()
    {
        _discord = await SimulatedDiscord.StartAsync(new SimulatedDiscordOptions { HeartbeatInterval = TimeSpan.FromSeconds(2), IdentifyInterval = TimeSpan.Zero });
        _model = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Light] });
        var bots = s_personas.ToDictionary(persona => persona, persona => _discord.AddBot(persona));
        var (guild, owner, stranger) = (_discord.AddGuild("home"), _discord.AddUser("ana"), _discord.AddUser("bo"));
        guild.Add(owner);
        guild.Add(stranger);
        var channels = s_personas.SelectMany(persona => Enumerable.Range(0, ChannelsPerPersona).Select(i => (Persona: persona, Channel: guild.AddChannel($"{persona}-{i}")))).ToList();
        _host = new HostProcess(_home.Path, Settings(bots));
        await StartHostAsync(bots);
        await PairAsync(bots["kelly"], owner);

        Faults();
        var asked = new Dictionary<SimulatedChannel, List<ulong>>();
        var silent = new HashSet<ulong>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < Messages; i++)
        {
            await pace.WaitForNextTickAsync();
            if (s_kills.Contains(i)) await KillAndStartAsync(bots);
            Disturb(i, [.. bots.Values]);
            var (persona, channel) = channels[_dice.Next(channels.Count)];
            // One in ten is of somebody who is not let in: the control.
            var isStranger = _dice.Next(10) == 0;
            var id = _discord.Say(isStranger ? stranger : owner, channel, $"<@{bots[persona].Id}> question {i.ToString(CultureInfo.InvariantCulture)}");
            if (isStranger) silent.Add(id);
            else
            {
                if (!asked.TryGetValue(channel, out var list)) asked[channel] = list = [];
                list.Add(id);
            }
        }

        _discord.Faults.Clear();
        var expected = asked.Values.Sum(list => list.Count);
        await UntilAsync(() => channels.Sum(each => Answers(each.Channel).Count) >= expected && channels.All(each => Answers(each.Channel).All(answer => answer.Controls.All(control => control.Label != "Stop"))));

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{expected} messages answered, {silent.Count} of a stranger not; {_host.Kills} kills, {_done.Drops} drops of all sockets, {_done.Invalidated} sessions invalidated, {_done.Zombies} zombies, {_discord.Faults.Injected} requests failed; {bots.Values.Sum(bot => bot.Identifies)} identifies, {bots.Values.Sum(bot => bot.Resumes)} resumes, {_discord.RateLimitHits} over a limit"));
        foreach (var (_, channel) in channels)
            Assert.Equal(asked.GetValueOrDefault(channel) ?? [], Answers(channel).Select(answer => answer.RepliesTo!.Value));
        Assert.DoesNotContain(channels.SelectMany(each => Answers(each.Channel)), answer => silent.Contains(answer.RepliesTo!.Value));
        Assert.True(_discord.Faults.Injected > 50);
        Assert.Empty(_discord.Violations);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        if (_discord is not null) await _discord.DisposeAsync();
        if (_model is not null) await _model.DisposeAsync();
        _home.Dispose();
    }

    private void Faults()
    {
        var (send, edit) = ("POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}");
        foreach (var (route, seed) in new[] { (send, 1), (edit, 2) })
        {
            _discord.Faults.Rate(RestFault.RateLimited(TimeSpan.FromMilliseconds(300)), 0.03, seed, route);
            _discord.Faults.Rate(RestFault.ServerError(500), 0.03, seed + 10, route);
            _discord.Faults.Rate(RestFault.ServerError(502) with { AfterDoing = true }, 0.02, seed + 20, route);
            _discord.Faults.Rate(RestFault.Reset with { AfterDoing = true }, 0.02, seed + 30, route);
            _discord.Faults.Rate(RestFault.Reset, 0.02, seed + 40, route);
            _discord.Faults.Rate(RestFault.Slow(TimeSpan.FromMilliseconds(400)), 0.05, seed + 50, route);
            _discord.Faults.Next(RestFault.Hang, 2, route);
            _discord.Faults.Next(RestFault.Hang with { AfterDoing = true }, 2, route);
        }
    }

    private void Disturb(int i, SimulatedBot[] bots)
    {
        var bot = bots[_dice.Next(bots.Length)];
        if (i % 60 == 30)
        {
            _discord.DropSockets(i % 120 == 30 ? null : bot);
            _done.Drops++;
        }

        if (i % 90 == 45)
        {
            _discord.InvalidateSession(bot, resumable: i % 180 == 45);
            _done.Invalidated++;
        }

        if (i is 150 or 550)
        {
            _discord.StopAcks(bots[i == 150 ? 0 : 1]);
            _done.Zombies++;
        }

        if (i is 350 or 700) _discord.StopAcks(bots[i == 350 ? 0 : 1], stopped: false);
    }

    private async Task KillAndStartAsync(Dictionary<string, SimulatedBot> bots)
    {
        _host.Kill();
        await StartHostAsync(bots);
    }

    private async Task StartHostAsync(Dictionary<string, SimulatedBot> bots)
    {
        await _host.StartAsync();
        await UntilAsync(() => bots.Values.All(bot => bot.Connections == 1));
    }

    private IEnumerable<(string Name, string Value)> Settings(Dictionary<string, SimulatedBot> bots)
    {
        yield return ("Data__Offline", "true");
        yield return ("Inference__Discover", "false");
        yield return ("Inference__Endpoints__mini__Url", _model.Url.ToString());
        yield return ("Inference__Endpoints__mini__Protocol", "Exo");
        yield return ("Inference__Tiers__Heavy__0", "mini");
        yield return ("Inference__Tiers__Light__0", "mini");
        yield return ("Discord__Api", _discord.ApiUrl.ToString());
        yield return ("Discord__Coalesce", "00:00:00");
        foreach (var (persona, bot) in bots) yield return ($"Discord__Tokens__{persona}", bot.Token);
    }

    private async Task PairAsync(SimulatedBot bot, SimulatedUser owner)
    {
        var (code, paired, errors) = await LocalsProgram.RunAsync(_home.Path, ["discord", "pair", "--data", _host.Data]);
        Assert.True(code == 0, errors);
        var direct = _discord.DirectChannel(bot, owner);
        _discord.Say(owner, direct, paired.Trim());
        await UntilAsync(() => Answers(direct).Count == 1);
    }

    private Task UntilAsync(Func<bool> condition) => _host.UntilAsync(condition, () => $"Violations: {string.Join(" | ", _discord.Violations)}");

    private static List<SimulatedMessage> Answers(SimulatedChannel channel) => [.. channel.Messages.Where(message => message.Author.IsBot)];
}
