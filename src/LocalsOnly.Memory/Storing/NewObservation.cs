using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Storing;

/// <summary>An observation on its way into archive and index.</summary>
/// <param name="Key">Of its conversation.</param>
/// <param name="Entry">All of its line but the conversation, and the raw reference when the payload is new.</param>
/// <param name="Json">The conversation as the line holds it. Disposed of when it is archived, as is the payload.</param>
/// <param name="Raw">The payload to be archived; null when there is none, or it is there already.</param>
/// <param name="RawDigest">Its digest.</param>
/// <param name="Folded">What all live observations of the conversation make, this one included; or it alone, when <paramref name="Audience"/> is null.</param>
/// <param name="Audience">Who may see that; null when what they make is folded once it is indexed.</param>
internal sealed record NewObservation(
    string Key, ArchiveEntry Entry, RentedBytes Json, RentedBytes? Raw, Digest RawDigest, Conversation Folded, Audience? Audience)
{
    /// <summary>What it holds in memory, roughly; the same when its bytes are disposed of, because as much is given back as was taken.</summary>
    public long Bytes { get; } = Json.Length + (Raw?.Length ?? 0) + 1024;
}
