using System.Text.Json;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>What an element of an export is, by its own structure. What the file is called decides nothing.</summary>
internal enum ElementShape
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Has <c>mapping</c>.</summary>
    ChatGptConversation,

    /// <summary>A ChatGPT conversation whose messages were not exported.</summary>
    ChatGptShell,

    /// <summary>Has <c>chat_messages</c>.</summary>
    ClaudeConversation,

    /// <summary>A Claude conversation whose messages were not exported.</summary>
    ClaudeShell,

    /// <summary>Has <c>docs</c> or <c>prompt_template</c>.</summary>
    ClaudeProject,

    /// <summary>Has an account's or its projects' memories.</summary>
    ClaudeMemory,

    /// <summary>Has <c>messages</c> and a <c>project</c>, or messages whose content is an object.</summary>
    DesignChat,

    /// <summary>A line of a Claude Code session.</summary>
    CodeRecord,

    /// <summary>Who the account belongs to.</summary>
    ChatGptAccount,

    /// <summary>Who the account belongs to.</summary>
    ClaudeAccount,

    /// <summary>The parts that an export should have.</summary>
    Manifest,

    /// <summary>A file of the export's library.</summary>
    LibraryFile,

    /// <summary>A canvas as a file of its own.</summary>
    TextDocument,

    /// <summary>A published link to a conversation; holds no messages.</summary>
    SharedLink,

    /// <summary>A thumb up or down.</summary>
    Feedback,

    /// <summary>A comparison of two models' replies.</summary>
    ModelComparison,

    /// <summary>A task of ChatGPT's coding agent; carries no times.</summary>
    CodexTask,

    /// <summary>ChatGPT's group chats; no filled one has been seen.</summary>
    GroupChats,

    /// <summary>A published Claude artifact.</summary>
    Frame,
}

/// <summary>Recognises elements.</summary>
internal static class ElementShapes
{
    public static ElementShape Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return ElementShape.Unknown;
        if (element.Get("mapping") is { ValueKind: JsonValueKind.Object }) return ElementShape.ChatGptConversation;
        if (element.Get("chat_messages") is { ValueKind: JsonValueKind.Array }) return ElementShape.ClaudeConversation;
        if (IsCodeRecord(element)) return ElementShape.CodeRecord;
        if (IsMemory(element)) return ElementShape.ClaudeMemory;
        if (Has(element, "data_files") || Has(element, "logical_files") || (IsArray(element, "files") && (Has(element, "version") || Has(element, "manifest_file")))) return ElementShape.Manifest;
        if (IsDesignChat(element)) return ElementShape.DesignChat;
        if (IsClaudeProject(element)) return ElementShape.ClaudeProject;
        if (IsChatGptShell(element)) return ElementShape.ChatGptShell;
        if (IsClaudeShell(element)) return ElementShape.ClaudeShell;
        return Sidecar(element);
    }

    private static ElementShape Sidecar(JsonElement element)
    {
        if (Has(element, "file_id") && Has(element, "file_name")) return ElementShape.LibraryFile;
        if (Has(element, "textdoc_id") || Has(element, "textdoc_type")) return ElementShape.TextDocument;
        if (Has(element, "uuid") && (Has(element, "email_address") || Has(element, "verified_phone_number"))) return ElementShape.ClaudeAccount;
        if (Has(element, "id") && (Has(element, "email") || Has(element, "chatgpt_plus_user") || Has(element, "phone_number"))) return ElementShape.ChatGptAccount;
        if (Has(element, "conversation_id") && Has(element, "is_anonymous")) return ElementShape.SharedLink;
        if (Has(element, "conversation_id") && Has(element, "rating")) return ElementShape.Feedback;
        if (Has(element, "turns") && element.Text("id")?.StartsWith("task_", StringComparison.Ordinal) == true) return ElementShape.CodexTask;
        if (IsArray(element, "chats")) return ElementShape.GroupChats;
        if (IsArray(element, "versions") && Has(element, "active_version")) return ElementShape.Frame;
        return Has(element, "input") && Has(element, "output") && Has(element, "metadata") ? ElementShape.ModelComparison : ElementShape.Unknown;
    }

    /// <summary>What a person reads about elements that were recognised and are not used; null for those that are.</summary>
    public static string? Unused(ElementShape shape) => shape switch
    {
        ElementShape.SharedLink => "published links",
        ElementShape.Feedback => "ratings",
        ElementShape.ModelComparison => "model comparisons",
        ElementShape.CodexTask => "Codex tasks",
        ElementShape.GroupChats => "group chats",
        ElementShape.Frame => "published artifacts",
        _ => null,
    };

    // Some exports hold conversations without mapping, and lists of other things have an id and a title too: a conversation also knows where it ends or when it changed.
    private static bool IsChatGptShell(JsonElement element) =>
        (element.Text("conversation_id") is { Length: > 0 } || element.Text("id") is { Length: > 0 }) &&
        (Has(element, "current_node") || (Has(element, "title") && Has(element, "create_time") && (Has(element, "update_time") || Has(element, "conversation_id"))));

    private static bool IsClaudeShell(JsonElement element) =>
        element.Text("uuid") is { Length: > 0 } && Has(element, "name") && Has(element, "created_at") &&
        (Has(element, "chat_messages") || Has(element, "account") || Has(element, "summary") || Has(element, "current_leaf_message_uuid"));

    private static bool IsClaudeProject(JsonElement element) =>
        element.Text("uuid") is { Length: > 0 } && Has(element, "name") && (IsArray(element, "docs") || Has(element, "prompt_template") || Has(element, "is_starter_project"));

    private static bool IsMemory(JsonElement element) =>
        Has(element, "conversations_memory") || (Has(element, "account_uuid") && (Has(element, "project_memories") || Has(element, "memory_files")));

    private static bool IsDesignChat(JsonElement element)
    {
        if (!IsArray(element, "messages")) return false;
        if (element.Get("project") is { ValueKind: JsonValueKind.Object }) return true;
        return element.Items("messages").FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && Has(first, "role") && first.Get("content") is { ValueKind: JsonValueKind.Object };
    }

    private static bool IsCodeRecord(JsonElement element) =>
        element.Text("type") is { } type &&
        (element.Text("sessionId") is { Length: > 0 } && (Has(element, "uuid") || Has(element, "timestamp") || Has(element, "message")) || (type == "summary" && Has(element, "leafUuid")));

    private static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out _);

    private static bool IsArray(JsonElement element, string name) => element.Get(name) is { ValueKind: JsonValueKind.Array };
}
