using System.Runtime.CompilerServices;
using LocalsOnly.Inference;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>Alone, because what other tests let fall would be found here.</summary>
[CollectionDefinition(nameof(UnobservedTests), DisableParallelization = true)]
public sealed class RunsAlone;

public abstract class UnobservedContract
{
    private protected abstract TestedClient Tested { get; }

    [Fact]
    public async Task No_scenario_leaves_a_task_whose_failure_nobody_saw()
    {
        Collect();
        var unobserved = new List<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved)
                unobserved.Add(e.Exception.ToString());
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            foreach (var row in ScenarioTable.All.Where(row => row.First.Failure is not null))
                await PlayAsync(row);
            LetFall();
            Collect();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        // What the nodes' web server does with its own connections is not this project's.
        Assert.Contains(unobserved, e => e.Contains("let fall on purpose", StringComparison.Ordinal));
        Assert.DoesNotContain(unobserved, e => e.Contains("LocalsOnly.", StringComparison.Ordinal));
    }

    private async Task PlayAsync(ScenarioRow row)
    {
        await using var play = await Tested.PlayAsync(row);
        await play.AskAsync("", row.First, new RouteRequest { PinnedTier = Tier.Heavy });
        await play.House.ExpectNothingLeftAsync();
    }

    /// <summary>Shows that what is let fall is found.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LetFall() => _ = Task.FromException(new InvalidOperationException("let fall on purpose"));

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}

/// <inheritdoc/>
[Collection(nameof(UnobservedTests))]
public sealed class UnobservedTests : UnobservedContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
