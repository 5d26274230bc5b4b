using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>The roofline of one instance, corrected by what was measured.</summary>
/// <param name="PrefillScale">Measured over predicted prefill rate; 1 when nothing was measured.</param>
/// <param name="DecodeScale">The same for decode.</param>
internal sealed record InstanceRates(ModelShape Model, Placement Placement, double PrefillScale = 1, double DecodeScale = 1)
{
    public double PrefillSeconds(double tokens, double cached) => Roofline.PrefillSeconds(Model, Placement, tokens, cached) / PrefillScale;

    public double StepSeconds(int batch, double context) => Roofline.StepSeconds(Model, Placement, batch, context) / DecodeScale;

    /// <summary>Requests per second of a full batch of mean requests: prompts are read one after the other, answers written together.</summary>
    public double RequestsPerSecond(WorkloadMean mean, int places) =>
        1 / (PrefillSeconds(mean.Uncached, mean.Cached) + (mean.Output * StepSeconds(places, places * mean.Context) / places));

    /// <summary>Places that the memory has room for when every stream has such a context.</summary>
    public int Places(double context, int most) => (int)Math.Min(most, Math.Floor(Roofline.ContextTokens(Model, Placement) / context));
}

/// <summary>The mean request of some arrivals, in tokens.</summary>
/// <param name="Context">Prompt and half of the answer: what a stream's cache holds on average while it is written.</param>
/// <param name="LongContext">Prompt and answer that only one request in twenty exceeds.</param>
internal sealed record WorkloadMean(double Uncached, double Cached, double Output, double Context, double LongContext)
{
    public static WorkloadMean Of(IReadOnlyList<Arrival> arrivals) => new(
        arrivals.Average(a => (double)a.UncachedTokens), arrivals.Average(a => (double)Math.Min(a.CachedTokens, a.PromptTokens - 1)), arrivals.Average(a => (double)a.OutputTokens),
        arrivals.Average(a => a.PromptTokens + (a.OutputTokens / 2.0)), Percentiles.Of([.. arrivals.Select(a => (double)a.Tokens)]).P95);
}
