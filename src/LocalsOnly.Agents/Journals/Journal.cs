using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LocalsOnly.Agents.Journals;

/// <summary>
/// An append-only file of JSON lines: what a desk has done, in order, from which its state is made again. A line is on the disk before
/// <see cref="Append"/> returns; a last line that a killed process left half written is no entry and is cut off by the next append.
/// </summary>
internal sealed class Journal<T>(string path, JsonTypeInfo<T> type)
{
    private readonly Lock _gate = new();

    /// <summary>Every entry, oldest first; none when there is no file.</summary>
    /// <exception cref="Tools.ToolException">The file cannot be read, or a line in it is no entry: the sentence names the file and the line.</exception>
    public IReadOnlyList<T> Read()
    {
        lock (_gate)
        {
            if (!File.Exists(path)) return [];
            try
            {
                return Parse(File.ReadAllBytes(path));
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new Tools.ToolException($"{path} cannot be read ({failed.Message.TrimEnd('.')}).", failed);
            }
        }
    }

    /// <summary>Puts an entry at the end.</summary>
    /// <exception cref="Tools.ToolException">The disk does not take it; nothing was written.</exception>
    public void Append(T entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, type), (byte)'\n'];
        lock (_gate)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                var end = EndOfLines(file);
                file.SetLength(end);
                file.Position = end;
                try
                {
                    file.Write(line);
                    file.Flush(flushToDisk: true);
                }
                catch (IOException)
                {
                    file.SetLength(end);
                    throw;
                }
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new Tools.ToolException($"{path} cannot be written ({failed.Message.TrimEnd('.')}), so nothing was changed.", failed);
            }
        }
    }

    private List<T> Parse(byte[] bytes)
    {
        var entries = new List<T>();
        var rest = bytes.AsSpan();
        for (var number = 1; rest.IndexOf((byte)'\n') is >= 0 and var end; number++)
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize(rest[..end], type) ?? throw new JsonException("it is null"));
            }
            catch (JsonException broken)
            {
                throw new Tools.ToolException($"{path}, line {number}, cannot be read; mend or remove that line.", broken);
            }

            rest = rest[(end + 1)..];
        }

        return entries;
    }

    /// <summary>One past the last line break.</summary>
    private static long EndOfLines(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') return end;
        }

        return 0;
    }
}
