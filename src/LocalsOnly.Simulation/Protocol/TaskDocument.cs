using System.Text.Json;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>The member <c>tasks</c> of <c>/state</c>: workers' own tasks for good, chat requests with their whole prompts while they run.</summary>
internal static class TaskDocument
{
    /// <summary>Fields of a request that the task keeps under the same name.</summary>
    private static readonly string[] Kept =
    [
        "temperature", "top_p", "tools", "top_k", "stop", "seed", "reasoning_effort", "enable_thinking", "top_logprobs", "min_p",
        "repetition_penalty", "presence_penalty", "frequency_penalty",
    ];

    public static void WriteTasks(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        foreach (var task in state.WorkerTasks)
        {
            json.WriteStartObject(task.Id);
            json.WriteStartObject(task.Kind);
            WriteBase(json, task.Id, "Complete", task.InstanceId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        foreach (var task in state.Tasks)
        {
            json.WriteStartObject(task.Id);
            json.WriteStartObject("TextGeneration"u8);
            WriteBase(json, task.Id, task.Status, task.InstanceId);
            json.WriteString("commandId"u8, task.CommandId);
            json.WritePropertyName("taskParams"u8);
            WriteParameters(json, task.Body);
            json.WriteNull("errorType"u8);
            json.WriteNull("errorMessage"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteBase(Utf8JsonWriter json, string id, string status, string instanceId)
    {
        json.WriteString("taskId"u8, id);
        json.WriteString("taskStatus"u8, status);
        json.WriteString("instanceId"u8, instanceId);
    }

    /// <summary>The parameters are no camelCase model: they keep their Python names.</summary>
    private static void WriteParameters(Utf8JsonWriter json, JsonElement body)
    {
        json.WriteStartObject();
        Copy(json, body, "model", "model");
        json.WriteStartArray("input"u8);
        string? instructions = null;
        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var role))
                continue;
            if (role.ValueEquals("system"))
                instructions = instructions is null ? ChatBody.TextOf(message) : $"{instructions}\n{ChatBody.TextOf(message)}";
            if (!role.ValueEquals("user") && !role.ValueEquals("assistant") && !role.ValueEquals("developer"))
                continue;
            json.WriteStartObject();
            json.WriteString("role"u8, role.GetString());
            json.WriteString("content"u8, ChatBody.TextOf(message));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("instructions"u8, instructions);
        Copy(json, body, "max_tokens", "max_output_tokens");
        foreach (var name in Kept)
            Copy(json, body, name, name);
        json.WriteBoolean("stream"u8, body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True);
        json.WriteBoolean("logprobs"u8, body.TryGetProperty("logprobs", out var logprobs) && logprobs.ValueKind == JsonValueKind.True);
        json.WriteBoolean("bench"u8, false);
        json.WriteBoolean("use_prefix_cache"u8, false);
        Copy(json, body, "messages", "chat_template_messages");
        json.WriteNull("prefill_endpoint"u8);
        json.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter json, JsonElement body, string from, string to)
    {
        json.WritePropertyName(to);
        if (body.TryGetProperty(from, out var value))
            value.WriteTo(json);
        else
            json.WriteNullValue();
    }
}
