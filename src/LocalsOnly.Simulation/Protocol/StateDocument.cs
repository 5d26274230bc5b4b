using System.Globalization;
using System.Text.Json;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>The document behind <c>GET /state</c>: camelCase, unions tagged with their class.</summary>
internal static class StateDocument
{
    private static readonly (string Name, Action<Utf8JsonWriter, ClusterState> Write)[] Members =
    [
        ("instances", WriteInstances),
        ("runners", WriteRunners),
        ("downloads", MachineDocument.WriteDownloads),
        ("tasks", TaskDocument.WriteTasks),
        ("lastSeen", WriteLastSeen),
        ("topology", WriteTopology),
        ("lastEventAppliedIdx", static (json, state) => json.WriteNumberValue(state.LastEvent)),
        ("nodeIdentities", MachineDocument.WriteIdentities),
        ("nodeMemory", MachineDocument.WriteMemory),
        ("nodeDisk", MachineDocument.WriteDisk),
        ("nodeSystem", MachineDocument.WriteSystem),
        ("nodeNetwork", MachineDocument.WriteNetwork),
        ("nodeThunderbolt", Empty),
        ("nodeThunderboltBridge", Empty),
        ("nodeRdmaCtl", MachineDocument.WriteRdma),
        ("thunderboltBridgeCycles", static (json, _) => { json.WriteStartArray(); json.WriteEndArray(); }),
        .. Newer,
    ];

    /// <summary>v1.0.71 does not have these.</summary>
    private static (string Name, Action<Utf8JsonWriter, ClusterState> Write)[] Newer =>
    [
        ("nodeBackends", MachineDocument.WriteBackends),
        ("instanceLinks", WriteLinks),
        ("prefillServerPorts", WritePorts),
        ("customModelCards", Empty),
    ];

    public static void Write(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        foreach (var (name, write) in Of(state))
        {
            json.WritePropertyName(name);
            write(json, state);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes one member of the document; false when there is none of that name.</summary>
    public static bool TryWrite(Utf8JsonWriter json, ClusterState state, string name)
    {
        foreach (var member in Of(state))
        {
            if (member.Name != name)
                continue;
            member.Write(json, state);
            return true;
        }

        return false;
    }

    private static ReadOnlySpan<(string Name, Action<Utf8JsonWriter, ClusterState> Write)> Of(ClusterState state) =>
        state.Options.Release == SimulatedRelease.V1_0_71 ? Members.AsSpan(0, Members.Length - Newer.Length) : Members;

    private static void WriteInstances(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        foreach (var instance in state.Instances)
        {
            json.WritePropertyName(instance.Id);
            InstanceDocument.Write(json, state, instance);
        }

        json.WriteEndObject();
    }

    private static void WriteRunners(Utf8JsonWriter json, ClusterState state)
    {
        var newest = state.Options.Release == SimulatedRelease.Newest;
        json.WriteStartObject();
        foreach (var runner in state.Runners.Values)
        {
            json.WriteStartObject(runner.Shard.RunnerId);
            var runs = runner.Phase == RunnerPhase.Ready && state.Tasks.Exists(t => t.InstanceId == runner.InstanceId && t.Status == "Running");
            json.WriteStartObject(runs ? "RunnerRunning" : "Runner" + runner.Phase);
            switch (runner.Phase)
            {
                case RunnerPhase.Loading:
                    json.WriteNumber("layersLoaded"u8, runner.LayersLoaded);
                    json.WriteNumber("totalLayers"u8, runner.Shard.Layers);
                    break;
                case RunnerPhase.Failed:
                    json.WriteString("errorMessage"u8, runner.ErrorMessage);
                    if (newest)
                    {
                        json.WriteStartArray("diagnostics"u8);
                        json.WriteEndArray();
                    }

                    break;
                case RunnerPhase.Ready when newest && !runs:
                    if (PortOf(state, runner) is { } port)
                        json.WriteNumber("prefillServerPort"u8, port);
                    else
                        json.WriteNull("prefillServerPort"u8);
                    break;
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Where a single-machine instance serves prefill to others, when that is switched on.</summary>
    private static int? PortOf(ClusterState state, Runner runner) =>
        state.Options.Disaggregation && runner.Phase == RunnerPhase.Ready && state.Instance(runner.InstanceId) is { Shards.Count: 1 }
            ? 53000 + (state.Worker(runner.Shard.NodeId)?.Index ?? 0)
            : null;

    private static void WritePorts(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        foreach (var runner in state.Runners.Values)
        {
            if (PortOf(state, runner) is { } port)
                json.WriteNumber(runner.Shard.RunnerId, port);
        }

        json.WriteEndObject();
    }

    private static void WriteLastSeen(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        foreach (var worker in state.Workers.Where(w => !w.Dropped))
            json.WriteString(worker.Id, state.LastSeen(worker).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteTopology(Utf8JsonWriter json, ClusterState state)
    {
        var workers = state.Workers.Where(w => !w.Dropped).ToList();
        json.WriteStartObject();
        json.WriteStartArray("nodes"u8);
        foreach (var worker in workers)
            json.WriteStringValue(worker.Id);
        json.WriteEndArray();
        json.WriteStartObject("connections"u8);
        foreach (var source in workers.Where(_ => workers.Count > 1))
        {
            json.WriteStartObject(source.Id);
            foreach (var sink in workers.Where(w => w != source))
            {
                json.WriteStartArray(sink.Id);
                json.WriteStartObject();
                json.WriteStartObject("sinkMultiaddr"u8);
                json.WriteString("address"u8, $"/ip4/{MachineDocument.AddressOf(sink)}/tcp/52415");
                json.WriteString("address_type"u8, "ip4"u8);
                json.WriteString("ip_address"u8, MachineDocument.AddressOf(sink));
                json.WriteNumber("port"u8, 52415);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        foreach (var link in state.Links)
        {
            json.WritePropertyName(link.Id);
            InstanceDocument.Write(json, link);
        }

        json.WriteEndObject();
    }

    private static void Empty(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
