using System.Text.Json.Serialization;

namespace LocalsOnly.Host.Tasks;

/// <summary>What a snapshot is: the file that counts and what is in it. It is written last, so a folder without one is no snapshot.</summary>
/// <param name="File">Name of the archive beside it.</param>
/// <param name="Sha256">Of that file, hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Taken">When (UTC).</param>
/// <param name="Files">What is in it.</param>
internal sealed record SnapshotManifest(string File, string Sha256, long Bytes, DateTimeOffset Taken, IReadOnlyList<SnapshotFile> Files)
{
    public const string FileName = "manifest.json";
}

/// <param name="Path">Relative to <c>Data:Local</c>, with forward slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its bytes, hexadecimal.</param>
internal sealed record SnapshotFile(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SnapshotManifest))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
