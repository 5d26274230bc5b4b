using System.Diagnostics;
using LocalsOnly.Benchmarks.Measuring;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Benchmarks.Chat;

/// <summary>LocalsOnly as a process of its own, with a bot for each persona on a simulated Discord, and an owner who asks.</summary>
internal sealed class ChatHouseUnderTest : IAsyncDisposable
{
    private static readonly string[] s_personas = ["eliza", "kelly", "otaku", "solus", "vince"];

    private readonly string _home = Directory.CreateTempSubdirectory("localsonly-bench-").FullName;
    private readonly Dictionary<SimulatedChannel, SimulatedBot> _bots = [];
    private readonly SimulatedUser _owner;
    private readonly SimulatedExoNode _model;

    private ChatHouseUnderTest(SimulatedDiscord discord, SimulatedExoNode model)
    {
        (Discord, _model) = (discord, model);
        _owner = discord.AddUser("ana");
    }

    public SimulatedDiscord Discord { get; }

    public ChildProcess Process { get; private set; } = null!;

    public IReadOnlyList<SimulatedChannel> Channels => [.. _bots.Keys];

    /// <summary>Messages that bots have written so far: each is one answer.</summary>
    public int Answers => Discord.Requests.GetValueOrDefault("POST /channels/{channel}/messages") - 1;

    public static async Task<ChatHouseUnderTest> StartAsync(SimulatedDiscordOptions options, int channels)
    {
        var house = new ChatHouseUnderTest(
            await SimulatedDiscord.StartAsync(options with { IdentifyInterval = TimeSpan.Zero }), await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Light] }));
        var guild = house.Discord.AddGuild("home");
        guild.Add(house._owner);
        var bots = s_personas.ToDictionary(persona => persona, persona => house.Discord.AddBot(persona));
        for (var i = 0; i < channels; i++) house._bots[guild.AddChannel($"channel-{i}")] = bots[s_personas[i % s_personas.Length]];
        await house.StartHostAsync(bots);
        return house;
    }

    /// <summary>The owner asks the persona of a channel.</summary>
    public ulong Ask(SimulatedChannel channel, string text) => Discord.Say(_owner, channel, $"<@{_bots[channel].Id}> {text}");

    /// <summary>Waits until so many messages are answered.</summary>
    public async Task AnsweredAsync(int count, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (Answers < count)
        {
            if (Stopwatch.GetElapsedTime(began) > patience) throw new TimeoutException($"{Answers} of {count} messages are answered.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Discord.DisposeAsync();
        await _model.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task StartHostAsync(Dictionary<string, SimulatedBot> bots)
    {
        var start = Locals("up", "--port", "0");
        foreach (var (persona, bot) in bots) start.Environment[$"LOCALS_Discord__Tokens__{persona}"] = bot.Token;
        start.Environment["LOCALS_Discord__Api"] = Discord.ApiUrl.ToString();
        start.Environment["LOCALS_Discord__Coalesce"] = "00:00:00";
        start.Environment["LOCALS_Data__Offline"] = "true";
        start.Environment["LOCALS_Logging__LogLevel__Default"] = "Warning";
        start.Environment["LOCALS_Inference__Endpoints__mini__Url"] = _model.Url.ToString();
        start.Environment["LOCALS_Inference__Endpoints__mini__Protocol"] = "Exo";
        foreach (var tier in (string[])["Heavy", "Light"]) start.Environment[$"LOCALS_Inference__Tiers__{tier}__0"] = "mini";
        Process = ChildProcess.Start(start);
        await Process.UrlAsync();
        while (bots.Values.Any(bot => bot.Connections == 0)) await Task.Delay(20);

        var pair = Locals("discord", "pair");
        pair.RedirectStandardOutput = true;
        pair.RedirectStandardError = true;
        using var paired = System.Diagnostics.Process.Start(pair)!;
        var code = (await paired.StandardOutput.ReadToEndAsync()).Trim();
        await paired.WaitForExitAsync();
        var direct = Discord.DirectChannel(bots["kelly"], _owner);
        Discord.Say(_owner, direct, code);
        while (direct.Count < 2) await Task.Delay(20);
    }

    private ProcessStartInfo Locals(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), .. arguments, "--data", _home]);
        start.Environment["HOME"] = _home;
        return start;
    }
}
