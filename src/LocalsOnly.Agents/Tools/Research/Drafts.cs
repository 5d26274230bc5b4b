using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>One kept draft.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Title">As it was given.</param>
/// <param name="At">When it was kept; null where the file does not say.</param>
/// <param name="Words">Of its text.</param>
/// <param name="Channel">Where it was asked for; null in a private place.</param>
internal sealed record Draft(string Name, string Title, DateTimeOffset? At, int Words, string? Channel);

/// <summary>
/// A folder of Markdown files, one for each version of a draft. No file is ever written over, and none is seen half written. What was drafted in a channel is
/// seen there and in private places; what was drafted in private, or put into the folder by hand, in private places only.
/// </summary>
internal sealed class Drafts(string folder)
{
    private const int LongestSlug = 60;
    private const int MostVersions = 999;

    public string Folder => folder;

    /// <summary>Keeps a draft under a new name and returns that.</summary>
    /// <exception cref="ToolException">The disk does not take it; nothing was kept.</exception>
    public string Keep(string title, string body, IReadOnlyList<string> sources, ToolTurn turn)
    {
        var stem = string.Create(CultureInfo.InvariantCulture, $"{turn.Now:yyyy-MM-dd}-{Slug(title)}");
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            PrivateFiles.CreateDirectory(folder);
            using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(Compose(title, body, sources, turn)));
                file.Flush(flushToDisk: true);
            }

            for (var version = 1; version <= MostVersions; version++)
            {
                var name = version == 1 ? $"{stem}.md" : string.Create(CultureInfo.InvariantCulture, $"{stem}-v{version}.md");
                if (TryMove(temporary, Path.Combine(folder, name))) return name;
            }

            throw new ToolException($"There are {MostVersions} versions of this draft today already; give it another title.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{folder} cannot be written ({failed.Message.TrimEnd('.')}), so the draft was not kept.", failed);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    /// <summary>What may be seen from a turn, newest first by name; a file that cannot be read stands there with its name alone.</summary>
    public IReadOnlyList<Draft> List(ToolTurn turn)
    {
        try
        {
            if (!Directory.Exists(folder)) return [];
            return [.. Directory.EnumerateFiles(folder, "*.md").Select(Path.GetFileName).OfType<string>().Where(name => name[0] != '.').OrderDescending(StringComparer.Ordinal)
                .Select(name => Describe(name)).Where(draft => turn.Channel is null || draft.Channel == turn.Channel)];
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{folder} cannot be read ({failed.Message.TrimEnd('.')}).", failed);
        }
    }

    /// <summary>The whole text of a draft that may be seen from a turn; null when there is none of that name.</summary>
    public string? Open(string name, ToolTurn turn)
    {
        // Only names that the list has: no path leads out of the folder.
        if (!List(turn).Any(draft => draft.Name == name)) return null;
        try
        {
            return File.ReadAllText(Path.Combine(folder, name));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{name} cannot be read ({failed.Message.TrimEnd('.')}).", failed);
        }
    }

    /// <summary>A title as a part of a file name: lower case ASCII letters, digits and minus on every system.</summary>
    internal static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var c in title.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length == LongestSlug) break;
        }

        return slug.ToString().Trim('-') is { Length: > 0 } name ? name : "draft";
    }

    private static string Compose(string title, string body, IReadOnlyList<string> sources, ToolTurn turn)
    {
        var text = new StringBuilder("---\n");
        text.Append(CultureInfo.InvariantCulture, $"title: {Quoted(title)}\ncreated: {turn.Now:yyyy-MM-ddTHH:mm:sszzz}\npersona: {Quoted(turn.Persona.Id)}\nstatus: draft\n");
        if (turn.Channel is { } channel) text.Append(CultureInfo.InvariantCulture, $"channel: {Quoted(channel)}\n");
        text.Append(sources.Count == 0 ? "sources: []\n" : "sources:\n");
        foreach (var source in sources) text.Append(CultureInfo.InvariantCulture, $"  - {Quoted(source)}\n");
        return text.Append("---\n\n").Append(body.ReplaceLineEndings("\n").Trim()).Append('\n').ToString();
    }

    // A text in JSON is the same text in YAML between double quotes.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private Draft Describe(string name)
    {
        try
        {
            var (fields, body) = Header(File.ReadAllText(Path.Combine(folder, name)));
            DateTimeOffset? at = DateTimeOffset.TryParse(fields.GetValueOrDefault("created"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var created) ? created : null;
            return new Draft(name, fields.GetValueOrDefault("title") ?? name, at, body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, fields.GetValueOrDefault("channel"));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new Draft(name, "cannot be read", null, 0, null);
        }
    }

    // Only what Compose writes: a line for each field.
    private static (Dictionary<string, string> Fields, string Body) Header(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = lines is ["---", ..] ? Array.IndexOf(lines, "---", 1) : -1;
        foreach (var line in lines[..Math.Max(0, end)])
            if (line.Split(": ", 2) is [var name, var value]) fields.TryAdd(name, Unquoted(value));
        return (fields, string.Join('\n', lines[(end + 1)..]));
    }

    private static string Unquoted(string value)
    {
        try
        {
            return value.StartsWith('"') ? JsonSerializer.Deserialize(value, ResearchJson.Default.String) ?? value : value;
        }
        catch (JsonException)
        {
            return value;
        }
    }

    // A move that does not replace looks first and moves then, and between the two another draft may take the name. So the name is taken by making an empty file, which only
    // one can, and that one is replaced.
    private static bool TryMove(string from, string to)
    {
        try
        {
            PrivateFiles.Open(to, FileMode.CreateNew, FileShare.None).Dispose();
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }

        File.Move(from, to, overwrite: true);
        return true;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // A hidden file stays behind; no list shows it.
        }
    }
}
