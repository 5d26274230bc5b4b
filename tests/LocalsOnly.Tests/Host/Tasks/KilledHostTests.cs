using System.Globalization;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Discord;
using LocalsOnly.Tests.Inference;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>
/// A host that is killed at each step of a task, and one that is killed at any moment. The world around it holds still where it is to be killed, so that the step is that one; what it has done is counted at
/// the model, in Discord and in the folder.
/// </summary>
public sealed class KilledHostTests(ITestOutputHelper output)
{
    private const int Tasks = 40;
    private const int Kills = 12;

    [Fact]
    public async Task What_was_claimed_when_the_host_was_killed_runs_once_and_what_ran_is_unknown_and_never_runs_again()
    {
        await using var house = await KilledHouse.StartAsync(atOnce: 1);
        house.Model.Fault = SimulatedFault.KeepAliveForever;
        await house.DueAsync(TimeSpan.FromSeconds(1), "kelly/first", "kelly/second");
        await house.Host.UntilAsync(() => house.Asked("kelly/first") == 1);
        await house.UntilAsync("kelly/first", run => run.State == "running");
        await house.UntilAsync("kelly/second", run => run.State == "waiting");

        house.Host.Kill();
        house.Model.Fault = SimulatedFault.None;
        await house.StartHostAsync();

        var second = await house.DeliveredAsync("kelly/second");
        Assert.Equal(("succeeded", 1, 1), (second.State, second.Tries, house.Asked("kelly/second")));
        var message = Assert.Single(house.Messages);
        Assert.Contains(message.Id.ToString(CultureInfo.InvariantCulture), second.Deliveries[KilledHouse.ChannelName].Proof, StringComparison.Ordinal);
        Assert.Single(house.Reports("kelly/second"));

        var first = (await house.RunAsync("kelly/first"))!;
        Assert.Equal(("unknown", 1, 1), (first.State, first.Tries, house.Asked("kelly/first")));
        Assert.Contains("The host died while it ran", first.Reason, StringComparison.Ordinal);
        Assert.Empty(house.Reports("kelly/first"));
        Assert.Contains("It was broken off after it had begun. The host died while it ran, and nobody knows how far it had come;", await house.CommandAsync("why", "kelly/first"), StringComparison.Ordinal);
        Assert.Contains("outcome unknown", await house.CommandAsync("history", "kelly/first"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_had_run_when_the_host_was_killed_is_in_the_channel_once_whether_or_not_it_was_there_already(bool wasThere)
    {
        await using var house = await KilledHouse.StartAsync();
        house.Discord.Faults.Next(RestFault.Hang with { AfterDoing = wasThere }, 1, KilledHouse.Send);
        await house.DueAsync(TimeSpan.Zero, "kelly/news");
        await house.Host.UntilAsync(() => house.Discord.Faults.Injected == 1);
        await house.UntilAsync("kelly/news", run => run.State == "succeeded" && run.Deliveries[KilledHouse.ChannelName].State == "pending");
        Assert.Equal(wasThere ? 1 : 0, house.Messages.Count);

        house.Host.Kill();
        await house.StartHostAsync();

        var run = await house.DeliveredAsync("kelly/news");
        var message = Assert.Single(house.Messages);
        Assert.StartsWith(message.Id.ToString(CultureInfo.InvariantCulture), run.Deliveries[KilledHouse.ChannelName].Proof, StringComparison.Ordinal);
        Assert.Equal((1, 1), (run.Tries, house.Asked("kelly/news")));
        Assert.Single(house.Reports("kelly/news"));
        Assert.Contains($"Delivered to {KilledHouse.ChannelName}: {message.Id.ToString(CultureInfo.InvariantCulture)}", await house.CommandAsync("why", "kelly/news"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_that_was_on_its_way_when_the_host_was_killed_is_there_once_whether_or_not_it_was_there_already(bool wasThere)
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var house = await KilledHouse.StartAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        house.Model.Script = async context =>
        {
            await answer.Task.WaitAsync(context.RequestAborted);
            await ScriptedReply.Whole(ScriptedReply.Token("All is well.", "stop"), ScriptedReply.Done)(context);
        };
        await house.DueAsync(TimeSpan.Zero, "kelly/news");
        var path = Path.Combine(house.ReportFolder("kelly/news"), $"{(await house.UntilAsync("kelly/news", run => run.State == "running")).Due:yyyy-MM-dd HHmm}.md");
        using var disk = FullPipe.Create($"{path}.new");
        answer.SetResult();
        await house.UntilAsync("kelly/news", run => run.State == "succeeded" && run.Deliveries[KilledHouse.ChannelName].State == "delivered" && run.Deliveries["file"].State == "pending");
        if (wasThere)
        {
            // The report may be written, and not that it was.
            using var book = new SqliteConnection($"Data Source={Path.Combine(house.Host.Data, "tasks.db")};Pooling=False");
            book.Open();
            using var held = book.BeginTransaction(deferred: false);
            disk.LetWrite();
            await house.Host.UntilAsync(() => File.Exists(path));
            house.Host.Kill();
            // The pipe has the name of the file now; a disk would have the file.
            File.Delete(path);
            await File.WriteAllTextAsync(path, disk.Written());
        }
        else
        {
            house.Host.Kill();
            Assert.False(File.Exists(path));
            File.Delete($"{path}.new");
        }

        await house.StartHostAsync();

        var run = await house.DeliveredAsync("kelly/news");
        Assert.Equal(path, Assert.Single(house.Reports("kelly/news")));
        Assert.Equal((path, 1, 1), (run.Deliveries["file"].Proof, run.Tries, house.Asked("kelly/news")));
        Assert.EndsWith("All is well.\n", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Single(house.Messages);
    }

    [Fact]
    public async Task Killed_a_dozen_times_at_any_moment_a_host_runs_each_of_many_tasks_at_most_once_and_loses_none()
    {
        var dice = new Random(20_281_231);
        await using var house = await KilledHouse.StartAsync(atOnce: 4);
        var (answers, tasks) = (0, Enumerable.Range(1, Tasks).Select(i => string.Create(CultureInfo.InvariantCulture, $"kelly/t-{i:00}")).ToList());
        house.Model.Script = async context =>
        {
            var answer = Interlocked.Increment(ref answers);
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            await pace.WaitForNextTickAsync(context.RequestAborted);
            await ScriptedReply.Whole(ScriptedReply.Token(string.Create(CultureInfo.InvariantCulture, $"This is answer {answer}."), "stop"), ScriptedReply.Done)(context);
        };
        house.Discord.Faults.Rate(RestFault.Slow(TimeSpan.FromMilliseconds(300)), 0.5, seed: 1, KilledHouse.Send);
        await house.DueAsync(TimeSpan.FromSeconds(1), tasks);

        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (house.Host.Kills < Kills)
        {
            await pace.WaitForNextTickAsync();
            if (dice.Next(40) != 0) continue;
            house.Host.Kill();
            await house.StartHostAsync();
        }

        var runs = new Dictionary<string, KilledHouse.Run>();
        foreach (var task in tasks)
            runs[task] = await house.UntilAsync(task, run => run.State is "unknown" or "failed" or "skipped" || (run.State == "succeeded" && run.Deliveries.Values.All(receipt => receipt.State == "delivered")));

        output.WriteLine(string.Join(", ", runs.Values.CountBy(run => run.State).Select(state => $"{state.Value} {state.Key}")));
        var messages = house.Messages;
        foreach (var (task, run) in runs)
        {
            Assert.InRange(house.Asked(task), run.State == "succeeded" ? 1 : 0, 1);
            Assert.Equal(1, run.Tries);
            if (run.State == "unknown")
            {
                Assert.Contains("The host died while it ran", run.Reason, StringComparison.Ordinal);
                Assert.Empty(house.Reports(task));
                continue;
            }

            Assert.Equal("succeeded", run.State);
            var message = Assert.Single(messages, message => message.Content.Contains(run.Output!, StringComparison.Ordinal));
            Assert.StartsWith(message.Id.ToString(CultureInfo.InvariantCulture), run.Deliveries[KilledHouse.ChannelName].Proof, StringComparison.Ordinal);
            Assert.Equal(Assert.Single(house.Reports(task)), run.Deliveries["file"].Proof);
        }

        // What is said is what was kept to be said, and nothing else.
        Assert.Equal(runs.Values.Count(run => run.State == "succeeded"), messages.Count);
        Assert.Contains(runs.Values, run => run.State == "unknown");
    }
}
