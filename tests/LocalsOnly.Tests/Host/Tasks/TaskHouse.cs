using LocalsOnly.Scheduling;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>A whole host with tasks: one action that can be run, and one way of delivery that is there.</summary>
internal sealed class TaskHouse : IAsyncDisposable
{
    private TaskHouse(TestHouse house, Mailbox mailbox) => (House, Mailbox) = (house, mailbox);

    public TestHouse House { get; }

    /// <summary>What is delivered to <c>dm</c>.</summary>
    public Mailbox Mailbox { get; }

    public static async Task<TaskHouse> StartAsync(TaskFolder folder, SimulatedExoNodeOptions? node = null)
    {
        var mailbox = new Mailbox();
        var house = await TestHouse.StartAsync(node, settings: folder.Settings, configure: services =>
        {
            services.AddSingleton<ITaskAction, Echo>();
            // Before the house's own ways, which take what is left.
            services.Insert(0, ServiceDescriptor.Singleton<IDeliveryTarget>(mailbox));
        });
        return new TaskHouse(house, mailbox);
    }

    /// <summary>Keeps a run that ended, as if it had been.</summary>
    public void Keep(string task, DateTimeOffset due, OccurrenceState state, string? reason, string output = "", params (string Channel, DeliveryState State, string? Reason)[] deliveries)
    {
        var store = House.Services.GetRequiredService<OccurrenceStore>();
        if (state == OccurrenceState.Skipped)
        {
            store.Skip(task, due, reason!, due);
            return;
        }

        var run = new Occurrence(task, due, OccurrenceState.Claimed) { NotBefore = DateTimeOffset.MaxValue, Ready = due };
        Assert.True(store.TryClaim(run) && store.TryBegin(run, due.AddSeconds(2)) && (state == OccurrenceState.Succeeded
            ? store.Succeed(run, output, "", null, reason, deliveries, due.AddSeconds(14))
            : store.End(run, OccurrenceState.Running, state, reason!, due.AddSeconds(14))));
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();

    private sealed class Echo : ITaskAction
    {
        public string Name => "echo";

        public Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken) => call.Task.Prompt.Contains("fail", StringComparison.Ordinal)
            ? throw new LocalsOnly.Agents.Tools.ToolException("The book cannot be read; mend it.")
            : Task.FromResult($"**Done**: {call.Task.Prompt}");
    }
}

/// <summary>A way of delivery that is always there.</summary>
internal sealed class Mailbox : IDeliveryTarget
{
    private readonly TaskCompletionSource<TaskPost> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first post that came.</summary>
    public Task<TaskPost> First => _first.Task;

    public bool Takes(string channel) => channel == ScheduledTask.Direct;

    public Reach Look(string channel, string persona) => new(ReachState.Reachable);

    public Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken)
    {
        _first.TrySetResult(post);
        return Task.FromResult("message 175928847299117063");
    }
}
