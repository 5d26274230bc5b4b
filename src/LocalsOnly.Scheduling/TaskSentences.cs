using System.Globalization;

namespace LocalsOnly.Scheduling;

/// <summary>Every sentence that says why an occurrence stands as it does.</summary>
internal static class TaskSentences
{
    public const string FileGone = "Its file was gone when it was to run.";

    public const string Paused = "The task is paused; locals tasks pause NAME --off lets it go on.";

    public const string NothingToSay = "It had nothing to say.";

    public const string SaidNothing = "It ended without a word; write silence: allowed in its header if it may.";

    public const string HostStopped = "The host was stopped while it ran, after it had changed something; it is not run again by itself.";

    public const string WaitsForHost = "The host was stopped while it ran; nothing had been said or changed, so it begins again.";

    public const string Died = "The host died while it ran, and nobody knows how far it had come; look at how things stand, and run it by hand if something is missing.";

    public const string NoModel = "no model server is known; locals status shows what the host has looked for";

    public static string Away(DateTimeOffset from, DateTimeOffset to) => string.Create(CultureInfo.InvariantCulture, $"The host was away or asleep from {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC.");

    public static string Missed(string? away, TimeSpan late, TimeSpan grace) => $"{away ?? "The host did not look in time."} It was {Durations.About(late)} late, and may be {Durations.About(grace)}.";

    public static string MissedForNewer(string? away, DateTimeOffset newer) => string.Create(CultureInfo.InvariantCulture, $"{away ?? "The host did not look in time."} The one of {newer:yyyy-MM-dd HH:mm} UTC stands for it.");

    public static string StillOpen(DateTimeOffset earlier, bool runs) => string.Create(CultureInfo.InvariantCulture, $"The one of {earlier:yyyy-MM-dd HH:mm} UTC {(runs ? "was still running" : "was still waiting to run")}.");

    public static string BeforeFile(DateTimeOffset seen) => string.Create(CultureInfo.InvariantCulture, $"Its time had passed when its file was first seen, on {seen:yyyy-MM-dd HH:mm} UTC.");

    public static string OtherDidNotSucceed(string other, OccurrenceState state) => $"{other}, after which it comes, {(state == OccurrenceState.Skipped ? "did not run" : "did not succeed")}.";

    public static string WaitedTooLong(TimeSpan waited) => $"Others were before it for {Durations.About(waited)}; Scheduling:AtOnce says how many run at once.";

    public static string CouldNotBegin(string why) => $"It could not begin: {why.TrimEnd('.')}.";

    public static string GateClosed(string gate, string why) => $"{gate}: {why.TrimEnd('.')}.";

    public static string TookTooLong(TimeSpan deadline) => $"It took longer than {Durations.About(deadline)}, its deadline.";

    public static string TriesLeft(string why, int tries, DateTimeOffset next) => string.Create(CultureInfo.InvariantCulture, $"Try {tries} failed, the next one is at {next:HH:mm:ss} UTC: {why}");

    public static string SameAs(DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture, $"The same as what was delivered on {due:yyyy-MM-dd HH:mm} UTC, so it was not said again.");

    public static string GaveUpDelivery(string why, int tries) => string.Create(CultureInfo.InvariantCulture, $"Given up after {tries} tries: {why} locals tasks deliver NAME tries again, and runs nothing.");
}
