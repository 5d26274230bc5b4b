using System.Globalization;
using LocalsOnly.Agents;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>What every surface shows of the tasks and does with them: the command line, the API, the page and the chat say the same.</summary>
internal sealed class TaskDesk(
    ITaskStore tasks, OccurrenceStore occurrences, DeliveryStore deliveries, TaskRuns runs, TaskCalendar calendar, TaskWhy why, Scheduler scheduler, IOptions<SchedulingOptions> options, TimeProvider time)
{
    private const int NextTimes = 5;
    private const int LastRuns = 5;

    /// <summary>Whether tasks become due by the clock; else they run only when somebody has them run.</summary>
    public bool IsOn => options.Value.Enabled;

    /// <summary>The house's own zone, for what is told of several tasks at once.</summary>
    public TimeZoneInfo Zone => calendar.Zone;

    public TaskListing List()
    {
        var (all, problems, standings) = (tasks.All, tasks.Problems, occurrences.Standings());
        return new TaskListing(IsOn, calendar.Zone.Id, [.. all.Select(task => Line(task, standings.GetValueOrDefault(task.Id), problems))], [.. problems.Select(problem => problem.Sentence)]);
    }

    /// <exception cref="TaskDeskException">There is no such task.</exception>
    public TaskPage Show(string name)
    {
        var task = Find(name);
        var next = new List<string>();
        if (!task.Off)
            for (var at = task.Next(time.GetUtcNow()); at is { } due && next.Count < NextTimes; at = task.Next(due)) next.Add(TaskTimes.Text(due, task.Zone));
        return new TaskPage(Line(task, occurrences.Standing(task.Id), tasks.Problems), TaskFacts.Of(task), task.Prompt, next, runs.Newest(task.Id, LastRuns, skipped: true));
    }

    public IReadOnlyList<CalendarLine> Calendar(int days) => calendar.Coming(days);

    /// <param name="name">Null for all tasks.</param>
    /// <param name="skipped">Also what did not run.</param>
    /// <exception cref="TaskDeskException">There is no such task, and never was.</exception>
    public IReadOnlyList<TaskRun> History(string? name, int most, bool skipped) => runs.Newest(name is null ? null : Known(name), most, skipped);

    /// <summary>The whole story of one time of a task, in sentences; why it did not run, where it did not.</summary>
    /// <param name="due">On the task's clock, or on the house's where nothing is kept of that; null for the newest.</param>
    /// <exception cref="TaskDeskException">There is no such task, or that is no time.</exception>
    public IReadOnlyList<string> Why(string name, string? due) => why.Story(Known(name), due, Zone);

    /// <summary>Pauses a task, or lets it go on.</summary>
    /// <returns>How it stands now, one sentence.</returns>
    /// <exception cref="TaskDeskException">There is no such task.</exception>
    public string Pause(string name, bool paused)
    {
        var task = Find(name);
        occurrences.Pause(task.Id, paused, time.GetUtcNow());
        scheduler.Wake();
        if (paused) return $"{task.Id} is paused.";
        return task.Off ? $"{task.Id} is not paused any more, and off in its file." : $"{task.Id} goes on{(task.Next(time.GetUtcNow()) is { } next ? $"; it is due next on {TaskTimes.Text(next, task.Zone)}" : "")}.";
    }

    /// <summary>Has a task run now, whatever the clock says, and waits until it has ended.</summary>
    /// <remarks>Where no scheduler runs in this process, nobody begins it: a command asks the running host.</remarks>
    /// <exception cref="TaskDeskException">There is no such task, or it runs already.</exception>
    /// <exception cref="OperationCanceledException">The caller waits no longer. It runs on.</exception>
    public async Task<TaskRun> RunAsync(string name, CancellationToken cancellationToken)
    {
        var task = Find(name);
        var now = time.GetUtcNow();
        var claimed = new Occurrence(task.Id, now, OccurrenceState.Claimed) { ByHand = true, NotBefore = now, Ready = now };
        var open = occurrences.Together(() =>
        {
            if (occurrences.Open(task.Id) is { } other) return other;
            occurrences.TryClaim(claimed);
            return null;
        });
        if (open is not null) throw new TaskDeskException(Open(task, open), TaskRefusal.Open);
        scheduler.Wake();
        while (true)
        {
            // Asked for before it is looked whether it has ended, so that no end is missed.
            var end = scheduler.NextEnd;
            var run = occurrences.Find(task.Id, now);
            if (run is not { State: OccurrenceState.Claimed or OccurrenceState.Running }) return runs.View(run ?? claimed);
            await end.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Has what could not be delivered of a task's newest such run delivered again. Nothing is run for it.</summary>
    /// <returns>What is tried, one sentence.</returns>
    /// <exception cref="TaskDeskException">There is no such task, or nothing of it waits.</exception>
    public string Deliver(string name)
    {
        var id = Known(name);
        foreach (var run in runs.Newest(id, 100, skipped: false).Where(run => run.Deliveries.Any(receipt => receipt.State == "failed")))
        {
            deliveries.Again(id, run.Due, time.GetUtcNow());
            scheduler.Wake();
            return $"What {id} said on {run.DueText} is delivered again to {string.Join(", ", run.Deliveries.Where(receipt => receipt.State == "failed").Select(receipt => receipt.Channel))}; locals tasks history {id} shows whether it is there.";
        }

        throw new TaskDeskException($"Everything that {id} has said is delivered, or still being tried; locals tasks history {id} shows it.", TaskRefusal.Unknown);
    }

    /// <exception cref="TaskDeskException">There is no such task.</exception>
    public ScheduledTask Find(string name) => Search(name) ?? throw Unknown(name);

    private ScheduledTask? Search(string name)
    {
        if (tasks.Find(name) is { } task) return task;
        return tasks.All.Where(each => each.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).ToList() is [var only] ? only : null;
    }

    /// <summary>Id of a task that is there, or was once.</summary>
    private string Known(string name)
    {
        if (Search(name) is { } task) return task.Id;
        var id = name.Trim().ToLowerInvariant();
        return occurrences.Of(id, 1).Count > 0 ? id : throw Unknown(name);
    }

    private TaskDeskException Unknown(string name)
    {
        var asked = name.Trim();
        if (tasks.Problems.FirstOrDefault(problem => IdOf(problem.File).Equals(asked, StringComparison.OrdinalIgnoreCase)) is { } broken) return new TaskDeskException(broken.Sentence, TaskRefusal.Unknown);
        var all = tasks.All;
        var several = all.Where(task => task.Name.Equals(asked, StringComparison.OrdinalIgnoreCase)).Select(task => task.Id).ToList();
        var near = Nearest.Of(asked, all.Select(task => task.Id)) ?? (Nearest.Of(asked, all.Select(task => task.Name)) is { } own ? all.First(task => task.Name == own).Id : null);
        return new TaskDeskException(
            $"There is no task '{PersonSentences.Plain(asked)}'; {(several.Count > 1 ? $"did you mean {string.Join(" or ", several)}?" : near is not null ? $"did you mean {near}?" : "locals tasks list shows which there are.")}", TaskRefusal.Unknown);
    }

    private TaskLine Line(ScheduledTask task, TaskStanding? standing, IReadOnlyList<TaskProblem> problems)
    {
        var word = task.Draft ? "draft" : task.Off ? "off" : standing?.Paused == true ? "paused" : "due";
        var next = word == "due" && IsOn ? task.Next(time.GetUtcNow()) : null;
        return new TaskLine(
            task.Id, task.Title, task.When, task.Channels, word, next, next is { } at ? TaskTimes.Text(at, task.Zone) : null, runs.Last(task.Id), occurrences.FailedInARow(task.Id),
            problems.FirstOrDefault(problem => IdOf(problem.File) == task.Id)?.Sentence);
    }

    private static string Open(ScheduledTask task, Occurrence open) => open.State == OccurrenceState.Running
        ? $"{task.Id} runs already, since {TaskTimes.Text(open.Began ?? open.Due, task.Zone)}; ask again when it has ended."
        : string.Create(CultureInfo.InvariantCulture, $"{task.Id} waits to run already, since {TaskTimes.Text(open.Due, task.Zone)}{(open.Reason is { } reason ? $": {reason}" : ".")}");

    /// <summary><c>kelly/lunch</c> of <c>agents/kelly/tasks/lunch.md</c>.</summary>
    private static string IdOf(string file) => file.Split('/') is [_, var persona, _, var name] ? $"{persona.ToLowerInvariant()}/{name.Split('.', 2)[0]}" : "";
}
