using LocalsOnly.Inference;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>A number and where it comes from.</summary>
public readonly record struct Figure(double Value, Provenance Provenance);

/// <summary>What is promised to who waits: 19 of 20 first tokens within a time.</summary>
/// <param name="FirstTokenSeconds">Greatest 95th percentile of the time from a request's arrival to its first token, in seconds, above 0.</param>
public sealed record ServiceLevel(double FirstTokenSeconds)
{
    /// <summary>A minute: agents send long prompts, and a long one alone takes a home machine half of that.</summary>
    public static ServiceLevel Default { get; } = new(60);
}

/// <summary>A rate as predicted, as measured where it was, and as the plan uses it.</summary>
/// <param name="Predicted">From specifications, in tokens per second.</param>
/// <param name="Measured">Null when too little was measured.</param>
public sealed record PlannedRate(double Predicted, double? Measured)
{
    /// <summary>The measured rate, else the predicted one.</summary>
    public Figure Used => Measured is { } measured ? new(measured, Provenance.Measured) : new(Predicted, Provenance.Estimated);

    internal double Scale => (Measured ?? Predicted) / Predicted;
}

/// <summary>The longest context that so many streams can have at once, in tokens each.</summary>
public sealed record ContextRoom(int Streams, long TokensEach);

/// <summary>What the cluster does when so many streams are never idle.</summary>
/// <param name="Streams">All instances together.</param>
/// <param name="TokensPerSecond">Uncached, cached and written tokens.</param>
/// <param name="OutputTokensPerSecond">Written tokens.</param>
/// <param name="StreamTokensPerSecond">Of one stream while it is written; stalls by others' prompts included.</param>
/// <param name="FirstTokenP95">Seconds from asking to the first token that 95 % do not exceed.</param>
/// <param name="BeyondPlaces">More streams than the instances take at once, by their limit or their memory: the others wait.</param>
public sealed record FrontierPoint(
    int Streams, double TokensPerSecond, double OutputTokensPerSecond, double StreamTokensPerSecond, double FirstTokenP95, bool BeyondPlaces);

/// <summary>The mean request, in tokens.</summary>
public sealed record MeanRequest(double Uncached, double Cached, double Output);

/// <summary>One way to place the model; rates are estimated.</summary>
/// <param name="PrefillTokensPerSecond">Reading the mean prompt on the fastest instance.</param>
/// <param name="DecodeTokensPerSecond">Writing for one stream on the fastest instance.</param>
/// <param name="RequestsPerSecond">Mean requests of full batches, all instances together; the greatest decides.</param>
public sealed record LayoutOption(string Description, double PrefillTokensPerSecond, double DecodeTokensPerSecond, double RequestsPerSecond);

/// <summary>Why more load cannot be served.</summary>
public enum SaturationReason
{
    /// <summary>Requests come faster than they can be served, so the queue grows without end.</summary>
    QueueGrows,

    /// <summary>The 95th percentile of the time to the first token passes the service level.</summary>
    FirstTokenTooLate,

    /// <summary>Even with nobody else there, prompts take too long to read for the service level.</summary>
    PromptsTooLong,
}

/// <summary>The load at which the service level can no longer be kept.</summary>
/// <param name="Load">Multiple of the arrivals; 0 when no load at all keeps it.</param>
public sealed record Saturation(double Load, SaturationReason Reason);

/// <summary>What an endpoint's hardware can serve.</summary>
/// <param name="Model">Full model id.</param>
/// <param name="ModelBasis">What is known of the model, and from where.</param>
/// <param name="ModelEstimated">Its shape was guessed from its id.</param>
/// <param name="Layout">How it is placed: the way that serves most requests.</param>
/// <param name="Notes">What does not take part, and why.</param>
/// <param name="Ways">All ways to place it, the chosen one first.</param>
/// <param name="Mean">What the arrivals are like.</param>
/// <param name="WeightGigabytes">One copy of the weights, in 10^9 bytes.</param>
/// <param name="Prefill">Reading the mean prompt, one at a time, on the fastest instance.</param>
/// <param name="Decode">Writing for one stream with the mean context, on the fastest instance.</param>
/// <param name="DecodeFullBatch">Writing for all places of all instances, without the stalls by prompts; estimated.</param>
/// <param name="Places">Requests worked on at once, all instances together: the endpoint's limit, or fewer when memory is short.</param>
/// <param name="Context">Context by number of streams, on the instance with most room.</param>
/// <param name="Frontier">By number of streams; simulated.</param>
/// <param name="OperatingPoint">The one with most tokens per second that keeps the service level; null when none does.</param>
/// <param name="OfferedTokensPerSecond">What the arrivals ask for on average.</param>
/// <param name="FirstToken">Seconds to the first token at the arrivals' own load; null when that grows without end. Simulated.</param>
/// <param name="Saturation">Simulated.</param>
/// <param name="FlatOutTokensPerMonth">With all places taken around the clock, in 30 days; simulated.</param>
/// <param name="WithinLevelTokensPerMonth">At the load of <paramref name="Saturation"/>; simulated.</param>
public sealed record CapacityReport(
    string Model, string ModelBasis, bool ModelEstimated, string Layout, IReadOnlyList<string> Notes, IReadOnlyList<LayoutOption> Ways, MeanRequest Mean, double WeightGigabytes,
    PlannedRate Prefill, PlannedRate Decode, double DecodeFullBatch, int Places, IReadOnlyList<ContextRoom> Context, IReadOnlyList<FrontierPoint> Frontier,
    FrontierPoint? OperatingPoint, double OfferedTokensPerSecond, Percentiles? FirstToken, Saturation Saturation, double FlatOutTokensPerMonth, double WithinLevelTokensPerMonth)
{
    /// <summary>Whether the arrivals' own load can be served within the service level.</summary>
    public bool Serves => Saturation.Load >= 1;
}
