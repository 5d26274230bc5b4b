using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Memory;

/// <summary>What a person said once and that holds: instructions, preferences, who they are. Found by rules, each with the message that it rests on.</summary>
public interface IStandingFacts
{
    /// <summary>What holds within a scope, in the order of time.</summary>
    /// <param name="everything">Also what was replaced by something newer.</param>
    /// <exception cref="MemoryStoreException">The index cannot be read.</exception>
    Task<IReadOnlyList<StandingRecord>> ListAsync(MemoryScope scope, bool everything = false, CancellationToken cancellationToken = default);

    /// <summary>Keeps a decision of the person's, in the archive: it stands above every rule and outlives every rebuild. False when there is no such record.</summary>
    /// <exception cref="MemoryStoreException">It cannot be kept.</exception>
    Task<bool> DecideAsync(StandingDecision decision, CancellationToken cancellationToken = default);
}
