using System.Text;
using System.Text.Json;

namespace LocalsOnly.Agents.Characters;

/// <summary>
/// The knowledge of a character: texts become one file, files and folders beside the character are copied when they are Markdown or plain text. Nothing outside the character's own
/// directory is read, whatever a path says, and no link is followed.
/// </summary>
internal sealed class CharacterKnowledge(string directory, CharacterText text, Dictionary<string, byte[]> files, List<CharacterPart> report, string id)
{
    private const int MostBytes = 2 << 20;
    private const int MostFiles = 200;
    private const int MostItems = 2000;
    private const int LongestPath = 300;

    private readonly List<string> _facts = [];
    private readonly Dictionary<string, int> _left = new(StringComparer.Ordinal);
    private int _copied;

    public void Read(JsonElement root)
    {
        if (!root.TryGetProperty("knowledge", out var knowledge) || knowledge.ValueKind == JsonValueKind.Null) return;
        foreach (var item in (knowledge.ValueKind == JsonValueKind.Array ? knowledge.EnumerateArray().ToArray() : [knowledge]).Take(MostItems)) Item(item);
        if (knowledge.ValueKind == JsonValueKind.Array && knowledge.GetArrayLength() is > MostItems and var all) Left(FormattableString.Invariant($"{all - MostItems} items beyond the first {MostItems}"));
        if (_facts.Count > 0)
        {
            files["facts.md"] = Encoding.UTF8.GetBytes($"## What is known\n\n{string.Join("\n\n", _facts)}\n");
            report.Add(new CharacterPart("knowledge", CharacterOutcome.Taken, FormattableString.Invariant($"{_facts.Count} texts, in knowledge/{id}/facts.md")));
        }

        if (_copied > 0) report.Add(new CharacterPart("knowledge", CharacterOutcome.Taken, FormattableString.Invariant($"{_copied} files, in knowledge/{id}")));
        foreach (var (why, count) in _left) report.Add(new CharacterPart("knowledge", CharacterOutcome.Left, count == 1 ? why : FormattableString.Invariant($"{why} ({count} times)")));
    }

    private void Item(JsonElement item)
    {
        switch (item.ValueKind)
        {
            case JsonValueKind.String when IsPath(item.GetString()!):
                File(item.GetString()!);
                break;
            case JsonValueKind.String:
                if (text.Clean(item.GetString()!) is { Length: > 0 } fact) _facts.Add(fact);
                break;
            case JsonValueKind.Object when item.TryGetProperty("item", out var kind) && kind.ValueKind == JsonValueKind.Object && kind.TryGetProperty("value", out var value):
                if (value.ValueKind == JsonValueKind.String && kind.TryGetProperty("case", out var its) && its.ValueKind == JsonValueKind.String && its.GetString() == "directory") Folder(value.GetString()!);
                else if (value.ValueKind == JsonValueKind.String) File(value.GetString()!);
                else Item(value);
                break;
            case JsonValueKind.Object when item.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String:
                File(path.GetString()!);
                break;
            case JsonValueKind.Object when item.TryGetProperty("directory", out var folder) && folder.ValueKind == JsonValueKind.String:
                Folder(folder.GetString()!);
                break;
            default:
                Left("an item that is neither a text, a path nor a directory");
                break;
        }
    }

    private static bool IsPath(string text) =>
        text.Length <= LongestPath && !text.Contains(' ', StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal) && Path.GetExtension(text).ToLowerInvariant() is ".md" or ".txt" or ".pdf" or ".json" or ".csv";

    private void File(string path)
    {
        if (Inside(path) is not { } full) Left("a path that leads out of the character's directory");
        else if (!System.IO.File.Exists(full)) Left($"{PersonSentences.Plain(path)}, which is not beside the character");
        else Copy(full, path);
    }

    private void Folder(string path)
    {
        if (Inside(path) is not { } full) Left("a path that leads out of the character's directory");
        else if (!Directory.Exists(full)) Left($"{PersonSentences.Plain(path)}, which is not beside the character");
        else
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint, MaxRecursionDepth = 8 };
            foreach (var file in Directory.EnumerateFiles(full, "*", options).Order(StringComparer.Ordinal)) Copy(file, Path.GetRelativePath(directory, file));
        }
    }

    private void Copy(string full, string path)
    {
        if (files.Count >= MostFiles) Left($"files beyond the first {MostFiles}");
        else if (Path.GetExtension(full).ToLowerInvariant() is not (".md" or ".txt")) Left($"files that are neither Markdown nor plain text ({PersonSentences.Plain(Path.GetExtension(full))})");
        else if (new FileInfo(full) is { LinkTarget: not null } || new FileInfo(full).Length > MostBytes) Left("a file that is a link, or longer than 2 MB");
        else
        {
            try
            {
                var content = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(System.IO.File.ReadAllBytes(full));
                files[Named(path)] = Encoding.UTF8.GetBytes(text.Clean(content) + "\n");
                _copied++;
            }
            catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                Left($"{PersonSentences.Plain(path)}, which cannot be read as text");
            }
        }
    }

    private string Named(string path)
    {
        var stem = LocalsOnly.Memory.Knowledge.Slug.Of(Path.GetFileNameWithoutExtension(path));
        var name = $"{stem}.md";
        for (var twin = 2; files.ContainsKey(name); twin++) name = FormattableString.Invariant($"{stem}-{twin}.md");
        return name;
    }

    private string? Inside(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || path.Length > LongestPath) return null;
        var full = Path.GetFullPath(path.Replace('\\', '/'), directory);
        if (!full.StartsWith(directory.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        // A folder on the way that is a link may lead anywhere.
        for (var parent = Path.GetDirectoryName(full)!; parent.Length > directory.Length; parent = Path.GetDirectoryName(parent)!)
            if (new DirectoryInfo(parent).LinkTarget is not null) return null;
        return new DirectoryInfo(full).LinkTarget is null ? full : null;
    }

    private void Left(string why) => _left[why] = _left.GetValueOrDefault(why) + 1;
}
