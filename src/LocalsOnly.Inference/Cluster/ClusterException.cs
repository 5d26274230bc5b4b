namespace LocalsOnly.Inference.Cluster;

/// <summary>What kept a cluster from doing what it was told.</summary>
public enum ClusterFailure
{
    /// <summary>The catalogue of exo has no such model.</summary>
    UnknownModel,

    /// <summary>The cluster has no such machine.</summary>
    UnknownNode,

    /// <summary>Nothing of that name is placed.</summary>
    NotPlaced,

    /// <summary>No machine runs models: only a coordinator answers.</summary>
    NoWorkers,

    /// <summary>exo sees no way to place it: too little memory, or no machines with what was asked for.</summary>
    NoRoom,

    /// <summary>exo turned the command down.</summary>
    Refused,

    /// <summary>exo took the command, and nothing came of it.</summary>
    NothingHappened,

    /// <summary>A process that should run the model failed.</summary>
    RunnerFailed,

    /// <summary>The instance was there and is gone.</summary>
    Vanished,

    /// <summary>Nothing has moved for long.</summary>
    Stalled,

    /// <summary>Everything is called ready, and no token comes.</summary>
    Mute,

    /// <summary>This exo has no instance links, or they are switched off.</summary>
    LinksOff,

    /// <summary>The instances cannot be linked like that.</summary>
    Unlinkable,
}

/// <summary>A command to a cluster that did not do what it should. The message is a sentence with what to do.</summary>
public sealed class ClusterException(ClusterFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public ClusterFailure Failure { get; } = failure;
}
