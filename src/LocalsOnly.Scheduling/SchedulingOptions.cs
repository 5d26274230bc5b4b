using System.ComponentModel.DataAnnotations;

namespace LocalsOnly.Scheduling;

/// <summary>Section <c>Scheduling</c>: how the personas' own tasks run.</summary>
public sealed class SchedulingOptions
{
    public const string Section = "Scheduling";

    /// <summary>Whether tasks are due at all. Off, they can still be run by hand.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Most tasks that run at once, so that there is always room for a person.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 2;

    /// <summary>Over how long the starts of tasks that are due at the same instant are spread, at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Spread { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The owner is told of a task when so many runs in a row have failed.</summary>
    [Range(1, 20)]
    public int AlertAfter { get; set; } = 2;

    /// <summary>How long the owner is not told of the same task again.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "30.00:00:00")]
    public TimeSpan AlertEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Where the owner is told: a channel, <c>dm</c>, or <c>page</c>.</summary>
    public string AlertChannel { get; set; } = ScheduledTask.Direct;

    /// <summary>Id of the persona that tells it.</summary>
    public string AlertPersona { get; set; } = "kelly";

    /// <summary>How long it is kept what ran.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "3650.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long it is kept what did not run, and why.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepSkipped { get; set; } = TimeSpan.FromDays(60);
}
