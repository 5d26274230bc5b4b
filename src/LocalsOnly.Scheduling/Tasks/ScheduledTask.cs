using LocalsOnly.Inference;

namespace LocalsOnly.Scheduling;

/// <summary>Something that a persona does on its own, as its file <c>agents/&lt;persona&gt;/tasks/&lt;name&gt;.md</c> says.</summary>
/// <param name="Persona">Id of who does it.</param>
/// <param name="Name">Name of the file, without its ending.</param>
/// <param name="Schedule">When it is due.</param>
/// <param name="Zone">Whose clock that is on.</param>
/// <param name="Prompt">What the persona is told; for a task without a model, what it is for.</param>
internal sealed record ScheduledTask(string Persona, string Name, TaskSchedule Schedule, TimeZoneInfo Zone, string Prompt)
{
    /// <summary>The word among <see cref="Channels"/> that means the owner's direct messages.</summary>
    public const string Direct = "dm";

    /// <summary>The word that means a file on the NAS.</summary>
    public const string File = "file";

    /// <summary>The word that means the page and <c>locals tasks</c> alone.</summary>
    public const string Page = "page";

    /// <summary>What the file of a task ends with, after <c>.md</c>, that is only tried yet: it can be run by hand and is never due.</summary>
    public const string DraftEnding = ".draft";

    private const int MostSkips = 10_000;

    /// <summary><c>vince/daily-briefing</c>.</summary>
    public string Id => $"{Persona}/{Name}";

    /// <summary>What it is, in a few words.</summary>
    public string Title { get; init; } = "";

    /// <summary>When it may be due at all; null for always.</summary>
    public ActiveHours? Active { get; init; }

    /// <summary>Where what comes of it goes: names or ids of channels, <see cref="Direct"/>, <see cref="File"/>, <see cref="Page"/>.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [Page];

    /// <summary>The tier that answers; null for the persona's.</summary>
    public Tier? Tier { get; init; }

    /// <summary>Those of the persona's tools that it may use; null for all.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>What must hold when it is due; all of it.</summary>
    public IReadOnlyList<GateSetting> Gates { get; init; } = [];

    /// <summary>How late it may still begin; null for half its period, two minutes to two hours.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>How often it is tried again when it fails before anything was said or changed.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long one try may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>It may have nothing to say.</summary>
    public bool Silence { get; init; }

    /// <summary>What runs in place of a model; null when the persona answers.</summary>
    public string? Action { get; init; }

    /// <summary>It is there and never due.</summary>
    public bool Off { get; init; }

    /// <summary>It is only tried yet: see <see cref="DraftEnding"/>.</summary>
    public bool Draft { get; init; }

    /// <summary>Tells one version of the file from another.</summary>
    public string Hash { get; init; } = "";

    /// <summary>In words, with the zone: <c>every day at 08:00 (Europe/Paris)</c>.</summary>
    public string When => $"{Schedule.Words}{(Active is null ? "" : $", {Active.Text}")}{(Schedule is AfterSchedule ? "" : $" ({Zone.Id})")}";

    /// <summary>The first instant after another at which it is due (UTC); null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var next = Schedule.Next(after);
        if (Active is null) return next;
        for (var skips = 0; next is { } at && skips < MostSkips; skips++)
        {
            var local = TimeZoneInfo.ConvertTime(at, Zone).DateTime;
            if (Active.Contains(local)) return at;
            // Straight to the next opening: what is due before it does not count.
            var opening = Active.NextOpening(local);
            next = Schedule.Next(Later(at, Instants.Of(opening, Zone).AddTicks(-1)));
        }

        return null;
    }

    /// <summary>How late it may begin.</summary>
    public TimeSpan GraceAt(DateTimeOffset due)
    {
        if (Grace is { } given) return given;
        var (least, most) = (TimeSpan.FromMinutes(2), TimeSpan.FromHours(2));
        var half = Next(due) is { } next ? (next - due) / 2 : most;
        return half < least ? least : half > most ? most : half;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
