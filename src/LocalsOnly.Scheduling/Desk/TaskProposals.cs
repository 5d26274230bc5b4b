using System.Collections.Concurrent;
using System.Security.Cryptography;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Tasks that somebody asked for in a chat. Each waits for the person's own word; then it runs once, visibly, and is kept only if that worked. They are kept in memory: what a restart forgets is asked for again.
/// </summary>
internal sealed class TaskProposals(TaskCreation creation, TaskDesk desk, HouseNotices notices, TimeProvider time, ILogger<TaskProposals> logger) : IApprovals
{
    private const int CodeLength = 6;
    private const int MostOpen = 50;
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Proposal> _open = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first run of the task that was confirmed last, to its end.</summary>
    public Task Trial { get; private set; } = Task.CompletedTask;

    /// <summary>Takes a draft in, so that it can be confirmed.</summary>
    /// <param name="channel">Where it was asked for; null for a private place.</param>
    /// <returns>Its code, and what was understood.</returns>
    /// <exception cref="ToolException">It is no task: each problem in a sentence.</exception>
    public (string Code, IReadOnlyList<string> Said) Propose(TaskDraft draft, string? channel)
    {
        var (task, problems) = creation.Check(draft);
        if (task is null) throw new ToolException(string.Join(" ", problems.Select(problem => problem.Sentence)));
        foreach (var (old, proposal) in _open)
            if (proposal.ExpiresAt <= time.GetUtcNow()) _open.TryRemove(old, out _);
        if (_open.Count >= MostOpen) throw new ToolException("Too many tasks wait to be confirmed; each of them expires after half an hour.");
        var code = NewCode();
        _open[code] = new Proposal(draft, task, channel, time.GetUtcNow(), time.GetUtcNow() + s_lifetime);
        return (code, creation.Restate(task));
    }

    public IReadOnlyList<PendingApproval> Pending(string? channel) =>
    [
        .. _open.Where(each => each.Value.Channel == channel && each.Value.ExpiresAt > time.GetUtcNow()).OrderBy(each => each.Value.MadeAt)
            .Select(each => new PendingApproval(each.Key, $"{each.Value.Task.Id}, {each.Value.Task.When}", each.Value.MadeAt, each.Value.ExpiresAt)),
    ];

    public string Confirm(string code, string? channel)
    {
        if (!_open.TryGetValue(code.Trim(), out var proposal) || proposal.Channel != channel || proposal.ExpiresAt <= time.GetUtcNow() || !_open.TryRemove(code.Trim(), out _))
            throw new ToolException($"No task waits here under {PersonSentences.Plain(code)}; ask for it again.");
        var (task, problems) = creation.Check(proposal.Draft);
        if (task is null) throw new ToolException(string.Join(" ", problems.Select(problem => problem.Sentence)));
        try
        {
            creation.Write(proposal.Draft);
        }
        catch (TaskDeskException failed)
        {
            throw new ToolException(failed.Message, failed);
        }

        Trial = TryAsync(task);
        return $"{task.Id} runs once now, to {string.Join(", ", task.Channels)}. It is kept if that works; you are told how it went.";
    }

    private async Task TryAsync(ScheduledTask task)
    {
        try
        {
            // Whoever confirms has their answer first.
            await Task.Yield();
            var run = await desk.RunAsync(task.Id, CancellationToken.None);
            if (run.IsBad)
            {
                creation.Discard(task);
                notices.Say($"The first run of **{task.Id}** did not work, so it is not kept: {PersonSentences.Plain(run.Reason ?? run.Words)}", time.GetUtcNow());
                return;
            }

            creation.Keep(task);
            notices.Say($"**{task.Id}** worked, and is kept: {task.When}. `locals tasks pause {task.Id}` or `/tasks pause` lets it rest.", time.GetUtcNow());
        }
        catch (TaskDeskException failed)
        {
            notices.Say($"**{task.Id}** is not kept: {failed.Message}", time.GetUtcNow());
        }
        catch (Exception unforeseen)
        {
            logger.LogError(unforeseen, "The first run of {Task} failed for a reason that nobody foresaw", task.Id);
        }
    }

    private string NewCode()
    {
        while (true)
        {
            var code = RandomNumberGenerator.GetString(Alphabet, CodeLength);
            if (code.Any(char.IsAsciiLetter) && code.Any(char.IsAsciiDigit) && !_open.ContainsKey(code)) return code;
        }
    }

    private sealed record Proposal(TaskDraft Draft, ScheduledTask Task, string? Channel, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt);
}
