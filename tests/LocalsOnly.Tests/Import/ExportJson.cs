using System.IO.Compression;
using System.Text;

namespace LocalsOnly.Tests.Import;

/// <summary>Exports in a few words. Every text is <see cref="ExportHouse.Marker"/> and what the test says.</summary>
internal static class ExportJson
{
    public const string Said = ExportHouse.Marker + " ";

    /// <summary>A ChatGPT conversation with the title <c>Talk</c>.</summary>
    public static string ChatGpt(string id, params string[] nodes) => ChatGptWith($"\"id\":\"{id}\",\"create_time\":1750000000,\"title\":\"Talk\"", nodes);

    /// <summary>A ChatGPT conversation with chosen fields beside <c>mapping</c>.</summary>
    public static string ChatGptWith(string fields, params string[] nodes) => $"{{{fields},\"mapping\":{{{string.Join(',', nodes)}}}}}";

    /// <summary>A node whose message says its id.</summary>
    public static string Node(string id, string? parent, string role = "user", string more = "") =>
        NodeOf(id, parent, $$"""{"author":{"role":"{{role}}"},"content":{"content_type":"text","parts":["{{Said}}{{id}}"]}{{more}}}""");

    /// <summary>A node with a message as it stands.</summary>
    public static string NodeOf(string id, string? parent, string message) => $$"""
        "{{id}}":{"id":"{{id}}","parent":{{(parent is null ? "null" : $"\"{parent}\"")}},"message":{{message}}}
        """;

    /// <summary>A node with a message of a role and a content as it stands.</summary>
    public static string NodeWith(string id, string? parent, string role, string content, string more = "") =>
        NodeOf(id, parent, $$"""{"author":{"role":"{{role}}"},"content":{{content}}{{more}}}""");

    /// <summary>A Claude conversation with the name <c>Talk</c>.</summary>
    public static string Claude(string id, params string[] messages) =>
        $$"""{"uuid":"{{id}}","name":"Talk","created_at":"2026-03-01T10:00:00Z","updated_at":"2026-03-01T11:00:00Z","chat_messages":[{{string.Join(',', messages)}}]}""";

    /// <summary>A Claude message that says its id.</summary>
    public static string Message(string id, string sender = "human", string more = "") =>
        $$"""{"uuid":"{{id}}","sender":"{{sender}}","text":"{{Said}}{{id}}","content":[{"type":"text","text":"{{Said}}{{id}}"}]{{more}}}""";

    /// <summary>A Claude message with fields as they stand.</summary>
    public static string MessageWith(string id, string fields, string sender = "human") => $$"""{"uuid":"{{id}}","sender":"{{sender}}",{{fields}}}""";

    public static string Array(params string[] elements) => $"[{string.Join(',', elements)}]";

    public static byte[] Zip(params (string Name, string Content)[] members) => Zip([.. members.Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Content)))]);

    public static byte[] Zip(params (string Name, byte[] Content)[] members) => ZipOf(null, members);

    /// <summary>A zip whose members were all written at one time.</summary>
    public static byte[] Zip(DateTimeOffset written, params (string Name, string Content)[] members) =>
        ZipOf(written, [.. members.Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Content)))]);

    private static byte[] ZipOf(DateTimeOffset? written, (string Name, byte[] Content)[] members)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in members)
            {
                var entry = zip.CreateEntry(name);
                if (written is { } at) entry.LastWriteTime = at;
                using var stream = entry.Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }
}
