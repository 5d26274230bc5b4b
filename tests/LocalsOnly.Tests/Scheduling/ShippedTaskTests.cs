using System.Text.RegularExpressions;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Personas;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using YamlDotNet.Serialization;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>The task files that ship: each names what there is.</summary>
public sealed partial class ShippedTaskTests : IDisposable
{
    private static readonly string[] s_actions = ["paper_mark", "standup", "memory_snapshot", "treasury_report"];
    private static readonly string[] s_keys = ["title", "cron", "every", "zone", "active", "channel", "tier", "tools", "gate", "grace", "retries", "deadline", "silence", "action", "off"];
    private readonly GateHouse _house = new();
    private readonly PersonaStore _personas = new(Path.Combine(Repository.Root, "agents"), NullLogger<PersonaStore>.Instance);

    public static TheoryData<string> Files() => new(Paths());

    private static IEnumerable<string> Paths() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "agents")).Select(persona => Path.Combine(persona, "tasks")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md")).Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public void Dispose() => _house.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_task_file_names_only_tools_channels_gates_and_actions_that_there_are(string file)
    {
        var persona = ((IPersonaStore)_personas).Find(file.Split('/')[1])!;
        var parts = File.ReadAllText(Path.Combine(Repository.Root, file)).Split("---\n", 3);
        var header = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parts[1]);

        Assert.Empty(header.Keys.Except(s_keys));
        var zone = TimeZoneInfo.FindSystemTimeZoneById((string)header["zone"]);
        Assert.True(header.ContainsKey("cron") ^ header.ContainsKey("every"));
        if (header.TryGetValue("cron", out var cron)) Assert.NotNull(new CronSchedule((string)cron, zone).Next(_house.Time.GetUtcNow()));
        else Assert.NotNull(Durations.Parse((string)header["every"]));
        Assert.Empty(List(header, "channel").Except([.. persona.Channels, ScheduledTask.Direct, ScheduledTask.File, ScheduledTask.Page]));
        Assert.Empty(List(header, "tools").Except([.. persona.Tools, "ask_agent"]));
        Assert.True(header.ContainsKey("action") ^ header.ContainsKey("tools"));
        if (header.TryGetValue("action", out var action)) Assert.Contains((string)action, s_actions);
        foreach (var setting in Gates(header)) _house.Gate(setting.Gate).Validate(setting);
        Assert.NotEmpty(parts[2].Trim());
        Assert.DoesNotMatch(DateOrPrice(), parts[2]);
    }

    [Fact]
    public void What_may_be_asked_by_a_clock_is_not_what_only_a_person_may_ask_for() => Assert.All(Paths(), file =>
    {
        var tools = List(new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(Repository.Root, file)).Split("---\n", 3)[1]), "tools");
        Assert.DoesNotContain(tools, tool => tool is "paper_open" or "paper_close" or "paper_stop" or "paper_reset_breaker" or "option_open" or "option_close" or "defi_confirm");
    });

    private static IEnumerable<string> List(Dictionary<string, object> header, string key) => !header.TryGetValue(key, out var value) ? [] : value is List<object> list ? list.Cast<string>() : [(string)value];

    private static IEnumerable<GateSetting> Gates(Dictionary<string, object> header) => !header.TryGetValue("gate", out var value) ? []
        : value is string name ? [new GateSetting(name, new Dictionary<string, string>())]
        : ((Dictionary<object, object>)value).Select(gate => new GateSetting((string)gate.Key, ((Dictionary<object, object>)gate.Value).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value)));

    [GeneratedRegex(@"\d{4}-\d{2}|[$€]\s*\d|\d\s*(USD|EUR)")]
    private static partial Regex DateOrPrice();
}
