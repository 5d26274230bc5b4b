using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

/// <summary>A task's request that is being read when a person asks.</summary>
public sealed class StandBackTests
{
    private static readonly ChatOptions s_task = new ChatOptions().WithRoute(new RouteRequest { Task = "vince/briefing", TaskTier = Tier.Heavy, Priority = WorkPriority.Task });

    [Fact]
    public async Task It_stands_back_and_is_answered_after_the_person()
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var house = InferenceHouse.Of(cluster);
        cluster.Fault = SimulatedFault.StallInPrefill;
        var reading = new TaskCompletionSource();
        var task = RunAsync(house, reading);
        await reading.Task.WaitAsync(TimeSpan.FromSeconds(30));
        cluster.Fault = SimulatedFault.None;

        var person = await Outcome.OfAsync(house.Chat, "Hello");
        var (text, route) = await task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Null(person.Failure);
        Assert.NotEmpty(text);
        Assert.Contains("it stood back for a person", route!.Reasons);
        Assert.Equal(["ok", "ok", "stood-back"], house.Usage.Select(usage => usage.Outcome).Order(StringComparer.Ordinal));
        Assert.Equal(0, house.Directory.Endpoints.Single().Load!.InFlight);
    }

    [Fact]
    public async Task It_does_so_twice_and_then_is_done_whoever_comes()
    {
        await using var cluster = await SimulatedExoNode.StartAsync();
        await using var house = InferenceHouse.Of(cluster);
        cluster.Fault = SimulatedFault.StallInPrefill;
        var readings = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource()).ToArray();
        using var stop = new CancellationTokenSource();
        var task = RunAsync(house, readings, stop.Token);
        var people = new List<Task>();
        foreach (var reading in readings)
        {
            await reading.Task.WaitAsync(TimeSpan.FromSeconds(30));
            // The cluster answers nobody here.
            people.Add(Outcome.OfAsync(house.Chat, "Hello", cancellationToken: stop.Token));
        }

        Assert.False(task.IsCompleted);
        Assert.Equal(2, house.Usage.Count(usage => usage.Outcome == "stood-back"));
        await stop.CancelAsync();
        foreach (var waiting in (IEnumerable<Task>)[task, .. people]) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static Task<(string Text, RouteDecision? Route)> RunAsync(InferenceHouse house, TaskCompletionSource reading) => RunAsync(house, [reading], default);

    /// <summary>The task's request; each of its attempts tells when the cluster has read half of its prompt.</summary>
    private static async Task<(string Text, RouteDecision? Route)> RunAsync(InferenceHouse house, TaskCompletionSource[] readings, CancellationToken cancellationToken)
    {
        var (text, attempt, route) = ("", -1, (RouteDecision?)null);
        await foreach (var update in house.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "What is new?")], s_task, cancellationToken))
        {
            if (update.Contents.OfType<RouteContent>().SingleOrDefault() is { } chosen) (route, attempt) = (chosen.Route, attempt + 1);
            if (update.Contents.OfType<PrefillProgressContent>().Any() && attempt < readings.Length) readings[attempt].TrySetResult();
            text += update.Text;
        }

        return (text, route);
    }
}
