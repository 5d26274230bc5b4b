using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Memory;

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

    /// <summary>Puts entries at the end, with one wait for the disk.</summary>
    /// <exception cref="Tools.ToolException">The disk does not take them; nothing was written.</exception>
    public void Append(params ReadOnlySpan<T> entries)
    {
        using var lines = new MemoryStream();
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(lines, entry, type);
            lines.WriteByte((byte)'\n');
        }

        lock (_gate)
        {
            try
            {
                PrivateFiles.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.Read);
                var end = EndOfLines(file);
                file.SetLength(end);
                file.Position = end;
                try
                {
                    file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
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

    /// <summary>Puts other entries in place of all that there are: wholly or not at all. With none, there is no file any more.</summary>
    /// <exception cref="Tools.ToolException">The disk does not take it; everything is as it was.</exception>
    public void Replace(IReadOnlyCollection<T> entries)
    {
        lock (_gate)
        {
            var next = path + ".next";
            try
            {
                if (entries.Count == 0)
                {
                    File.Delete(path);
                    return;
                }

                using (var file = PrivateFiles.Open(next, FileMode.Create, FileShare.None))
                {
                    foreach (var entry in entries) file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, type), (byte)'\n']);
                    file.Flush(flushToDisk: true);
                }

                File.Move(next, path, overwrite: true);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                File.Delete(next);
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
