using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>What a ChatGPT message is and says, by its <c>content_type</c>, author and recipient.</summary>
internal sealed partial class ChatGptContent(Assets assets, Notes notes, string conversationId, int maxTextLength)
{
    /// <summary>The model of the last message that names one.</summary>
    public string? Model { get; private set; }

    public int AssetsResolved { get; private set; }

    public int AssetsMissing { get; private set; }

    /// <summary>Reads one message.</summary>
    /// <param name="message">As exported.</param>
    /// <param name="key">Its key.</param>
    /// <param name="parentKey">Key of the message above.</param>
    /// <param name="active">On the current branch.</param>
    /// <param name="answer">The message that follows it; null at the end.</param>
    public ConversationMessage Read(JsonElement message, string key, string? parentKey, bool active, JsonElement? answer)
    {
        var metadata = message.Get("metadata");
        var model = metadata.Text("model_slug") is { Length: > 0 } slug ? slug : null;
        Model = model ?? Model;
        var author = Author(message.Get("author").Text("role"));
        var content = message.Get("content");
        var type = content.Text("content_type");
        var kind = Kind(message, metadata, content, type, author);
        var attachments = new Attachments(this);
        attachments.AddDeclared(metadata);
        var text = Text(content, metadata, type, attachments);
        if (author == MessageAuthor.Assistant && kind == MessageKind.Visible)
        {
            // A call whose recipient the export does not name: JSON and nothing else, answered by a tool.
            if (IsJsonObject(text) && answer.Get("author").Text("role") == "tool") kind = MessageKind.ToolCall;
            else text = CitationMarks.Resolve(text, metadata);
        }
        attachments.AddSandboxFiles(text, message.Text("id"));
        var partial = message.Text("status") is "in_progress" or "finished_partial_completion";
        if (partial) notes.Add("messages that were exported unfinished");
        text = notes.Cut(text, maxTextLength, ref partial);
        return new ConversationMessage(key, parentKey, author, kind, active, message.Time("create_time"), text, attachments.Names)
        {
            RawAt = message.UnreadTime("create_time"),
            Model = author == MessageAuthor.Assistant ? model : null,
            Partial = partial,
        };
    }

    private MessageAuthor Author(string? role)
    {
        switch (role)
        {
            case "user": return MessageAuthor.User;
            case "assistant": return MessageAuthor.Assistant;
            case "tool": return MessageAuthor.Tool;
            case "system": return MessageAuthor.System;
            default:
                notes.Add($"messages of an unknown author role ({Notes.Safe(role)})");
                return MessageAuthor.System;
        }
    }

    private MessageKind Kind(JsonElement message, JsonElement? metadata, JsonElement? content, string? type, MessageAuthor author)
    {
        switch (type)
        {
            case "thoughts" or "reasoning_recap": return MessageKind.Reasoning;
            case "code": return MessageKind.ToolCall;
            case "execution_output" or "tether_browsing_display" or "system_error" or "computer_output" or "citable_code_output":
                return MessageKind.ToolResult;
            case "tether_quote" or "sonic_webpage": return MessageKind.Source;
            case "user_editable_context" or "model_editable_context": return MessageKind.Context;
        }
        if (metadata.IsTrue("is_visually_hidden_from_conversation") || metadata.IsTrue("is_user_system_message")) return MessageKind.Context;
        if (author == MessageAuthor.System) return MessageKind.Context;
        if (author == MessageAuthor.Tool) return MessageKind.ToolResult;
        if (message.Text("recipient") is { Length: > 0 } recipient && recipient != "all") return MessageKind.ToolCall;
        if (type is "text" or "multimodal_text" || (type is null && (content is null || content.Get("parts") is not null))) return MessageKind.Visible;
        notes.Add($"messages of an unknown content type ({Notes.Safe(type)})");
        return MessageKind.Context;
    }

    private static string Text(JsonElement? content, JsonElement? metadata, string? type, Attachments attachments)
    {
        if (content is not { } body) return "";
        if (body.AsText() is { } bare) return bare;
        switch (type)
        {
            case "thoughts" when body.Get("thoughts") is { ValueKind: JsonValueKind.Array } thoughts:
                return Join(thoughts.EnumerateArray().SelectMany(thought => new[] { thought.Text("summary"), thought.Text("content") }));
            case "user_editable_context":
                var data = metadata.Get("user_context_message_data");
                return Join([
                    Either(body.Text("user_profile"), data.Text("about_user_message")),
                    Either(body.Text("user_instructions"), data.Text("about_model_message"))]);
            case "model_editable_context": return body.Text("model_set_context") ?? "";
            case "tether_browsing_display": return Join([body.Text("summary"), body.Text("result")]);
            case "tether_quote" or "sonic_webpage": return Join([body.Text("title"), body.Text("url"), body.Text("text")]);
            case "system_error": return Join([body.Text("name"), body.Text("text")]);
            case "computer_output": return Join([body.Get("state").Text("title"), body.Get("state").Text("url")]);
            case "citable_code_output": return body.Text("output_str") ?? "";
            case "execution_output" when string.IsNullOrEmpty(body.Text("text")): return RunOutput(metadata);
        }
        if (body.Get("parts") is { ValueKind: JsonValueKind.Array } parts) return Parts(parts, attachments);
        return body.Text("text") ?? body.Text("content") ?? body.Text("parts") ?? "";
    }

    private static string Parts(JsonElement parts, Attachments attachments)
    {
        var text = new List<string?>();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String)
            {
                text.Add(part.AsText());
                continue;
            }
            if (part.ValueKind != JsonValueKind.Object) continue;
            // Spoken words exist only here.
            if (part.Text("content_type") == "audio_transcription" || part.Get("asset_pointer") is null) text.Add(part.Text("text"));
            if (part.Text("asset_pointer") is { Length: > 0 } pointer) attachments.AddPointer(pointer);
            if (part.Get("audio_asset_pointer").Text("asset_pointer") is { Length: > 0 } audio) attachments.AddPointer(audio);
        }
        return Join(text);
    }

    private static bool IsJsonObject(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed is not ['{', .., '}']) return false;
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string RunOutput(JsonElement? metadata)
    {
        if (metadata.Get("aggregate_result") is not { } result) return "";
        return Join([result.Text("final_expression_output"), .. result.Items("messages").Select(message => message.Text("text"))]);
    }

    private static string? Either(string? first, string? second) => string.IsNullOrWhiteSpace(first) ? second : first;

    private static string Join(IEnumerable<string?> parts) => string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>The files of one message, each once, by the best name there is.</summary>
    private sealed class Attachments(ChatGptContent content)
    {
        private const string Sandbox = "sandbox:/mnt/data/";

        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public List<string> Names { get; } = [];

        public void AddDeclared(JsonElement? metadata)
        {
            if (metadata is not { } found) return;
            foreach (var attachment in found.Items("attachments"))
            {
                var name = attachment.Text("name");
                if (attachment.Text("id") is { Length: > 0 } id) Add(Assets.IdOf(id), name);
                else if (!string.IsNullOrEmpty(name)) AddName(name);
            }
        }

        /// <summary>Files that the model made and linked to, by the path they had in its sandbox.</summary>
        public void AddSandboxFiles(string text, string? messageId)
        {
            if (!text.Contains(Sandbox, StringComparison.Ordinal)) return;
            foreach (var link in SandboxLink().EnumerateMatches(text))
            {
                var name = Uri.UnescapeDataString(text.AsSpan(link.Index, link.Length)[Sandbox.Length..].Trim());
                if (content.IdOfSandboxFile(messageId, name) is { } id) Add(id, name);
                else if (AddName(name)) content.AssetsMissing++;
            }
        }

        public void AddPointer(string pointer) => Add(Assets.IdOf(pointer), null);

        // The same name is not said twice, even if two files have it.
        private bool AddName(string name)
        {
            if (!_names.Add(name)) return false;
            Names.Add(name);
            return true;
        }

        private void Add(string id, string? name)
        {
            if (!_ids.Add(id)) return;
            AddName(string.IsNullOrEmpty(name) ? content.NameOf(id) : name);
            if (content.HoldsAsset(id)) content.AssetsResolved++;
            else content.AssetsMissing++;
        }
    }

    private string NameOf(string id) => assets.NameOf(id) ?? id;

    private bool HoldsAsset(string id) => assets.Holds(id);

    private string? IdOfSandboxFile(string? messageId, string name) => assets.IdOfSandboxFile(messageId, conversationId, name);

    // A name may hold spaces, and brackets that match, where what stands around it says where it ends: (…), <…> and `…`. Elsewhere it ends with the word.
    [GeneratedRegex(
        """(?<=\]\()sandbox:/mnt/data/(?:[^()"\r\n]|\([^()"\r\n]{0,100}\)){1,250}(?=\))|(?<=<)sandbox:/mnt/data/[^<>\r\n]{1,250}(?=>)|(?<=`)sandbox:/mnt/data/[^`\r\n]{1,250}(?=`)|sandbox:/mnt/data/[^\s)\]"'<>`]+""",
        RegexOptions.CultureInvariant)]
    private static partial Regex SandboxLink();
}
