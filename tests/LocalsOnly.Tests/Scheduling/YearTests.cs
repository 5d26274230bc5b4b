using System.Globalization;
using System.Runtime.CompilerServices;
using LocalsOnly.Agents;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Discord;
using Xunit.Abstractions;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>
/// Every task of the repository over the 366 days of 2028, on a host that crashes, sleeps and whose clock is set. What was due is counted by another way than the product's.
/// </summary>
public sealed class YearTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset s_start = new(2027, 12, 31, 23, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_end = s_start.AddDays(366);

    [Fact]
    public async Task Over_a_year_every_due_time_ran_at_most_once_or_says_why_not()
    {
        var random = new Random(2028);
        using var house = TaskHouse.OfRepository(s_start);
        house.Set("Scheduling:Keep", "3650.00:00:00").Set("Scheduling:KeepSkipped", "3650.00:00:00");
        foreach (var gate in house.Gates.Cast<FakeGate>()) gate.Verdict = test => new GateVerdict(IsOneInTen(test), "by chance");
        house.Runtime.Turn = (request, _) => ScriptedRuntime.Of(new TextDelta($"{request.Task} at {house.Clock.GetUtcNow():O}"), ScriptedRuntime.Whole());
        Assert.Empty(house.Tasks.Problems);
        Assert.True(house.Tasks.All.Count >= 15);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var incidents = Incidents(random);
        foreach (var (at, what) in incidents)
        {
            if (at > house.Clock.GetUtcNow()) await house.PassAsync(at - house.Clock.GetUtcNow());
            await HappenAsync(house, what, random);
        }

        // A minute more, for what is due at the very end.
        await house.PassAsync(s_end + TimeSpan.FromMinutes(1) - house.Clock.GetUtcNow());
        Report(house, watch.Elapsed, incidents);

        var timed = house.Tasks.All.Where(task => task is { Off: false, Schedule: not AfterSchedule }).ToList();
        foreach (var task in timed)
        {
            var expected = DueOracle.Of(task, s_start, s_end);
            var kept = house.Of(task.Id);
            Assert.Empty(expected.Except(kept.Select(each => each.Due)));
            Assert.Empty(kept.Select(each => each.Due).Except(expected));
            Assert.All(kept, each =>
            {
                Assert.InRange(each.Tries, 0, 1);
                Assert.True(each.State > OccurrenceState.Running, $"{each.Task} {each.Due:O} is still {each.State}");
                Assert.True(each.State == OccurrenceState.Succeeded || each.Reason is { Length: > 0 });
            });
        }

        // The book is not asked alone: as many turns and actions began as it says, but for those that died after they were written down and before they began, and each was delivered at most once.
        var began = house.Runtime.Requests.Select(request => request.Task!).Concat(house.Actions.Cast<FakeAction>().SelectMany(action => action.Calls).Select(call => call.Task.Id)).CountBy(task => task).ToDictionary();
        Assert.All(timed, task =>
        {
            var kept = house.Of(task.Id);
            var tries = kept.Sum(each => each.Tries);
            Assert.InRange(began.GetValueOrDefault(task.Id), tries - kept.Count(each => each.State == OccurrenceState.Unknown), tries);
        });
        Assert.Subset(timed.Select(task => task.Id).ToHashSet(), began.Keys.ToHashSet());
        Assert.Equal(house.Target.Posts.Count, house.Target.Posts.Select(post => post.Key).Distinct().Count());
        Assert.True(house.Target.Posts.Count > 1000);
    }

    /// <summary>The same ones in every run of the test.</summary>
    private static bool IsOneInTen(GateCall call) => call.Task.Id.Aggregate((uint)(call.Due.UtcTicks / TimeSpan.TicksPerMinute), (hash, letter) => (hash * 16777619) ^ letter) % 10 == 0;

    private enum Incident
    {
        Crash,
        CrashInRun,
        CrashBeforeDelivery,
        CrashAfterDelivery,
        Sleep,
        ClockForward,
        ClockBack,
    }

    private static List<(DateTimeOffset At, Incident What)> Incidents(Random random)
    {
        Incident[] crashes = [Incident.Crash, Incident.CrashInRun, Incident.CrashBeforeDelivery, Incident.CrashAfterDelivery];
        var incidents = Enumerable.Range(0, 50).Select(i => crashes[i % crashes.Length])
            .Concat(Enumerable.Repeat(Incident.Sleep, 25)).Concat(Enumerable.Repeat(Incident.ClockForward, 8)).Concat(Enumerable.Repeat(Incident.ClockBack, 8));
        // The last ones leave time for what they have pushed ahead.
        return [.. incidents.Select(what => (s_start.AddMinutes(random.Next(60, 350 * 24 * 60)), what)).OrderBy(incident => incident.Item1)];
    }

    private static async Task HappenAsync(TaskHouse house, Incident what, Random random)
    {
        var now = house.Clock.GetUtcNow();
        switch (what)
        {
            case Incident.Crash:
                house.Restart();
                break;
            case Incident.Sleep:
                house.Sleep(TimeSpan.FromMinutes(random.Next(30, 5 * 24 * 60)));
                break;
            case Incident.ClockForward:
                house.SetClock(now + TimeSpan.FromMinutes(random.Next(5, 3 * 24 * 60)));
                break;
            case Incident.ClockBack:
                house.SetClock(now - TimeSpan.FromMinutes(random.Next(5, 3 * 24 * 60)));
                break;
            default:
                await CrashInAsync(house, what);
                break;
        }
    }

    /// <summary>Waits for the next run, and dies in it.</summary>
    private static async Task CrashInAsync(TaskHouse house, Incident what)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (turn, deliver) = (house.Runtime.Turn, house.Target.Deliver);
        if (what == Incident.CrashInRun) house.Runtime.Turn = (_, _) => Hang(there, CancellationToken.None);
        else
            house.Target.Deliver = (post, _) =>
            {
                if (what == Incident.CrashAfterDelivery) house.Target.Keep(post);
                there.TrySetResult();
                return new TaskCompletionSource<string>().Task;
            };
        while (!there.Task.IsCompleted)
        {
            var next = house.Scheduler.Look(default);
            await Task.WhenAny(house.Scheduler.SettledAsync(), there.Task).WaitAsync(TimeSpan.FromSeconds(30));
            if (!there.Task.IsCompleted && next > house.Clock.GetUtcNow()) house.Clock.SetUtcNow(next.Value);
        }

        house.Restart();
        (house.Runtime.Turn, house.Target.Deliver) = (turn, deliver);
    }

    private static async IAsyncEnumerable<TurnEvent> Hang(TaskCompletionSource there, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        there.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    private void Report(TaskHouse house, TimeSpan took, List<(DateTimeOffset At, Incident What)> incidents)
    {
        var all = house.Tasks.All.SelectMany(task => house.Of(task.Id)).ToList();
        var states = string.Join(", ", all.GroupBy(each => each.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{house.Tasks.All.Count} tasks, {all.Count} due times in {took.TotalSeconds:0.0} s: {states}, {all.Count(each => each.Late)} late; {incidents.Count(incident => incident.What <= Incident.CrashAfterDelivery)} crashes"));
    }
}
