using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>The document behind <c>GET /state</c>: camelCase, unions tagged with their class.</summary>
internal static class StateDocument
{
    private static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(45);

    public static string NodeId(int machine) => $"12D3KooWSimulatedNode{machine + 1}";

    private static string InstanceId(int model) => $"00000000-0000-4000-8000-00000000000{model + 1}";

    private static string RunnerId(int model, int machine) => $"00000000-0000-4000-9000-0000000000{model + 1}{machine + 1}";

    public static void Write(Utf8JsonWriter json, SimulatedExoNode node)
    {
        var placed = node.Placement == SimulatedPlacement.None ? [] : node.Options.Models;
        var machines = node.Options.Machines;
        json.WriteStartObject();
        json.WriteStartObject("instances"u8);
        for (var m = 0; m < placed.Count; m++)
            WriteInstance(json, m, placed[m], machines.Count);
        json.WriteEndObject();
        json.WriteStartObject("runners"u8);
        for (var m = 0; m < placed.Count; m++)
        {
            for (var n = 0; n < machines.Count; n++)
                WriteRunner(json, RunnerId(m, n), placed[m], node.Placement, isLast: n == machines.Count - 1);
        }

        json.WriteEndObject();
        WriteEmptyObject(json, "downloads");
        WriteEmptyObject(json, "tasks");
        json.WriteStartObject("lastSeen"u8);
        for (var n = 0; n < machines.Count; n++)
        {
            var silent = node.Placement == SimulatedPlacement.SilentNode && n == machines.Count - 1;
            var seen = node.Time.GetUtcNow() - (silent ? LongSilence : TimeSpan.Zero);
            json.WriteString(NodeId(n), seen.ToString("O", CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
        WriteTopology(json, machines.Count);
        WriteMachines(json, machines);
        WriteEmptyObject(json, "instanceLinks");
        json.WriteNumber("lastEventAppliedIdx"u8, node.Requests.Count);
        json.WriteEndObject();
    }

    private static void WriteInstance(Utf8JsonWriter json, int index, SimulatedModel model, int machines)
    {
        json.WriteStartObject(InstanceId(index));
        json.WriteStartObject("MlxRingInstance"u8);
        json.WriteString("instanceId"u8, InstanceId(index));
        json.WriteStartObject("shardAssignments"u8);
        json.WriteString("modelId"u8, model.Id);
        json.WriteStartObject("runnerToShard"u8);
        for (var n = 0; n < machines; n++)
        {
            json.WriteStartObject(RunnerId(index, n));
            json.WriteStartObject("PipelineShardMetadata"u8);
            json.WriteStartObject("modelCard"u8);
            json.WriteString("modelId"u8, model.Id);
            json.WriteEndObject();
            json.WriteNumber("deviceRank"u8, n);
            json.WriteNumber("worldSize"u8, machines);
            json.WriteNumber("startLayer"u8, model.Layers * n / machines);
            json.WriteNumber("endLayer"u8, model.Layers * (n + 1) / machines);
            json.WriteNumber("nLayers"u8, model.Layers);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("nodeToRunner"u8);
        for (var n = 0; n < machines; n++)
            json.WriteString(NodeId(n), RunnerId(index, n));
        json.WriteEndObject();
        json.WriteEndObject();
        WriteEmptyObject(json, "hostsByNode");
        json.WriteNumber("ephemeralPort"u8, 52500 + index);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRunner(Utf8JsonWriter json, string id, SimulatedModel model, SimulatedPlacement placement, bool isLast)
    {
        json.WriteStartObject(id);
        switch (placement)
        {
            case SimulatedPlacement.Loading:
                json.WriteStartObject("RunnerLoading"u8);
                json.WriteNumber("layersLoaded"u8, model.Layers / 2);
                json.WriteNumber("totalLayers"u8, model.Layers);
                break;
            case SimulatedPlacement.Failed when isLast:
                json.WriteStartObject("RunnerFailed"u8);
                json.WriteString("errorMessage"u8, "simulated failure"u8);
                json.WriteNull("diagnostics"u8);
                break;
            default:
                json.WriteStartObject("RunnerReady"u8);
                json.WriteNull("prefillServerPort"u8);
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTopology(Utf8JsonWriter json, int machines)
    {
        json.WriteStartObject("topology"u8);
        json.WriteStartArray("nodes"u8);
        for (var n = 0; n < machines; n++)
            json.WriteStringValue(NodeId(n));
        json.WriteEndArray();
        WriteEmptyObject(json, "connections");
        json.WriteEndObject();
    }

    private static void WriteMachines(Utf8JsonWriter json, IReadOnlyList<SimulatedMachine> machines)
    {
        json.WriteStartObject("nodeIdentities"u8);
        for (var n = 0; n < machines.Count; n++)
        {
            json.WriteStartObject(NodeId(n));
            json.WriteString("modelId"u8, machines[n].Hardware);
            json.WriteString("chipId"u8, machines[n].Chip);
            json.WriteString("friendlyName"u8, machines[n].FriendlyName);
            json.WriteString("osVersion"u8, "simulated"u8);
            json.WriteString("osBuildVersion"u8, "simulated"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("nodeMemory"u8);
        for (var n = 0; n < machines.Count; n++)
        {
            json.WriteStartObject(NodeId(n));
            WriteBytes(json, "ramTotal", machines[n].MemoryBytes);
            WriteBytes(json, "ramAvailable", machines[n].MemoryBytes / 2);
            WriteBytes(json, "swapTotal", 0);
            WriteBytes(json, "swapAvailable", 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteEmptyObject(json, "nodeDisk");
        WriteEmptyObject(json, "nodeSystem");
        json.WriteStartObject("nodeBackends"u8);
        for (var n = 0; n < machines.Count; n++)
        {
            json.WriteStartArray(NodeId(n));
            json.WriteStringValue(machines[n].Chip.StartsWith("Apple", StringComparison.Ordinal) ? "MlxMetal"u8 : "MlxCuda"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteBytes(Utf8JsonWriter json, string name, long bytes)
    {
        json.WriteStartObject(name);
        json.WriteNumber("inBytes"u8, bytes);
        json.WriteEndObject();
    }

    private static void WriteEmptyObject(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }
}
