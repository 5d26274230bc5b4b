using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>A file of JSON lines that comes into being with its first line: an empty one breaks the programs that read it.</summary>
internal sealed class LinesFile : IDisposable
{
    private readonly ExportDirectory _directory;
    private FileStream? _stream;
    private Utf8JsonWriter? _json;

    public LinesFile(ExportDirectory directory, string name)
    {
        (_directory, Name) = (directory, name);
        directory.Remove(name);
    }

    public string Name { get; }

    public int Lines { get; private set; }

    public void Add<T>(T value, JsonTypeInfo<T> type)
    {
        _stream ??= _directory.Create(Name);
        _json ??= new Utf8JsonWriter(_stream, new JsonWriterOptions { Encoder = ArchiveFormat.Encoder });
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        _json.Reset();
        _stream.WriteByte((byte)'\n');
        Lines++;
    }

    /// <summary>Null when no line was added.</summary>
    public ExportedFile? Complete()
    {
        if (_stream is null) return null;
        _stream.Flush(flushToDisk: true);
        return new ExportedFile(Name, Lines, _stream.Length);
    }

    public void Dispose()
    {
        _json?.Dispose();
        _stream?.Dispose();
    }
}
