using LocalsOnly.Inference;

namespace LocalsOnly.Scheduling;

/// <summary>Whether a model can answer, before anything is sent to it.</summary>
internal sealed class ModelReadiness(IEndpointDirectory endpoints)
{
    /// <summary>Why none can answer now; null when one can, or can be expected to as soon as it is asked.</summary>
    public string? Problem()
    {
        var all = endpoints.Endpoints;
        if (all.Any(endpoint => endpoint.State == EndpointState.Ready)) return null;
        if (all.FirstOrDefault(endpoint => endpoint.State is EndpointState.Loading) is { } loading) return $"{loading.Name} is loading its model";
        if (all.Count == 0) return TaskSentences.NoModel;
        return all.FirstOrDefault(endpoint => endpoint.Detail.Length > 0) is { } told ? $"{told.Name}: {told.Detail}" : "no model server has answered yet";
    }
}
