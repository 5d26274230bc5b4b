using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>A host with tasks in a process of its own, beside a model and a Discord that hold still where a test wants it killed.</summary>
internal sealed class KilledHouse : IAsyncDisposable
{
    /// <summary>The request by which a message comes to be.</summary>
    public const string Send = "POST /channels/{channel}/messages";

    /// <summary>One of Kelly's channels.</summary>
    public const string ChannelName = "lifestyle";

    private const string Header = $"zone: Etc/UTC\nchannel: [{ChannelName}, file]\nretries: 0";
    private const string Prompt = "(Scheduled task ";
    private const string Never = "2099-01-01 00:00:00";

    private readonly TemporaryDirectory _home = new();
    private readonly TaskFolder _folder = new();
    private readonly SimulatedBot _bot;
    private readonly SimulatedChannel _channel;

    private KilledHouse(SimulatedDiscord discord, SimulatedExoNode model, int atOnce)
    {
        (Discord, Model) = (discord, model);
        _bot = discord.AddBot("kelly");
        _channel = discord.AddGuild("home").AddChannel(ChannelName);
        (string Name, string Value)[] settings =
        [
            .. _folder.Environment.Select(each => (each.Item1["LOCALS_".Length..], each.Item2)),
            ("Data__Offline", "true"), ("Inference__Discover", "false"), ("Inference__Endpoints__mini__Url", model.Url.ToString()), ("Inference__Endpoints__mini__Protocol", "Exo"),
            ("Inference__Tiers__Heavy__0", "mini"), ("Inference__Tiers__Light__0", "mini"), ("Discord__Api", discord.ApiUrl.ToString()), ("Discord__Tokens__kelly", _bot.Token),
            ("Scheduling__AtOnce", atOnce.ToString(CultureInfo.InvariantCulture)), ("Scheduling__Spread", "00:00:00"),
        ];
        Host = new HostProcess(_home.Path, settings);
    }

    public SimulatedDiscord Discord { get; }

    public SimulatedExoNode Model { get; }

    public HostProcess Host { get; }

    /// <summary>What the persona has written in the channel.</summary>
    public IReadOnlyList<SimulatedMessage> Messages => [.. _channel.Messages.Where(message => message.Author.IsBot)];

    public static async Task<KilledHouse> StartAsync(int atOnce = 2)
    {
        var house = new KilledHouse(
            await SimulatedDiscord.StartAsync(new SimulatedDiscordOptions { IdentifyInterval = TimeSpan.Zero, Limits = SimulatedLimits.None }),
            await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Light] }), atOnce);
        await house.StartHostAsync();
        return house;
    }

    public async Task StartHostAsync()
    {
        await Host.StartAsync();
        await Host.UntilAsync(() => _bot.Connections == 1);
    }

    /// <summary>How often the model was asked for a task. What was asked before may be recalled: the prompt itself comes last.</summary>
    public int Asked(string task) => Model.Requests.Count(request =>
    {
        var asked = request.Body.GetProperty("messages").EnumerateArray().Last().GetRawText();
        return asked.LastIndexOf(Prompt, StringComparison.Ordinal) is var at and >= 0 && asked.AsSpan(at + Prompt.Length).StartsWith($"{task},", StringComparison.Ordinal);
    });

    /// <summary>Writes tasks that are due by the clock one after the other, from the next second on, each once. The host has seen each of them before it is due.</summary>
    public async Task DueAsync(TimeSpan apart, params IReadOnlyList<string> tasks)
    {
        foreach (var task in tasks)
        {
            _folder.Write(task, $"once: {Never}\n{Header}");
            // What is not paused goes on: it changes nothing, and the host has looked at the file when it answers.
            await PostAsync("pause", task);
        }

        var first = DateTimeOffset.UtcNow.AddSeconds(1);
        foreach (var (number, task) in tasks.Index()) _folder.Write(task, string.Create(CultureInfo.InvariantCulture, $"once: {first + (apart * number):yyyy-MM-dd HH:mm:ss}\n{Header}"));
        // For a name that it does not know the host looks at all files.
        await PostAsync("pause", "kelly/nothing");
        await PostAsync("pause", tasks[0]);
    }

    /// <summary>How the only time of a task stands, as the API tells it; null before there is one.</summary>
    public async Task<Run?> RunAsync(string task)
    {
        var runs = JsonSerializer.Deserialize<JsonElement>(await Host.Http.GetStringAsync(new Uri($"/api/tasks/history?skipped=true&task={task}", UriKind.Relative))).EnumerateArray().ToList();
        if (runs.Count == 0) return null;
        var run = Assert.Single(runs);
        return new Run(
            run.GetProperty("state").GetString()!, run.GetProperty("due").GetDateTimeOffset(), run.GetProperty("tries").GetInt32(), run.GetProperty("reason").GetString(), run.GetProperty("output").GetString(),
            run.GetProperty("deliveries").EnumerateArray().ToDictionary(
                each => each.GetProperty("channel").GetString()!, each => new Receipt(each.GetProperty("state").GetString()!, each.GetProperty("proof").GetString(), each.GetProperty("reason").GetString())));
    }

    /// <summary>Waits until the only time of a task stands as a test wants it.</summary>
    public async Task<Run> UntilAsync(string task, Func<Run, bool> stands)
    {
        Run? run = null;
        await Host.UntilAsync(async () => (run = await RunAsync(task)) is not null && stands(run), () => $"{task}: {run}");
        return run!;
    }

    public Task<Run> DeliveredAsync(string task) => UntilAsync(task, run => run.Deliveries.Count > 0 && run.Deliveries.Values.All(receipt => receipt.State == "delivered"));

    /// <summary>Where the reports of a task are, without a NAS.</summary>
    public string ReportFolder(string task) => Path.Combine(Host.Data, "reports", task);

    /// <summary>The reports of a task that are there.</summary>
    public IReadOnlyList<string> Reports(string task) => Directory.Exists(ReportFolder(task)) ? [.. Directory.EnumerateFiles(ReportFolder(task), "*.md")] : [];

    /// <summary>What <c>locals tasks</c> says.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await LocalsProgram.RunAsync(_home.Path, ["tasks", .. arguments, "--data", Host.Data], _folder.Environment);
        Assert.True(exitCode == 0, errors);
        return string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Discord.DisposeAsync();
        await Model.DisposeAsync();
        _folder.Dispose();
        _home.Dispose();
    }

    private async Task PostAsync(string what, string task)
    {
        using var reply = await Host.Http.PostAsJsonAsync(new Uri($"/api/tasks/{what}", UriKind.Relative), new { task, paused = false });
    }

    /// <summary>One time of a task.</summary>
    /// <param name="Deliveries">By channel.</param>
    internal sealed record Run(string State, DateTimeOffset Due, int Tries, string? Reason, string? Output, IReadOnlyDictionary<string, Receipt> Deliveries)
    {
        public override string ToString() => $"{State} after {Tries} tries, {Reason}; {string.Join(", ", Deliveries.Select(each => $"{each.Key} {each.Value}"))}";
    }

    internal sealed record Receipt(string State, string? Proof, string? Reason);
}
