using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Storing;

/// <summary>An observation on its way into archive and index.</summary>
/// <param name="Key">Of its conversation.</param>
/// <param name="Entry">All of its line but the conversation, and the raw reference when the payload is new.</param>
/// <param name="Json">The conversation as the line holds it.</param>
/// <param name="Raw">The payload to be archived; empty when there is none, or it is there already.</param>
/// <param name="RawDigest">Its digest.</param>
/// <param name="Folded">What all live observations of the conversation make, this one included.</param>
/// <param name="Audience">Who may see that.</param>
internal sealed record NewObservation(
    string Key, ArchiveEntry Entry, byte[] Json, byte[] Raw, Digest RawDigest, Conversation Folded, Audience Audience)
{
    /// <summary>What it holds in memory, roughly.</summary>
    public long Bytes => Json.Length + Raw.Length + 1024;
}
