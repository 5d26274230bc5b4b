using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Discord;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>When a task runs, and what stands in the book when it does not.</summary>
public sealed class OccurrenceTests
{
    private const string Daily = "cron: 0 8 * * *\nzone: UTC";
    private const string Quarter = "every: 15m\nzone: UTC";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Story(TaskHouse house, string task) =>
        house.Of(task).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Due:MM-dd HH:mm} {each.State}{(each.Late ? " late" : "")}"));

    [Fact]
    public async Task A_task_runs_at_its_time_once_and_its_output_is_delivered_with_proof()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", $"{Daily}\nchannel: [daily, page]", "What moved?");
        await house.PassAsync(TimeSpan.FromHours(10));

        var ran = house.Only("vince/brief");
        Assert.Equal((OccurrenceState.Succeeded, At("2026-01-05T08:00Z"), false), (ran.State, ran.Due, ran.Late));
        Assert.Equal(["daily", "page"], house.Target.Posts.Select(post => post.Channel).Order());
        Assert.All(house.Deliveries.Of("vince/brief", ran.Due), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        var asked = Assert.Single(house.Runtime.Requests);
        Assert.Equal(("vince", "vince/brief", false), (asked.PersonaId, asked.Task, asked.Guest));
        Assert.Contains("due Monday 2026-01-05 08:00 UTC", asked.Messages[^1].Text, StringComparison.Ordinal);
        Assert.Contains("What moved?", asked.Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_was_away_catches_up_once_within_the_grace_and_says_late()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", Daily).Write("vince/mark", Quarter);
        await house.PassAsync(TimeSpan.FromHours(7));
        house.Sleep(TimeSpan.FromHours(2));
        house.Restart();
        await house.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["01-05 08:00 Succeeded late"], Story(house, "vince/brief"));
        Assert.Contains("it runs late, at 09:00", house.Runtime.Requests.Single(request => request.Task == "vince/brief").Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(
            ["01-05 07:00 Succeeded", "01-05 07:15 Skipped", "01-05 07:30 Skipped", "01-05 07:45 Skipped", "01-05 08:00 Skipped", "01-05 08:15 Skipped", "01-05 08:30 Skipped", "01-05 08:45 Skipped", "01-05 09:00 Succeeded"],
            Story(house, "vince/mark").TakeLast(9));
        Assert.Equal("The host was away or asleep from 2026-01-05 07:00 to 2026-01-05 09:00 UTC. The one of 2026-01-05 09:00 UTC stands for it.", house.Occurrences.Find("vince/mark", At("2026-01-05T07:15Z"))!.Reason);
    }

    [Fact]
    public async Task What_is_later_than_its_grace_does_not_run_and_says_so()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", Daily).Write("kelly/soon", $"{Daily}\ngrace: 10m");
        await house.PassAsync(TimeSpan.FromHours(1));
        house.Sleep(TimeSpan.FromHours(7) + TimeSpan.FromMinutes(30));
        await house.PassAsync(TimeSpan.FromMinutes(1));
        house.Sleep(TimeSpan.FromDays(3));
        await house.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["01-05 08:00 Succeeded late", "01-06 08:00 Skipped", "01-07 08:00 Skipped", "01-08 08:00 Succeeded late"], Story(house, "vince/brief"));
        Assert.Equal(["01-05 08:00 Skipped", "01-06 08:00 Skipped", "01-07 08:00 Skipped", "01-08 08:00 Skipped"], Story(house, "kelly/soon"));
        Assert.Contains("It was 30 minutes late, and may be 10 minutes.", house.Of("kelly/soon")[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_new_catches_up_on_nothing_and_a_once_that_has_passed_says_so()
    {
        using var house = new TaskHouse("2026-01-05T08:30:00Z");
        house.Write("vince/brief", Daily).Write("vince/old", "once: 2026-01-05 08:00\nzone: UTC").Write("vince/new", "once: 2026-01-05 09:00\nzone: UTC");
        await house.PassAsync(TimeSpan.FromHours(1));
        Assert.Empty(house.Of("vince/brief"));
        Assert.Contains("had passed when its file was first seen", house.Only("vince/old").Reason, StringComparison.Ordinal);
        Assert.Equal(OccurrenceState.Succeeded, house.Only("vince/new").State);
    }

    [Fact]
    public async Task A_clock_that_is_put_forward_and_back_runs_nothing_twice_and_silences_nothing()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", Daily);
        await house.PassAsync(TimeSpan.FromHours(9));
        house.SetClock(At("2027-02-01T08:30Z"));
        await house.PassAsync(TimeSpan.FromMinutes(1));
        house.SetClock(At("2026-01-05T07:00Z"));
        await house.PassAsync(TimeSpan.FromDays(2));

        // Of the year that the clock took back, what had run has run, and what was missed is due again.
        Assert.Equal(["01-05 08:00 Succeeded", "01-06 08:00 Succeeded"], Story(house, "vince/brief").Take(2));
        Assert.Equal(3, house.Runtime.Requests.Count);
        Assert.Equal(At("2027-02-01T08:00Z"), house.Of("vince/brief").Last(each => each.State == OccurrenceState.Succeeded).Due);
    }

    [Fact]
    public async Task A_task_comes_after_another_that_succeeded_and_says_when_it_did_not()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", Daily).Write("kelly/then", "after: vince/brief\nzone: UTC");
        await house.PassAsync(TimeSpan.FromHours(9));
        house.Runtime.Turn = (_, _) => ScriptedRuntime.Of(ScriptedRuntime.Whole());
        await house.PassAsync(TimeSpan.FromDays(1));

        Assert.Equal(["01-05 08:00 Succeeded", "01-06 08:00 Skipped"], Story(house, "kelly/then"));
        Assert.Equal("vince/brief, after which it comes, did not succeed.", house.Of("kelly/then")[1].Reason);
    }

    [Fact]
    public async Task What_is_paused_does_not_run_and_when_it_goes_on_catches_up_on_nothing()
    {
        using var house = new TaskHouse();
        house.Write("vince/brief", Daily);
        await house.PassAsync(TimeSpan.FromHours(1));
        house.Occurrences.Pause("vince/brief", true, house.Clock.GetUtcNow());
        await house.PassAsync(TimeSpan.FromHours(7) + TimeSpan.FromMinutes(1));
        house.Occurrences.Pause("vince/brief", false, house.Clock.GetUtcNow());
        await house.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(["01-05 08:00 Skipped", "01-06 08:00 Succeeded"], Story(house, "vince/brief"));
        Assert.Equal(TaskSentences.Paused, house.Of("vince/brief")[0].Reason);
    }

    [Fact]
    public async Task Two_hosts_on_one_book_never_both_run_one()
    {
        using var one = new TaskHouse();
        one.Write("vince/brief", Daily).Write("vince/mark", Quarter);
        var begun = new System.Collections.Concurrent.ConcurrentBag<(string, DateTimeOffset)>();
        one.Runtime.Turn = (request, _) =>
        {
            begun.Add((request.Task!, one.Clock.GetUtcNow()));
            return ScriptedRuntime.Of(new TextDelta($"new at {one.Clock.GetUtcNow():O}"), ScriptedRuntime.Whole());
        };
        using var other = one.SecondHost();
        for (var at = At("2026-01-05T00:00Z"); at <= At("2026-01-05T10:00Z"); at = at.AddMinutes(15))
        {
            one.Clock.SetUtcNow(at);
            await Task.WhenAll(Task.Run(one.LookAsync), Task.Run(other.LookAsync));
            // The second of two that are due at once.
            one.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAll(Task.Run(one.LookAsync), Task.Run(other.LookAsync));
        }

        Assert.Equal(begun.Count, begun.Distinct().Count());
        Assert.Equal(41, one.Of("vince/mark").Concat(one.Of("vince/brief")).Count(each => each.State == OccurrenceState.Succeeded));
        Assert.Equal(41, begun.Count);
    }

    [Fact]
    public async Task Of_a_task_whose_last_run_goes_on_the_next_is_skipped()
    {
        using var house = new TaskHouse();
        house.Write("vince/mark", $"{Quarter}\ndeadline: 1h");
        await house.LookAsync();
        var gone = new TaskCompletionSource();
        house.Runtime.Turn = (_, cancellation) => Hang(gone, cancellation);
        house.Clock.SetUtcNow(At("2026-01-05T00:15Z"));
        house.Scheduler.Look(default);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
        house.Clock.SetUtcNow(At("2026-01-05T00:30Z"));
        house.Scheduler.Look(default);

        Assert.Equal("The one of 2026-01-05 00:15 UTC was still running.", house.Of("vince/mark")[^1].Reason);
    }

    [Fact]
    public async Task A_thousand_tasks_of_one_minute_begin_spread_over_it()
    {
        using var house = new TaskHouse();
        house.Set("Scheduling:AtOnce", "32");
        for (var i = 0; i < 1000; i++) house.Write($"vince/t{i}", Daily);
        house.Clock.SetUtcNow(At("2026-01-05T07:59Z"));
        await house.LookAsync();
        await house.PassAsync(TimeSpan.FromMinutes(3));

        var began = house.Occurrences.Newest(2000, skipped: true).Select(each => (each.State, each.Began!.Value)).ToList();
        Assert.Equal(1000, began.Count(each => each.State == OccurrenceState.Succeeded));
        Assert.True(began.GroupBy(each => each.Value.ToUnixTimeSeconds()).Max(second => second.Count()) <= 20);
        Assert.InRange(began.Max(each => each.Value) - began.Min(each => each.Value), TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(65));
    }

    private static async IAsyncEnumerable<TurnEvent> Hang(TaskCompletionSource begun, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        begun.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}
