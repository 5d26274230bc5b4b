using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Host.Api;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Host.CommandLine.Tasks;

/// <summary><c>locals tasks run</c> and <c>deliver</c>: what only the running host can do.</summary>
internal static class TasksRunCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var task = TasksCommand.TaskArgument();
        var command = new Command("run", "Run a task now, whatever the clock and its conditions say, and wait for the end. It goes where it always goes.") { task, GlobalOptions.Json };
        command.SetAction(async (result, cancellation) =>
        {
            var (json, house) = (result.GetValue(GlobalOptions.Json), CommandHouse.Find(globals.Of(result)));
            if (!json && house.Running is not null) Terminal.Note("It runs on the host; Ctrl-C ends only the waiting.");
            var run = await RunAsync(house, result.GetRequiredValue(task), cancellation);
            if (json) Terminal.Json(run, TaskApiJson.Indented.TaskRun);
            else TaskScreen.Run(run);
            return run.IsBad ? ExitCode.Failed : ExitCode.Ok;
        });
        return command.WithExample("locals tasks run vince/daily-briefing");
    }

    public static Command CreateDeliver(GlobalOptions globals)
    {
        var task = TasksCommand.TaskArgument();
        var command = new Command("deliver", "Deliver again what could not be delivered. Nothing is run for it.") { task };
        command.SetAction(async (result, cancellation) =>
        {
            var reply = await PostAsync(CommandHouse.Find(globals.Of(result)), "/api/tasks/deliver", result.GetRequiredValue(task), TaskApiJson.Default.TaskReply, null, cancellation);
            Terminal.Line($"{reply.Said}");
            return ExitCode.Ok;
        });
        return command.WithExample("locals tasks deliver vince/daily-briefing");
    }

    /// <summary>Has the running host run a task, and waits for the end.</summary>
    /// <exception cref="CommandException">No host runs, or it refuses.</exception>
    public static Task<TaskRun> RunAsync(CommandHouse house, string task, CancellationToken cancellationToken) =>
        PostAsync(house, "/api/tasks/run", task, TaskApiJson.Default.TaskRun, Timeout.InfiniteTimeSpan, cancellationToken);

    private static Task<TReply> PostAsync<TReply>(CommandHouse house, string path, string task, JsonTypeInfo<TReply> type, TimeSpan? patience, CancellationToken cancellationToken) => house.Running is { } running
        ? RunningHost.PostAsync(running, house.Configuration, path, new TaskRequest(task), TaskApiJson.Default.TaskRequest, type, cancellationToken, patience)
        : throw new CommandException(ExitCode.NotRunning, "No host runs on this data directory, and tasks run in the host; start it with: locals up");
}
