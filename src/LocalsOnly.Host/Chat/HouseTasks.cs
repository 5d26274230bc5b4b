using LocalsOnly.Discord.House;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Host.Chat;

/// <summary>The tasks in a chat.</summary>
internal sealed class HouseTasks(IServiceProvider services, TimeProvider time) : IHouseTasks
{
    // Discord takes an answer to a command for fifteen minutes.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(14);

    // Asked for late: what tasks say is delivered by the chat itself.
    private TaskDesk Desk => services.GetRequiredService<TaskDesk>();

    public bool IsOn => Desk.IsOn;

    public IReadOnlyList<HouseTask> List() => [.. Desk.List().Tasks.Select(task => new HouseTask(task.Id, task.Standing is "off" or "draft" ? $"{task.When}, {task.Standing}" : task.When, task.Next, task.Last?.Words, task.Standing == "paused"))];

    public async Task<string> RunAsync(string name, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var run = await Desk.RunAsync(name, either.Token);
            return run.IsBad ? $"{run.Task}: {run.Words}. {run.Reason}" : $"{run.Task} {run.Words}.{(run.Reason is { } reason ? $" {reason}" : "")}{Where(run)}";
        }
        catch (TaskDeskException refused)
        {
            return refused.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{name} still runs; what comes of it is delivered as ever.";
        }
    }

    public string Pause(string name, bool paused)
    {
        try
        {
            return Desk.Pause(name, paused);
        }
        catch (TaskDeskException refused)
        {
            return refused.Message;
        }
    }

    private static string Where(TaskRun run) => run.Deliveries.Count == 0 ? "" : $" It goes to {string.Join(", ", run.Deliveries.Select(receipt => receipt.Channel))}.";
}
