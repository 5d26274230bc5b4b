using System.Text.Json;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>Writes planned conversations as ChatGPT exports them.</summary>
/// <param name="slim">As since the middle of 2026: sorted keys, no <c>children</c>, no tools, little metadata.</param>
internal sealed class ChatGptConversationWriter(Utf8JsonWriter json, Tongue[] tongues, bool slim)
{
    private readonly ChatGptContentWriter _content = new(json, tongues);

    public void Write(ChatGptPlan plan)
    {
        var seed = plan.Nodes[0].Seed;
        _content.Begin(seed);
        json.WriteStartObject();
        if (slim) Slim(plan, seed);
        else Classic(plan, seed);
        json.WriteEndObject();
    }

    private void Classic(ChatGptPlan plan, ulong seed)
    {
        json.WritePropertyName("title");
        _content.Title(seed);
        json.WriteEpoch("create_time", plan.Begun);
        json.WriteEpoch("update_time", plan.Ended);
        json.WriteStartObject("mapping");
        foreach (var node in plan.Nodes)
        {
            json.WriteStartObject(node.Name);
            json.WriteString("id", node.Name);
            json.WritePropertyName("message");
            if (node.Kind == ChatGptNodeKind.Root) json.WriteNullValue();
            else Message(node);
            json.WriteString("parent", node.Parent?.Name);
            json.WriteStartArray("children");
            foreach (var child in node.Children) json.WriteStringValue(child);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteRaw("moderation_results", "[]");
        json.WriteString("current_node", plan.Leaf.Id);
        json.WriteNull("plugin_ids");
        json.WriteString("conversation_id", plan.Id);
        foreach (var name in (ReadOnlySpan<string>)["conversation_template_id", "gizmo_id", "gizmo_type"]) json.WriteNull(name);
        json.WriteBoolean("is_archived", false);
        json.WriteNull("is_starred");
        json.WriteRaw("safe_urls", "[]");
        json.WriteRaw("blocked_urls", "[]");
        json.WriteString("default_model_slug", _content.Model);
        foreach (var name in (ReadOnlySpan<string>)["conversation_origin", "voice", "async_status"]) json.WriteNull(name);
        json.WriteRaw("disabled_tool_ids", "[]");
        json.WriteBoolean("is_do_not_remember", false);
        json.WriteString("memory_scope", "global_enabled");
        json.WriteNull("sugar_item_id");
        json.WriteString("id", plan.Id);
    }

    private void Message(ChatGptPlannedNode node)
    {
        json.WriteStartObject();
        json.WriteString("id", node.Id);
        Author(node);
        if (node.Kind is ChatGptNodeKind.HiddenSystem or ChatGptNodeKind.CustomInstructions) json.WriteNull("create_time");
        else json.WriteEpoch("create_time", node.At);
        json.WriteNull("update_time");
        json.WritePropertyName("content");
        _content.Content(node);
        json.WriteString("status", "finished_successfully");
        if (Role(node.Kind) == "assistant") json.WriteBoolean("end_turn", node.Kind is ChatGptNodeKind.Assistant or ChatGptNodeKind.CitedAssistant);
        else json.WriteNull("end_turn");
        json.WriteRaw("weight", node.Kind == ChatGptNodeKind.HiddenSystem ? "0.0" : "1.0");
        json.WriteStartObject("metadata");
        _content.Metadata(node, slim: false);
        json.WriteEndObject();
        json.WriteString("recipient", node.Kind switch { ChatGptNodeKind.PythonCall => "python", ChatGptNodeKind.SearchCall => "web.run", _ => "all" });
        json.WriteNull("channel");
        json.WriteEndObject();
    }

    private void Author(ChatGptPlannedNode node)
    {
        json.WriteStartObject("author");
        json.WriteString("role", Role(node.Kind));
        json.WriteString("name", node.Kind switch { ChatGptNodeKind.PythonOutput => "python", ChatGptNodeKind.SearchResult or ChatGptNodeKind.Quote => "web.run", _ => null });
        json.WriteRaw("metadata", "{}");
        json.WriteEndObject();
    }

    private void Slim(ChatGptPlan plan, ulong seed)
    {
        json.WriteString("conversation_id", plan.Id);
        json.WriteEpoch("create_time", plan.Begun);
        json.WriteString("current_node", plan.Leaf.Id);
        if (seed % 3 == 0) json.WriteNull("default_model_slug");
        else json.WriteString("default_model_slug", _content.Model);
        json.WriteString("id", plan.Id);
        json.WriteStartObject("mapping");
        foreach (var node in plan.Nodes.Where(node => node.IsInSlim || node.Kind == ChatGptNodeKind.Root).OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject(node.Name);
            json.WriteString("id", node.Name);
            json.WritePropertyName("message");
            if (node.Kind == ChatGptNodeKind.Root) json.WriteNullValue();
            else SlimMessage(node);
            json.WriteString("parent", ParentInSlim(node)?.Name);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WritePropertyName("title");
        _content.Title(seed);
        json.WriteEpoch("update_time", plan.Ended);
    }

    private void SlimMessage(ChatGptPlannedNode node)
    {
        json.WriteStartObject();
        json.WriteStartObject("author");
        json.WriteNull("name");
        json.WriteString("role", Role(node.Kind));
        json.WriteEndObject();
        json.WritePropertyName("content");
        _content.Content(node);
        json.WriteEpoch("create_time", node.At);
        json.WriteString("id", node.Id);
        json.WriteStartObject("metadata");
        _content.Metadata(node, slim: true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ChatGptPlannedNode? ParentInSlim(ChatGptPlannedNode node)
    {
        var parent = node.Parent;
        while (parent is { IsInSlim: false, Parent: not null }) parent = parent.Parent;
        return parent;
    }

    private static string Role(ChatGptNodeKind kind) => kind switch
    {
        ChatGptNodeKind.HiddenSystem => "system",
        ChatGptNodeKind.User or ChatGptNodeKind.UserWithImage or ChatGptNodeKind.CustomInstructions => "user",
        ChatGptNodeKind.PythonOutput or ChatGptNodeKind.SearchResult or ChatGptNodeKind.Quote => "tool",
        _ => "assistant",
    };
}
