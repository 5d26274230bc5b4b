using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Replays what a conversation's messages did to its artifacts: calls of the tool <c>artifacts</c>, and before 2025 tags within the text. Never rendered, never run.</summary>
internal sealed partial class ArtifactReplay(DocumentReplay documents)
{
    private const string Tag = "<antArtifact";
    private const string EndTag = "</antArtifact>";

    /// <summary>Takes a block of type <c>tool_use</c> into account.</summary>
    public void Call(JsonElement block, ConversationMessage by)
    {
        if (block.Text("name") != "artifacts" || block.Get("input") is not { ValueKind: JsonValueKind.Object } input) return;
        var id = input.Text("id") ?? documents.LastId ?? "unnamed";
        switch (input.Text("command"))
        {
            case "update":
                var (old, @new) = (input.Text("old_str"), input.Text("new_str") ?? "");
                documents.Change(id, text => Replace(text, old, @new), @new, by);
                break;
            // create, rewrite, and whatever else may come to give the whole text.
            default:
                if (input.Text("content") is { } content) documents.Write(id, input.Text("title"), content, by.Partial, by);
                break;
        }
    }

    /// <summary>Takes the artifacts out of a model's text; its title in square brackets stands where each was.</summary>
    public string TakeTags(string text, ConversationMessage by)
    {
        if (by.Author != MessageAuthor.Assistant || !text.Contains(Tag, StringComparison.Ordinal)) return text;
        return TextTags.Take(text, ArtifactTag(), EndTag, tagged =>
        {
            var attributes = Attribute().Matches(tagged.Attributes);
            string? Named(string name) => attributes.FirstOrDefault(attribute => attribute.Groups["name"].Value == name)?.Groups["value"].Value;
            var title = Named("title");
            var id = Named("identifier") ?? title ?? "unnamed";
            documents.Write(id, title, tagged.Inner.Trim('\r', '\n'), partial: !tagged.IsClosed, by);
            return $"[{title ?? id}]";
        });
    }

    private static string? Replace(string text, string? old, string @new)
    {
        if (string.IsNullOrEmpty(old)) return null;
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return at < 0 ? null : string.Concat(text.AsSpan(0, at), @new, text.AsSpan(at + old.Length));
    }

    [GeneratedRegex(@"<antArtifact(?<attributes>[^<>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex ArtifactTag();

    [GeneratedRegex(@"(?<![a-z])(?<name>[a-z]+)\s*=\s*""(?<value>[^""]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();
}
