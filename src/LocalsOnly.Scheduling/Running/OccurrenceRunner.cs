using System.Security.Cryptography;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Takes one claimed occurrence to its end: what must hold is looked at first, then it runs, within its deadline, and what came of it is kept in one step with where it
/// goes. It is tried again only where nothing was said or changed.
/// </summary>
internal sealed class OccurrenceRunner(
    ITaskStore tasks, OccurrenceStore occurrences, DeliveryStore deliveries, Preflight preflight, TaskTurn turn, IEnumerable<ITaskAction> actions, IOptions<SchedulingOptions> options, TimeProvider time,
    ILogger<OccurrenceRunner> logger)
{
    private static readonly TimeSpan[] s_backoff = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];
    private static readonly TimeSpan s_handPatience = TimeSpan.FromSeconds(5);
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly Dictionary<string, ITaskAction> _actions = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);

    public async Task<RunEnd> RunAsync(Occurrence occurrence, CancellationToken stopping)
    {
        if (tasks.Find(occurrence.Task) is not { } task)
        {
            occurrences.End(occurrence, OccurrenceState.Claimed, OccurrenceState.Skipped, TaskSentences.FileGone, Now);
            return RunEnd.Skipped;
        }

        var late = Now - occurrence.Ready;
        if (!occurrence.ByHand && late > OccurrencePlanner.InTime && late > task.GraceAt(occurrence.Due) + options.Value.Spread + OccurrencePlanner.InTime)
        {
            // A house without a model has none to be told of each day.
            if (occurrence.Reason == TaskSentences.NoModel) occurrences.End(occurrence, OccurrenceState.Claimed, OccurrenceState.Skipped, TaskSentences.CouldNotBegin(TaskSentences.NoModel), Now);
            else if (occurrence.Reason is { } trouble) Fail(task, occurrence, OccurrenceState.Claimed, TaskSentences.CouldNotBegin(trouble));
            else occurrences.End(occurrence, OccurrenceState.Claimed, OccurrenceState.Skipped, TaskSentences.WaitedTooLong(late), Now);
            return occurrence.Reason is null or TaskSentences.NoModel ? RunEnd.Skipped : RunEnd.Ran;
        }

        var cleared = await preflight.LookAsync(task, occurrence, LastSuccess(task), stopping);
        switch (cleared.Verdict)
        {
            case PreflightVerdict.Skip:
                occurrences.End(occurrence, OccurrenceState.Claimed, OccurrenceState.Skipped, cleared.Why, Now);
                return RunEnd.Skipped;
            case PreflightVerdict.Fail:
                Fail(task, occurrence, OccurrenceState.Claimed, TaskSentences.CouldNotBegin(cleared.Why));
                return RunEnd.Ran;
            case PreflightVerdict.Wait:
                // Whoever asked for it looks on: only what a host that has just begun does not know yet is waited for. When it was asked for of one that died, nobody looks on, and the next one begins too.
                var isOver = occurrence.ByHand && Now - Later(occurrence.Ready, _began) >= s_handPatience;
                if (isOver) Fail(task, occurrence, OccurrenceState.Claimed, TaskSentences.CouldNotBegin(cleared.Why));
                else occurrences.Wait(occurrence, Now + (occurrence.ByHand ? TimeSpan.FromSeconds(1) : Between((Now - occurrence.Ready) / 4, cleared.WaitAtLeast, TimeSpan.FromMinutes(5))), cleared.Why);
                return isOver ? RunEnd.Ran : RunEnd.Waits;
        }

        if (!occurrences.TryBegin(occurrence, Now)) return RunEnd.Skipped;
        await TryAsync(task, occurrence with { State = OccurrenceState.Running, Tries = occurrence.Tries + 1 }, cleared, stopping);
        return RunEnd.Ran;
    }

    private async Task TryAsync(ScheduledTask task, Occurrence occurrence, Cleared cleared, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(task.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        var wrote = false;
        TaskOutcome outcome;
        try
        {
            outcome = task.Action is { } name
                ? new TaskOutcome((await _actions[name].RunAsync(new ActionCall(task, occurrence.Due, Now, LastSuccess(task)), either.Token)).Trim(), null, null, false)
                : await turn.RunAsync(task, occurrence, cleared.Memory, cleared.Shared, cleared.Why, () => wrote = true, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Stopped(task, occurrence, wrote);
            return;
        }
        catch (TurnRefusedException refused) when (refused.Refusal == TurnRefusal.HostStopping)
        {
            Stopped(task, occurrence, wrote);
            return;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            outcome = new TaskOutcome("", TaskSentences.TookTooLong(task.Deadline), null, wrote);
        }
        catch (Exception failed) when (failed is ToolException or TurnRefusedException)
        {
            outcome = new TaskOutcome("", failed.Message, null, wrote);
        }
        catch (Exception unforeseen)
        {
            // Also a cancellation that is neither the host's end nor the deadline: left to itself, the run would stay under way for ever.
            logger.LogError(unforeseen, "{Task} failed for a reason that nobody foresaw", task.Id);
            outcome = new TaskOutcome("", $"Something went wrong in a way nobody foresaw ({unforeseen.GetType().Name}); the host's log says how.", null, true);
        }

        if (outcome.Problem is null && outcome.Text.Length == 0 && !task.Silence && task.Action is null) outcome = outcome with { Problem = TaskSentences.SaidNothing };
        if (outcome.Problem is { } problem) Failed(task, occurrence, problem, outcome.Wrote || IsOnce(task));
        else Succeeded(task, occurrence, outcome);
    }

    private void Succeeded(ScheduledTask task, Occurrence occurrence, TaskOutcome outcome)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(outcome.Text)))[..16];
        var where = outcome.Text.Length == 0 ? [] : task.Channels.Select(channel => occurrence.ByHand || deliveries.SameAs(task.Id, channel, hash) is not { } before
            ? (channel, DeliveryState.Pending, null)
            : (channel, DeliveryState.Same, (string?)TaskSentences.SameAs(before))).ToList();
        occurrences.Succeed(occurrence, outcome.Text, hash, outcome.Turn, outcome.Text.Length == 0 ? TaskSentences.NothingToSay : null, where, Now);
        logger.LogInformation("{Task} ran{Late}", task.Id, occurrence.Late ? ", late" : "");
    }

    private void Failed(ScheduledTask task, Occurrence occurrence, string problem, bool isFinal)
    {
        var next = Now + s_backoff[Math.Min(occurrence.Tries, s_backoff.Length) - 1];
        if (!isFinal && !occurrence.ByHand && occurrence.Tries <= task.Retries && next - occurrence.Ready <= task.GraceAt(occurrence.Due) + options.Value.Spread)
            occurrences.PutBack(occurrence, next, TaskSentences.TriesLeft(problem, occurrence.Tries, next));
        else Fail(task, occurrence, OccurrenceState.Running, problem);
    }

    private void Fail(ScheduledTask task, Occurrence occurrence, OccurrenceState from, string why)
    {
        logger.LogWarning("{Task} failed: {Reason}", task.Id, why);
        occurrences.End(occurrence, from, OccurrenceState.Failed, why, Now);
    }

    private void Stopped(ScheduledTask task, Occurrence occurrence, bool wrote)
    {
        if (wrote || IsOnce(task)) occurrences.End(occurrence, OccurrenceState.Running, OccurrenceState.Unknown, TaskSentences.HostStopped, Now);
        else occurrences.PutBack(occurrence, Now, TaskSentences.WaitsForHost);
    }

    private bool IsOnce(ScheduledTask task) => task.Action is { } name && !_actions[name].IsRepeatable;

    private DateTimeOffset LastSuccess(ScheduledTask task) => occurrences.LastSuccess(task.Id) ?? Now;

    private DateTimeOffset Now => time.GetUtcNow();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Between(TimeSpan length, TimeSpan least, TimeSpan most) => length < least ? least : length > most ? most : length;
}

/// <summary>What became of an occurrence that was taken up.</summary>
internal enum RunEnd
{
    /// <summary>It does not run.</summary>
    Skipped,

    /// <summary>It is taken up again later.</summary>
    Waits,

    /// <summary>It ran, or failed to.</summary>
    Ran,
}
