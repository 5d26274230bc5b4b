using System.Text.Json;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>The parts that an export says it has. Links in a manifest are credentials: only file names are read.</summary>
internal static class Manifest
{
    private const string Conversations = "conversations.json";

    /// <summary>Names of the parts that hold something to import; all shapes seen so far.</summary>
    public static IEnumerable<string> Parts(JsonElement root)
    {
        // ChatGPT, February 2026: logical_files by name, each with files.
        if (root.Get("logical_files").Get(Conversations) is { } logical)
            foreach (var file in logical.Items("files"))
                if (NameOf(file) is { } name) yield return name;
        // ChatGPT, later: files, some with shards.
        foreach (var file in root.Items("files"))
        {
            if (NameOf(file) != Conversations) continue;
            var sharded = false;
            foreach (var shard in file.Items("shards"))
            {
                sharded = true;
                if (NameOf(shard) is { } name) yield return name;
            }
            if (!sharded) yield return Conversations;
        }
        // Claude, August 2026: one zip for each part.
        foreach (var file in root.Items("data_files"))
            if (file.Text("filename") is { Length: > 0 } name) yield return name;
    }

    private static string? NameOf(JsonElement file) => file.AsText() ?? file.Text("name");
}
