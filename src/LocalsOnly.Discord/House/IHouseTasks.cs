namespace LocalsOnly.Discord.House;

/// <summary>The scheduled tasks of the personas.</summary>
public interface IHouseTasks
{
    /// <summary>Whether they become due by the clock; else they run only when somebody has them run.</summary>
    bool IsOn { get; }

    IReadOnlyList<HouseTask> List();

    /// <summary>Runs a task now.</summary>
    /// <returns>What came of it, one sentence.</returns>
    Task<string> RunAsync(string name, CancellationToken cancellationToken);

    /// <summary>Pauses a task, or lets it go on.</summary>
    /// <returns>How it stands now, one sentence.</returns>
    string Pause(string name, bool paused);
}

/// <param name="Name">Persona and task: <c>vince/daily-briefing</c>.</param>
/// <param name="When">In words, with the zone.</param>
/// <param name="Next">Null when it is paused, or never comes.</param>
/// <param name="Last">How it went the last time, in a few words; null when it never ran.</param>
public sealed record HouseTask(string Name, string When, DateTimeOffset? Next, string? Last, bool Paused);
