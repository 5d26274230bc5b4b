using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Inference.Routing;

/// <summary>What every routed call shares.</summary>
internal sealed class RouterServices(
    RoutePlanner planner, ConversationTable conversations, PoisonedPrompts poisoned, IRouteJournal journal, IEnumerable<IUsageSink> sinks, IOptions<InferenceOptions> options, TimeProvider time, IEnergyMeter? energy = null)
{
    public RoutePlanner Planner => planner;

    public ConversationTable Conversations => conversations;

    public PoisonedPrompts Poisoned => poisoned;

    public IRouteJournal Journal => journal;

    public IUsageSink[] Sinks { get; } = [.. sinks];

    public InferenceOptions Options { get; } = options.Value;

    public TimeProvider Time => time;

    /// <summary>Null when nobody measures.</summary>
    public IEnergyMeter? Energy => energy;
}
