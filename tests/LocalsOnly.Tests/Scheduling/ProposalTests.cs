using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Discord;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>Tasks that are made in a chat.</summary>
public sealed class ProposalTests
{
    private static readonly Dictionary<string, object?> s_lunch = new() { ["name"] = "lunch", ["when"] = "0 12 * * 1-5", ["prompt"] = "Say what is for lunch.", ["zone"] = "Europe/Paris", ["channel"] = "#daily" };

    private static async Task<string> CallAsync(TaskHouse house, string tool, Dictionary<string, object?> arguments, string message = "remind me", string? channel = null)
    {
        var persona = house.Get<IPersonaStore>().Find("kelly")!;
        var turn = new ToolTurn(persona, channel, message, house.Clock.GetUtcNow(), TimeZoneInfo.Utc);
        var its = house.Get<IEnumerable<IToolset>>().SelectMany(set => set.Tools).Single(each => each.Name == tool);
        Assert.True(its.PersonOnly);
        return (await its.Function.InvokeAsync(turn.Arguments(arguments)))!.ToString()!;
    }

    private static string CodeIn(TaskHouse house, string? channel = null) => Assert.Single(house.Get<TaskProposals>().Pending(channel)).Code;

    private static async Task TrialAsync(TaskHouse house)
    {
        var trial = house.Get<TaskProposals>().Trial;
        for (var i = 0; i < 1000 && !trial.IsCompleted; i++)
        {
            await house.LookAsync();
            house.Clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        await trial.WaitAsync(TimeSpan.FromSeconds(30));
        await house.LookAsync();
    }

    [Fact]
    public async Task It_is_said_in_plain_words_confirmed_run_once_and_kept()
    {
        using var house = new TaskHouse();
        var said = await CallAsync(house, "task_propose", s_lunch);
        Assert.Contains("KELLY does this Monday to Friday at 12:00 (Europe/Paris): Say what is for lunch.", said, StringComparison.Ordinal);
        Assert.Contains("The next times in Europe/Paris:", said, StringComparison.Ordinal);
        Assert.Empty(house.Tasks.All);

        Assert.Contains("runs once now", house.Get<TaskProposals>().Confirm(CodeIn(house), null), StringComparison.Ordinal);
        await TrialAsync(house);

        house.Clock.Advance(TimeSpan.FromSeconds(1));
        var task = Assert.Single(house.Tasks.All);
        Assert.Equal(("kelly/lunch", false, false), (task.Id, task.Off, task.Draft));
        Assert.Equal(["**kelly/lunch** worked", "kelly on"], house.Target.Posts.Select(post => post.Text[..post.Text.IndexOfAny([':', ','])]).Order(StringComparer.Ordinal));
        await house.PassAsync(TimeSpan.FromHours(13));
        Assert.Equal(2, house.Runtime.Requests.Count);
    }

    [Fact]
    public async Task What_does_not_work_the_first_time_is_not_kept_and_that_is_said()
    {
        using var house = new TaskHouse();
        house.Runtime.Turn = (_, _) => ScriptedRuntime.Of(ScriptedRuntime.Whole());
        await CallAsync(house, "task_propose", s_lunch);
        house.Get<TaskProposals>().Confirm(CodeIn(house), null);
        await TrialAsync(house);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(house.Tasks.All);
        Assert.Contains("did not work, so it is not kept: It ended without a word", Assert.Single(house.Target.Posts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_person_s_own_word_in_the_same_place_and_in_time_confirms()
    {
        using var house = new TaskHouse();
        await CallAsync(house, "task_propose", s_lunch, channel: "discord:7");
        var code = CodeIn(house, "discord:7");
        Assert.Empty(house.Get<TaskProposals>().Pending(null));
        Assert.Throws<ToolException>(() => house.Get<TaskProposals>().Confirm(code, null));
        await Assert.ThrowsAsync<ToolException>(() => CallAsync(house, "task_confirm", new() { ["code"] = code }, "yes", "discord:7"));
        house.Clock.Advance(TimeSpan.FromMinutes(31));
        await Assert.ThrowsAsync<ToolException>(() => CallAsync(house, "task_confirm", new() { ["code"] = code }, $"confirm {code}", "discord:7"));
        Assert.Empty(house.Tasks.All);

        await CallAsync(house, "task_propose", s_lunch, channel: "discord:7");
        code = CodeIn(house, "discord:7");
        Assert.Contains("runs once now", await CallAsync(house, "task_confirm", new() { ["code"] = code }, $"confirm {code}", "discord:7"), StringComparison.Ordinal);
        await TrialAsync(house);
    }

    [Theory]
    [InlineData("when", "whenever", "cron 'whenever' has 1 fields")]
    [InlineData("zone", "Mars/Olympus", "there is no time zone 'Mars/Olympus'")]
    [InlineData("channel", "nowhere", "channel 'nowhere' is none of KELLY's")]
    [InlineData("name", "../../etc/x", "small letters, digits and hyphens")]
    [InlineData("prompt", " ", "there is no prompt")]
    public async Task What_is_no_task_is_refused_with_the_reason(string key, string value, string reason)
    {
        using var house = new TaskHouse();
        var failed = await Assert.ThrowsAsync<ToolException>(() => CallAsync(house, "task_propose", new(s_lunch) { [key] = value }));
        Assert.Contains(reason, failed.Message, StringComparison.Ordinal);
        Assert.Empty(house.Get<TaskProposals>().Pending(null));
    }
}
