using LocalsOnly.Host.Worker;
using LocalsOnly.Scheduling;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary><c>locals tasks</c>, through the program itself.</summary>
public sealed class TasksCommandTests : IDisposable
{
    private const string Lunch = "title: Lunch\ncron: 0 12 * * 1-5\nzone: Europe/Paris\nchannel: dm\nsilence: allowed";
    private readonly TemporaryDirectory _home = new();
    private readonly TaskFolder _folder = new();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Without_a_host_tasks_are_listed_shown_paused_and_explained()
    {
        _folder.Write("kelly/lunch", Lunch);
        _folder.Write("kelly/often", "every: 15m\nzone: Europe/Paris");

        var list = await RunAsync("tasks");
        Assert.True(list.ExitCode == 0, list.Errors);
        Assert.Equal("No host runs on this data directory, so nothing runs these tasks; start it with: locals up\n", list.Errors);
        Assert.Contains("Monday to Friday at 12:00 (Europe/Paris)", list.Output, StringComparison.Ordinal);

        var show = await RunAsync("tasks", "show", "lunch");
        Assert.Contains("your direct messages", show.Output, StringComparison.Ordinal);
        Assert.Contains("Pick a lunch place from my list.", show.Output, StringComparison.Ordinal);
        Assert.Equal(5, show.Output.Split('\n').Count(line => line.EndsWith(" 12:00", StringComparison.Ordinal)));

        var next = await RunAsync("tasks", "next", "--days", "2");
        Assert.StartsWith("No host runs on this data directory", next.Errors, StringComparison.Ordinal);
        Assert.Contains("kelly/often  every 15 minutes, 96 times", next.Output, StringComparison.Ordinal);

        Assert.Contains("kelly/lunch is paused.", (await RunAsync("tasks", "pause", "lunch")).Output, StringComparison.Ordinal);
        var why = await RunAsync("tasks", "why", "kelly/lunch");
        Assert.Contains("was never due yet.", why.Output, StringComparison.Ordinal);
        Assert.Contains("The task is paused", why.Output, StringComparison.Ordinal);
        Assert.Contains("was not due on Thu 26 Nov 2020 08:00.", (await RunAsync("tasks", "why", "kelly/lunch", "2020-11-26", "08:00")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_in_a_file_is_told_with_its_line()
    {
        _folder.Write("kelly/lunch", Lunch.Replace("silence", "silense", StringComparison.Ordinal));
        _folder.Write("kelly/then", "after: kelly/lnch\nzone: Europe/Pariss");

        var (exitCode, _, errors) = await RunAsync("tasks", "check");

        Assert.Equal(1, exitCode);
        Assert.Contains("agents/kelly/tasks/lunch.md, line 6: unknown key 'silense'; did you mean silence?", errors, StringComparison.Ordinal);
        Assert.Contains("agents/kelly/tasks/then.md, line 3: there is no time zone 'Europe/Pariss'; did you mean Europe/Paris?", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "did you mean kelly/lunch?", "tasks", "show", "kelly/lunhc")]
    [InlineData(4, "did you mean kelly/lunch?", "tasks", "history", "lumch")]
    [InlineData(2, "is no time; write one like", "tasks", "why", "kelly/lunch", "yesterday")]
    [InlineData(6, "start it with: locals up", "tasks", "run", "kelly/lunch")]
    [InlineData(6, "start it with: locals up", "tasks", "deliver", "kelly/lunch")]
    [InlineData(6, "start it with: locals up", "tasks", "new", "--persona", "kelly")]
    [InlineData(2, "--days takes a number from 1 to 31.", "tasks", "next", "--days", "abc")]
    [InlineData(2, "--most takes a number from 1 to 1000.", "tasks", "history", "--most", "abc")]
    [InlineData(2, "--cron and --every both say when; keep one.", "tasks", "new", "--cron", "0 8 * * *", "--every", "2h")]
    public async Task What_cannot_be_done_is_said_with_what_to_do(int expected, string sentence, params string[] arguments)
    {
        _folder.Write("kelly/lunch", Lunch);

        var (exitCode, _, errors) = await RunAsync(arguments);

        Assert.Equal(expected, exitCode);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_running_host_runs_a_task_and_the_history_has_it()
    {
        _folder.Write("kelly/lunch", Lunch + "\naction: echo");
        await using var house = await TaskHouse.StartAsync(_folder);

        Assert.DoesNotContain("No host runs", (await RunAsync("tasks", "--data", house.House.DataDirectory)).Errors, StringComparison.Ordinal);
        var run = await RunAsync("tasks", "run", "lunch", "--data", house.House.DataDirectory);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("**Done**: Pick a lunch place from my list.", run.Output, StringComparison.Ordinal);

        var due = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-2).AddHours(11), TimeSpan.Zero);
        house.Keep("kelly/lunch", due, OccurrenceState.Skipped, "price_moved: BTC moved 1.2 %, and 3 % are asked for.");
        var history = await RunAsync("tasks", "history", "kelly/lunch", "--skipped", "--data", house.House.DataDirectory);
        Assert.Contains("by hand", history.Output, StringComparison.Ordinal);
        Assert.Contains("BTC moved 1.2 %", history.Output, StringComparison.Ordinal);
        var why = await RunAsync("tasks", "why", "kelly/lunch", due.ToString("O"), "--data", house.House.DataDirectory);
        Assert.Contains("It did not run. price_moved: BTC moved 1.2 %, and 3 % are asked for.", why.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_has_all_tasks_in_the_houses_zone_and_a_time_of_it_is_told_about()
    {
        _folder.Write("kelly/lunch", Lunch);
        _folder.Write("kelly/tokyo", Lunch.Replace("Europe/Paris", "Asia/Tokyo", StringComparison.Ordinal));
        await using var house = await TaskHouse.StartAsync(_folder);
        var due = new DateTimeOffset(2026, 1, 7, 3, 0, 0, TimeSpan.Zero);
        foreach (var task in (string[])["kelly/lunch", "kelly/tokyo", "kelly/gone"]) house.Keep(task, due, OccurrenceState.Succeeded, null, "Done.");

        var history = await RunAsync("tasks", "history", "--data", house.House.DataDirectory);
        var why = await RunAsync("tasks", "why", "kelly/tokyo", "2026-01-07", "04:00", "--data", house.House.DataDirectory);

        Assert.Equal(3, history.Output.Split("Wed 7 Jan 2026 04:00").Length - 1);
        Assert.Contains("Times are in Europe/Paris.", history.Errors, StringComparison.Ordinal);
        Assert.Contains("was due on Wed 7 Jan 2026 12:00.", why.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_task_is_said_in_plain_words_run_once_and_kept()
    {
        await using var house = await TaskHouse.StartAsync(_folder, new SimulatedExoNodeOptions());

        var made = await RunWithAsync("kelly\nlunch\n0 12 * * 1-5\nPick a lunch place: \"near\".\ny\n", "tasks", "new", "--channel", "dm", "--data", house.House.DataDirectory);

        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Contains("Kelly does this Monday to Friday at 12:00 (Europe/Paris): Pick a lunch place: \"near\".", made.Output, StringComparison.Ordinal);
        Assert.Contains("The next times in Europe/Paris: ", made.Output, StringComparison.Ordinal);
        Assert.Contains("[simulated]", made.Output, StringComparison.Ordinal);
        Assert.Equal(["lunch.md"], _folder.Files("kelly"));
        Assert.Equal("---\ncron: \"0 12 * * 1-5\"\nzone: \"Europe/Paris\"\nchannel: [\"dm\"]\n---\nPick a lunch place: \"near\".\n", _folder.Read("kelly/lunch"));

        var again = await RunWithAsync("", "tasks", "new", "--persona", "kelly", "--name", "lunch", "--every", "2h", "--prompt", "x", "--yes", "--data", house.House.DataDirectory);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("there is such a task already", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_task_that_does_not_work_is_not_kept()
    {
        await using var house = await TaskHouse.StartAsync(_folder);

        var made = await RunWithAsync("", "tasks", "new", "--persona", "kelly", "--name", "lunch", "--every", "2h", "--prompt", "Pick a lunch place.", "--yes", "--data", house.House.DataDirectory);

        Assert.Equal(1, made.ExitCode);
        Assert.Contains("no model server is known", made.Output, StringComparison.Ordinal);
        Assert.Contains("kelly/lunch is not kept", made.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.Files("kelly"));
    }

    [Fact]
    public async Task A_new_task_is_refused_in_the_demo_whose_personas_are_the_houses_own()
    {
        var demo = _home.Combine("demo");
        using var held = InstanceLock.TryAcquire(demo);
        new HostRecord(Environment.ProcessId, "http://127.0.0.1:9", DateTimeOffset.UtcNow, "0.1.0", Demo: true, []).Write(demo);

        var made = await RunAsync("tasks", "new", "--persona", "kelly", "--name", "lunch", "--every", "2h", "--prompt", "x", "--yes", "--data", demo);

        Assert.Equal(1, made.ExitCode);
        Assert.Contains("start your own house with locals up, and make the task there.", made.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.Files("kelly"));
    }

    [Theory]
    [InlineData("--once", "2020-01-01 10:00", "once is '2020-01-01 10:00', which is past; write a time that is still to come.")]
    [InlineData("--cron", "99 * * * *", "cron '99 * * * *' cannot be read: 99 is more than any of its fields takes")]
    public async Task A_new_task_that_would_never_be_due_or_always_is_refused(string option, string when, string sentence)
    {
        await using var house = await TaskHouse.StartAsync(_folder);

        var made = await RunAsync("tasks", "new", "--persona", "kelly", "--name", "lunch", option, when, "--prompt", "x", "--yes", "--data", house.House.DataDirectory);

        Assert.Equal(2, made.ExitCode);
        Assert.Contains(sentence, made.Errors, StringComparison.Ordinal);
        Assert.Empty(_folder.Files("kelly"));
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => RunWithAsync("", arguments);

    private Task<(int ExitCode, string Output, string Errors)> RunWithAsync(string input, params string[] arguments) => LocalsProgram.RunAsync(_home.Path, arguments, input, _folder.Environment);
}
