using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Memory.Index;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Remembering;

/// <summary>
/// What was said while the archive was away: a line each in <c>remembered.jsonl</c> in <c>Data:Local</c>, on the disk before a caller hears that it waits. A last line
/// that a kill has cut off was never promised, and is passed over. Several processes may read it and add to it; while one stores what it has read, the file is everybody's.
/// </summary>
internal sealed class Spool(IOptions<DataOptions> options)
{
    private string FilePath => Path.Combine(options.Value.Local, "remembered.jsonl");

    /// <summary>Everything that waits, oldest first.</summary>
    /// <exception cref="MemoryStoreException">It cannot be read.</exception>
    public List<SpooledUtterance> Read(CancellationToken cancellationToken)
    {
        if (!File.Exists(FilePath)) return [];
        try
        {
            using var turn = TakeTurn(cancellationToken);
            return Lines();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"What waits for the archive in {FilePath} cannot be read ({fault.Message.TrimEnd('.')}): allow reading and writing there. Nothing of it is lost.", fault);
        }
    }

    /// <exception cref="MemoryStoreException">The local disk cannot be written.</exception>
    public void Add(SpooledUtterance utterance, CancellationToken cancellationToken)
    {
        try
        {
            PrivateFiles.CreateDirectory(options.Value.Local);
            using var turn = TakeTurn(cancellationToken);
            using var file = PrivateFiles.Open(FilePath, FileMode.OpenOrCreate, FileShare.Read);
            file.Seek(0, SeekOrigin.End);
            // After a line that was cut off, a new one.
            if (file.Length > 0) file.WriteByte((byte)'\n');
            Write(file, utterance);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"What was said cannot be kept in {options.Value.Local} ({fault.Message.TrimEnd('.')}): allow writing or free space there.", fault);
        }
    }

    /// <summary>Takes out what is in the archive now; what another process has added meanwhile goes on waiting.</summary>
    /// <exception cref="MemoryStoreException">It cannot be written. All of it goes on waiting, and storing it again changes nothing.</exception>
    public void Remove(IEnumerable<SpooledUtterance> stored)
    {
        var rest = FilePath + ".new";
        try
        {
            using var turn = TakeTurn(CancellationToken.None);
            var waiting = Lines().Except(stored).ToList();
            if (waiting.Count > 0)
            {
                using (var file = PrivateFiles.Open(rest, FileMode.Create, FileShare.None))
                {
                    foreach (var utterance in waiting) Write(file, utterance);
                    file.Flush(flushToDisk: true);
                }
                File.Move(rest, FilePath, overwrite: true);
                return;
            }
            File.Delete(FilePath);
            // Of one that was killed here.
            File.Delete(rest);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"What is in the archive now cannot be taken out of {FilePath} ({fault.Message.TrimEnd('.')}): allow writing or free space there.", fault);
        }
    }

    private List<SpooledUtterance> Lines()
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

    private static void Write(FileStream file, SpooledUtterance utterance)
    {
        JsonSerializer.Serialize(file, utterance, SpoolJson.Default.SpooledUtterance);
        file.WriteByte((byte)'\n');
    }

    // Held for as long as the file is open, never while the archive is written.
    private FileTurn TakeTurn(CancellationToken cancellationToken) => FileTurn.TryTake(Path.Combine(options.Value.Local, "remembered.lock"), wait: true, cancellationToken)!;
}

/// <summary>An utterance with who may see it.</summary>
internal sealed record SpooledUtterance(string Owner, string? Persona, string? Channel, Utterance Utterance);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SpooledUtterance))]
internal sealed partial class SpoolJson : JsonSerializerContext;
