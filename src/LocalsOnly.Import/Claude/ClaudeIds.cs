using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;

namespace LocalsOnly.Import.Claude;

/// <summary>Ids for conversations that the export gives none, as some browser exporters do.</summary>
internal static class ClaudeIds
{
    /// <summary>An id made of a conversation's name, its time and its words: the same on every import.</summary>
    /// <param name="name">What it is called, and what else tells it from others.</param>
    /// <param name="messages">In file order.</param>
    public static string Derived(JsonElement root, string? name, IEnumerable<JsonElement> messages)
    {
        var created = root.Time("created_at")?.UtcTicks;
        var shape = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{name}|{created}");
        // With its time a conversation is told by how it begins, which stays when it grows. Without, many begin alike, and only all of their words tell them apart.
        foreach (var message in messages.Where(message => message.ValueKind == JsonValueKind.Object).Take(created is null ? int.MaxValue : 1))
            shape.Append('|').Append(message.Text("sender") ?? message.Text("role")).Append('|').Append(Said(message));
        return ExportId.Derived(shape.ToString());
    }

    // As exported, so that what is read out of it may get better and the id stays.
    private static string? Said(JsonElement message) => message.Text("text") is { Length: > 0 } flat ? flat : message.Get("content")?.GetRawText();
}
