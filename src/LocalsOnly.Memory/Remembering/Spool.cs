using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Remembering;

/// <summary>
/// What was said while the archive was away: a line each in <c>remembered.jsonl</c> in <c>Data:Local</c>, on the disk before a caller hears that it waits. A last line
/// that a kill has cut off was never promised, and is passed over.
/// </summary>
internal sealed class Spool(IOptions<DataOptions> options)
{
    private string FilePath => Path.Combine(options.Value.Local, "remembered.jsonl");

    /// <summary>Everything that waits, oldest first.</summary>
    public List<SpooledUtterance> Read()
    {
        var waiting = new List<SpooledUtterance>();
        if (!File.Exists(FilePath)) return waiting;
        foreach (var line in File.ReadLines(FilePath))
        {
            try
            {
                if (JsonSerializer.Deserialize(line, SpoolJson.Default.SpooledUtterance) is { } utterance) waiting.Add(utterance);
            }
            catch (JsonException)
            {
                // Cut off in the middle.
            }
        }
        return waiting;
    }

    /// <exception cref="MemoryStoreException">The local disk cannot be written.</exception>
    public void Add(SpooledUtterance utterance)
    {
        try
        {
            PrivateFiles.CreateDirectory(options.Value.Local);
            using var file = PrivateFiles.Open(FilePath, FileMode.OpenOrCreate, FileShare.Read);
            file.Seek(0, SeekOrigin.End);
            // After a line that was cut off, a new one.
            if (file.Length > 0) file.WriteByte((byte)'\n');
            JsonSerializer.Serialize(file, utterance, SpoolJson.Default.SpooledUtterance);
            file.WriteByte((byte)'\n');
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"What was said cannot be kept in {options.Value.Local} ({fault.Message.TrimEnd('.')}): allow writing or free space there.", fault);
        }
    }

    /// <summary>All of it is in the archive.</summary>
    public void Clear() => File.Delete(FilePath);
}

/// <summary>An utterance with who may see it.</summary>
internal sealed record SpooledUtterance(string Owner, string? Persona, string? Channel, Utterance Utterance);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SpooledUtterance))]
internal sealed partial class SpoolJson : JsonSerializerContext;
