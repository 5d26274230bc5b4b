using System.Text.Json;

namespace LocalsOnly.Inference.Cluster;

/// <summary>The parts of exo's <c>/state</c> that were read; a part that was not is <c>default</c>.</summary>
internal sealed record StateParts
{
    public JsonElement Instances { get; init; }

    public JsonElement Runners { get; init; }

    public JsonElement Topology { get; init; }

    public JsonElement LastSeen { get; init; }

    public JsonElement LastEvent { get; init; }

    public JsonElement Identities { get; init; }

    public JsonElement Memory { get; init; }

    public JsonElement System { get; init; }

    public JsonElement Downloads { get; init; }

    public JsonElement Links { get; init; }

    /// <summary>Whether links were asked for: an exo that has no such part is an old one.</summary>
    public bool AskedForLinks { get; init; }

    /// <summary>Generations by instance; null when not asked for or not readable.</summary>
    public IReadOnlyDictionary<string, TaskCount>? Tasks { get; init; }

    /// <summary>The node that answered; null when not asked.</summary>
    public string? AnsweredBy { get; init; }
}

/// <summary>Generations of one instance.</summary>
internal readonly record struct TaskCount(int Pending, int Running);
