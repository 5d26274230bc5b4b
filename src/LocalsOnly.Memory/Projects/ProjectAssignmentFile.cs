using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Memory.Archive;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Projects;

/// <summary><c>projects.jsonl</c> in the archive directory: one decision a line, the latest of a conversation is valid, only ever appended to.</summary>
internal sealed class ProjectAssignmentFile(IOptions<DataOptions> options) : IProjectAssignments
{
    private string FilePath => Path.Combine(options.Value.Nas, "projects.jsonl");

    public IReadOnlyDictionary<string, string?> Read()
    {
        var decided = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(FilePath)) return decided;
            using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var lines = new StreamReader(stream);
            while (lines.ReadLine() is { } line)
                if (Parse(line) is { } decision) decided[decision.Conversation] = decision.Project;
            return decided;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"{FilePath} cannot be read ({fault.Message.TrimEnd('.')}): mount the archive or allow reading there.", fault);
        }
    }

    public void Decide(IReadOnlyCollection<ProjectAssignment> decisions)
    {
        using var lines = new MemoryStream();
        foreach (var decision in decisions)
        {
            JsonSerializer.Serialize(lines, decision, ProjectJson.Default.ProjectAssignment);
            lines.WriteByte((byte)'\n');
        }
        try
        {
            // On an unmounted share this would begin a second archive beside the true one.
            if (Segments.List(options.Value.Nas).Count == 0)
                throw new MemoryStoreException($"The archive directory {options.Value.Nas} is empty, so nothing can be kept in it: mount it again.");
            using var file = PrivateFiles.Open(FilePath, FileMode.OpenOrCreate, FileShare.Read);
            EndLastLine(file);
            file.Write(lines.GetBuffer(), 0, (int)lines.Length);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException($"{FilePath} cannot be written ({fault.Message.TrimEnd('.')}): mount the archive, free space or allow writing there.", fault);
        }
    }

    // A line that was killed halfway is no decision; what is appended must not become a part of it.
    private static void EndLastLine(FileStream file)
    {
        file.Seek(0, SeekOrigin.End);
        if (file.Position == 0) return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n') file.WriteByte((byte)'\n');
    }

    private static ProjectAssignment? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ProjectJson.Default.ProjectAssignment) is { Conversation: not null } decision ? decision : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProjectAssignment))]
internal sealed partial class ProjectJson : JsonSerializerContext;
