using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Memory.Qdrant;

namespace LocalsOnly.Memory.Mirroring;

/// <summary>How far the mirror has followed, of which index: one that was made anew counts from the beginning.</summary>
internal sealed class SyncPositionFile(string path, long identity) : ISyncPosition
{
    public Task<long?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var file = File.OpenRead(path);
            var kept = JsonSerializer.Deserialize(file, SyncPositionJson.Default.KeptPosition);
            return Task.FromResult(kept?.Index == identity ? kept.Position : null);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return Task.FromResult<long?>(null);
        }
    }

    public Task SaveAsync(long? position, CancellationToken cancellationToken)
    {
        using (var file = PrivateFiles.Open(path + ".new", FileMode.Create, FileShare.None))
        {
            JsonSerializer.Serialize(file, new KeptPosition(identity, position), SyncPositionJson.Default.KeptPosition);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
        return Task.CompletedTask;
    }
}

/// <param name="Index">Identity of the index.</param>
/// <param name="Position">Its generation up to which the mirror has all.</param>
internal sealed record KeptPosition(long Index, long? Position);

[JsonSerializable(typeof(KeptPosition))]
internal sealed partial class SyncPositionJson : JsonSerializerContext;
