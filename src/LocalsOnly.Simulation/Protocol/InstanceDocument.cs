using System.Text.Json;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>An instance as exo writes it, and as it reads it back from <c>POST /instance</c>.</summary>
internal static class InstanceDocument
{
    public static void Write(Utf8JsonWriter json, ClusterState state, Instance instance)
    {
        json.WriteStartObject();
        json.WriteStartObject(instance.Spread.Meta + "Instance");
        json.WriteString("instanceId"u8, instance.Id);
        json.WriteStartObject("shardAssignments"u8);
        json.WriteString("modelId"u8, instance.Model.Id);
        json.WriteStartObject("runnerToShard"u8);
        foreach (var shard in instance.Shards)
        {
            json.WritePropertyName(shard.RunnerId);
            WriteShard(json, instance.Model, shard, instance.Spread.Tensor, instance.Shards.Count);
        }

        json.WriteEndObject();
        json.WriteStartObject("nodeToRunner"u8);
        foreach (var shard in instance.Shards)
            json.WriteString(shard.NodeId, shard.RunnerId);
        json.WriteEndObject();
        json.WriteEndObject();
        if (instance.Spread.Rdma)
            WriteRdma(json, state, instance);
        else
            WriteRing(json, state, instance);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteShard(Utf8JsonWriter json, SimulatedModel model, Shard shard, bool tensor, int worldSize)
    {
        json.WriteStartObject();
        json.WriteStartObject(tensor ? "TensorShardMetadata"u8 : "PipelineShardMetadata"u8);
        json.WritePropertyName("modelCard"u8);
        WriteCard(json, model);
        json.WriteNumber("deviceRank"u8, shard.Rank);
        json.WriteNumber("worldSize"u8, worldSize);
        json.WriteBoolean("immediateException"u8, false);
        json.WriteNull("shouldTimeout"u8);
        json.WriteNumber("startLayer"u8, shard.Start);
        json.WriteNumber("endLayer"u8, shard.End);
        json.WriteNumber("nLayers"u8, model.Layers);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteCard(Utf8JsonWriter json, SimulatedModel model)
    {
        json.WriteStartObject();
        json.WriteString("modelId"u8, model.Id);
        MachineDocument.WriteBytes(json, "storageSize", model.StorageBytes);
        json.WriteNumber("nLayers"u8, model.Layers);
        json.WriteNumber("hiddenSize"u8, model.HiddenSize);
        json.WriteBoolean("supportsTensor"u8, model.SupportsTensor);
        json.WriteNumber("numKeyValueHeads"u8, model.KeyValueHeads);
        json.WriteStartArray("tasks"u8);
        json.WriteStringValue("TextGeneration"u8);
        json.WriteEndArray();
        json.WriteNull("components"u8);
        json.WriteString("family"u8, "simulated"u8);
        json.WriteString("quantization"u8, ""u8);
        json.WriteString("baseModel"u8, ""u8);
        json.WriteStartArray("capabilities"u8);
        json.WriteStringValue("text"u8);
        json.WriteEndArray();
        json.WriteStartArray("backends"u8);
        json.WriteStringValue("MlxMetal"u8);
        json.WriteStringValue("MlxCuda"u8);
        json.WriteStringValue("MlxCpu"u8);
        json.WriteEndArray();
        json.WriteString("reasoningDialect"u8, "none"u8);
        json.WriteNumber("contextLength"u8, model.ContextTokens);
        json.WriteBoolean("usesCfg"u8, false);
        json.WriteBoolean("trustRemoteCode"u8, true);
        json.WriteBoolean("isCustom"u8, false);
        json.WriteNull("vision"u8);
        json.WriteStartObject("samplingDefaults"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, InstanceLink link)
    {
        json.WriteStartObject();
        json.WriteString("linkId"u8, link.Id);
        WriteNames(json, "prefillInstances", link.Prefill);
        WriteNames(json, "decodeInstances", link.Decode);
        json.WriteEndObject();
    }

    /// <summary>Reads <c>{"MlxRingInstance":{…}}</c> in camelCase or snake_case; null when it is no instance of <paramref name="model"/>.</summary>
    public static Instance? Read(JsonElement tagged, SimulatedModel model)
    {
        if (First(tagged) is not { } union || Get(union.Value, "shardAssignments", "shard_assignments") is not { } assignments
            || Get(assignments, "runnerToShard", "runner_to_shard") is not { } runners
            || Get(assignments, "nodeToRunner", "node_to_runner") is not { } nodes
            || Get(union.Value, "instanceId", "instance_id") is not { ValueKind: JsonValueKind.String } id)
            return null;
        var shards = new List<Shard>();
        var tensor = false;
        foreach (var node in nodes.EnumerateObject())
        {
            if (node.Value.ValueKind != JsonValueKind.String || !runners.TryGetProperty(node.Value.GetString()!, out var shard) || First(shard) is not { } metadata)
                return null;
            tensor |= metadata.Name == "TensorShardMetadata";
            shards.Add(new Shard(
                node.Name,
                node.Value.GetString()!,
                Number(metadata.Value, "deviceRank", "device_rank"),
                Number(metadata.Value, "startLayer", "start_layer"),
                Number(metadata.Value, "endLayer", "end_layer")));
        }

        return shards.Count == 0 || shards.Exists(s => s.Layers <= 0)
            ? null
            : new Instance(id.GetString()!, model, new Spread(tensor, union.Name == "MlxJacclInstance"), [.. shards.OrderBy(s => s.Rank)]);
    }

    /// <summary>The model that an instance is of, by <c>shardAssignments.modelId</c>; null when it does not say.</summary>
    public static string? ModelOf(JsonElement tagged) =>
        First(tagged) is { } union && Get(union.Value, "shardAssignments", "shard_assignments") is { } assignments
        && Get(assignments, "modelId", "model_id") is { ValueKind: JsonValueKind.String } model ? model.GetString() : null;

    private static void WriteRing(Utf8JsonWriter json, ClusterState state, Instance instance)
    {
        var port = 52500 + (StringComparer.Ordinal.GetHashCode(instance.Id) & 0x3ff);
        json.WriteStartObject("hostsByNode"u8);
        foreach (var shard in instance.Shards)
        {
            json.WriteStartArray(shard.NodeId);
            foreach (var other in instance.Shards)
            {
                json.WriteStartObject();
                json.WriteString("ip"u8, state.Worker(other.NodeId) is { } worker ? MachineDocument.AddressOf(worker) : "0.0.0.0");
                json.WriteNumber("port"u8, port);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteNumber("ephemeralPort"u8, port);
    }

    private static void WriteRdma(Utf8JsonWriter json, ClusterState state, Instance instance)
    {
        json.WriteStartArray("jacclDevices"u8);
        foreach (var from in instance.Shards)
        {
            json.WriteStartArray();
            foreach (var to in instance.Shards)
            {
                if (from == to)
                    json.WriteNullValue();
                else
                    json.WriteStringValue($"rdma_en{to.Rank + 2}");
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartObject("jacclCoordinators"u8);
        foreach (var shard in instance.Shards)
            json.WriteString(shard.NodeId, $"{(state.Worker(instance.Shards[0].NodeId) is { } first ? MachineDocument.AddressOf(first) : "0.0.0.0")}:52500");
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        json.WriteStartArray(name);
        foreach (var each in names)
            json.WriteStringValue(each);
        json.WriteEndArray();
    }

    private static JsonProperty? First(JsonElement tagged)
    {
        if (tagged.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in tagged.EnumerateObject())
            return member.Value.ValueKind == JsonValueKind.Object ? member : null;
        return null;
    }

    private static JsonElement? Get(JsonElement element, string camel, string snake) =>
        element.ValueKind == JsonValueKind.Object && (element.TryGetProperty(camel, out var value) || element.TryGetProperty(snake, out value))
            ? value
            : null;

    private static int Number(JsonElement element, string camel, string snake) =>
        Get(element, camel, snake) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 0;
}
