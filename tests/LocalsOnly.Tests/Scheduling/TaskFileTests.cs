using LocalsOnly.Inference;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Scheduling;

public sealed class TaskFileTests
{
    [Fact]
    public void A_header_says_everything()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", """
            title: Morning brief
            cron: */20 8 * * 1-5   # a comment
            zone: Europe/Paris
            active: 08:00-09:00
            channel: ["#daily", dm, file]
            tier: heavy
            tools: [market_price]
            gate:
              weather: {place: Biarritz}
            grace: 1h30m
            retries: 1
            deadline: 90s
            silence: allowed
            """, "Say it.");

        var task = Assert.Single(house.Tasks.All);
        Assert.Empty(house.Tasks.Problems);
        Assert.Equal(("vince/brief", "Morning brief", "Say it."), (task.Id, task.Title, task.Prompt));
        Assert.Equal("*/20 8 * * 1-5", Assert.IsType<CronSchedule>(task.Schedule).Expression);
        Assert.Equal(["daily", "dm", "file"], task.Channels);
        Assert.Equal((Tier.Heavy, TimeSpan.FromMinutes(90), 1, TimeSpan.FromSeconds(90), true), (task.Tier, task.Grace, task.Retries, task.Deadline, task.Silence));
        Assert.Equal("Biarritz", Assert.Single(task.Gates)["place"]);
    }

    [Theory]
    [InlineData("cron: 0 8 * * *", 2, "no zone; add the IANA zone")]
    [InlineData("cron: 0 8 * * *\nzone: Europe/Pariss", 3, "there is no time zone 'Europe/Pariss'; did you mean Europe/Paris?")]
    [InlineData("cron: 0 8 * * *\nzone: Romance Standard Time", 3, "there is no time zone")]
    [InlineData("zone: UTC\ncron: 0 25 * * *", 3, "cron '0 25 * * *' cannot be read: Hour values must be between 0 and 23")]
    [InlineData("zone: UTC\ncron: tomorrow", 3, "has 1 fields; write five")]
    [InlineData("zone: UTC\ncron: 0 8 30 2 *", 3, "it is never due")]
    [InlineData("zone: UTC\ncron: 0 0 8 ? * MON 2020", 3, "it is never due")]
    [InlineData("zone: UTC\ncron: 0 8 * * *\nactive: 09:00-10:00", 3, "it is never due")]
    [InlineData("zone: UTC\ncron: '* * * * * *'", 3, "more than once a minute")]
    [InlineData("zone: UTC\ncron: 99 0 8 * * ?", 3, "cannot be read: 99 is more than any of its fields takes")]
    [InlineData("zone: UTC\ncron: 99 * * * *", 3, "cannot be read: 99 is more than any of its fields takes")]
    [InlineData("zone: UTC\ncron: 0 8 * * 1,98", 3, "cannot be read: 98 is more than any of its fields takes")]
    [InlineData("zone: UTC\nevery: 30s", 3, "write a length of time from 1 minute to 24 hours")]
    [InlineData("zone: UTC\nevery: often", 3, "every is 'often'")]
    [InlineData("zone: UTC\nonce: tomorrow", 3, "write date and time like")]
    [InlineData("zone: UTC", 2, "does not say when; add one of cron, every, once or after")]
    [InlineData("zone: UTC\nevery: 15m\ncron: 0 8 * * *", 3, "it says cron and every; keep one")]
    [InlineData("zone: UTC\nevery: 15m\nchanel: daily", 4, "unknown key 'chanel'; did you mean channel?")]
    [InlineData("zone: UTC\nevery: 15m\nchannel: dayli", 4, "channel 'dayli' is none of VINCE's; did you mean daily?")]
    [InlineData("zone: UTC\nevery: 15m\ntools: [market_pric]", 4, "'market_pric', which this house does not have; did you mean market_price?")]
    [InlineData("zone: UTC\nevery: 15m\ngate: wether", 4, "there is no gate 'wether'; did you mean weather?")]
    [InlineData("zone: UTC\nevery: 15m\ngate:\n  weather: {bad: 1}", 4, "weather is not set like that; write weather: {place: here}")]
    [InlineData("zone: UTC\nevery: 15m\ngate:\n  weather: dry", 5, "are pairs in braces")]
    [InlineData("zone: UTC\nevery: 15m\naction: paper_marks", 4, "there is no action 'paper_marks'; did you mean paper_mark?")]
    [InlineData("zone: UTC\nevery: 15m\naction: paper_mark\ntools: [time_now]", 5, "leave one of the two out")]
    [InlineData("zone: UTC\nafter: vince/brif", 3, "there is no task 'vince/brif'")]
    [InlineData("zone: UTC\nafter: vince/broken", 3, "it is never due: vince/broken waits for vince/broken")]
    [InlineData("zone: UTC\nevery: 15m\ntier: huge", 4, "write heavy, light or auto")]
    [InlineData("zone: UTC\nevery: 15m\nretries: 99", 4, "write a number from 0 to 5")]
    [InlineData("zone: UTC\nevery: 15m\nsilence: maybe", 4, "write silence: allowed")]
    [InlineData("zone: UTC\nevery: 15m\nevery: 20m", 4, "a key stands there twice")]
    [InlineData("zone: [UTC", 3, "no valid YAML")]
    [InlineData("- zone", 2, "not a list of key: value lines")]
    public void A_mistake_is_told_with_its_line_and_the_other_tasks_run(string header, int line, string clause)
    {
        using var house = new TaskHouse();
        house.Write("vince/broken", header).Write("kelly/fine", "every: 15m\nzone: UTC");
        var problem = house.Tasks.Problems[0];
        Assert.Equal("kelly/fine", Assert.Single(house.Tasks.All).Id);
        Assert.Contains(clause, problem.Sentence, StringComparison.Ordinal);
        Assert.StartsWith($"agents/vince/tasks/broken.md, line {line}: ", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_task_file_at_all_is_told_too()
    {
        using var house = new TaskHouse();
        Directory.CreateDirectory(Path.Combine(house.Agents, "vince", "tasks"));
        File.WriteAllText(Path.Combine(house.Agents, "vince", "tasks", "a.md"), "no header");
        File.WriteAllText(Path.Combine(house.Agents, "vince", "tasks", "b.md"), "---\nzone: UTC\nevery: 15m\n");
        File.WriteAllText(Path.Combine(house.Agents, "vince", "tasks", "c.md"), "---\nzone: UTC\nevery: 15m\n---\n");
        File.WriteAllText(Path.Combine(house.Agents, "vince", "tasks", "My Task.md"), "---\nzone: UTC\nevery: 15m\n---\nDo.");
        Directory.CreateDirectory(Path.Combine(house.Agents, "nobody", "tasks"));
        File.WriteAllText(Path.Combine(house.Agents, "nobody", "tasks", "d.md"), "---\nzone: UTC\nevery: 15m\n---\nDo.");

        Assert.Empty(house.Tasks.All);
        Assert.Equal(
            [
                "agents/nobody/tasks/d.md: there is no persona nobody; the file's folder lies beside a persona.md.",
                "agents/vince/tasks/My Task.md: a task's file is named in small letters, digits and hyphens, like daily-briefing.md.",
                "agents/vince/tasks/a.md, line 1: the file must begin with a line --- that opens the header.",
                "agents/vince/tasks/b.md: the header is not closed; put a line --- between the header and the prompt.",
                "agents/vince/tasks/c.md: there is no prompt after the header; write below the second --- what the persona is to do.",
            ],
            house.Tasks.Problems.Select(problem => problem.Sentence).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_a_file_that_is_broken_later_the_last_good_version_goes_on_and_that_is_said()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", "every: 15m\nzone: UTC", "First.");
        Assert.Single(house.Tasks.All);
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        house.Write("vince/brief", "every: 15m\nzone: Mars", "Second, broken.");

        Assert.Equal("First.", Assert.Single(house.Tasks.All).Prompt);
        Assert.EndsWith("What it said before still holds.", Assert.Single(house.Tasks.Problems).Sentence, StringComparison.Ordinal);
        house.Remove("vince/brief");
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(house.Tasks.All);
        Assert.Empty(house.Tasks.Problems);
    }

    [Fact]
    public void A_name_that_is_there_twice_counts_once_and_the_other_file_is_named()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", "every: 15m\nzone: UTC", "First.").Write("VINCE/brief", "every: 20m\nzone: UTC", "Second.");
        Assert.Single(house.Tasks.All);
        Assert.Contains("there is a task vince/brief already; give this file another name", Assert.Single(house.Tasks.Problems).Sentence, StringComparison.Ordinal);
    }
}
