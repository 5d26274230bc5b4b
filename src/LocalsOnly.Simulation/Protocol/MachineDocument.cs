using System.Text.Json;
using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>The members of <c>/state</c> that tell of machines, keyed by node id.</summary>
internal static class MachineDocument
{
    private const long DiskBytes = 4_000_000_000_000;

    public static string AddressOf(Worker worker) => $"10.0.0.{worker.Index + 2}";

    /// <summary>What a machine is stays in the state even when the machine is gone.</summary>
    public static void WriteIdentities(Utf8JsonWriter json, ClusterState state) => Each(json, state.Workers, static (json, worker) =>
    {
        json.WriteStartObject();
        json.WriteString("modelId"u8, worker.Machine.Hardware);
        json.WriteString("chipId"u8, worker.Machine.Chip);
        json.WriteString("friendlyName"u8, worker.Machine.FriendlyName);
        json.WriteString("osVersion"u8, "simulated"u8);
        json.WriteString("osBuildVersion"u8, "simulated"u8);
        json.WriteEndObject();
    });

    public static void WriteMemory(Utf8JsonWriter json, ClusterState state) => Each(json, Present(state), (json, worker) =>
    {
        json.WriteStartObject();
        WriteBytes(json, "ramTotal", worker.Machine.MemoryBytes);
        WriteBytes(json, "ramAvailable", state.FreeBytes(worker));
        WriteBytes(json, "swapTotal", 0);
        WriteBytes(json, "swapAvailable", 0);
        json.WriteEndObject();
    });

    public static void WriteDisk(Utf8JsonWriter json, ClusterState state) => Each(json, Present(state), static (json, worker) =>
    {
        json.WriteStartObject();
        WriteBytes(json, "total", DiskBytes);
        WriteBytes(json, "available", DiskBytes - worker.Downloads.Values.Sum());
        json.WriteEndObject();
    });

    /// <summary>Only Macs measure these.</summary>
    public static void WriteSystem(Utf8JsonWriter json, ClusterState state) =>
        Each(json, Present(state).Where(w => w.Machine.IsMac), (json, worker) =>
        {
            var load = Load(state, worker);
            json.WriteStartObject();
            json.WriteNumber("gpuUsage"u8, Math.Round(0.02 + (0.96 * load), 2));
            json.WriteNumber("temp"u8, Math.Round(38 + (34 * load), 1));
            json.WriteNumber("sysPower"u8, Math.Round(worker.Machine.IdleWatts + (load * (worker.Machine.LoadWatts - worker.Machine.IdleWatts)), 1));
            json.WriteNumber("pcpuUsage"u8, Math.Round(0.03 + (0.15 * load), 2));
            json.WriteNumber("ecpuUsage"u8, Math.Round(0.05 + (0.2 * load), 2));
            json.WriteEndObject();
        });

    public static void WriteNetwork(Utf8JsonWriter json, ClusterState state) => Each(json, Present(state), static (json, worker) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("interfaces"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, "en0"u8);
        json.WriteString("ipAddress"u8, AddressOf(worker));
        json.WriteString("interfaceType"u8, "ethernet"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static void WriteRdma(Utf8JsonWriter json, ClusterState state) =>
        Each(json, Present(state).Where(w => w.Machine.IsMac), static (json, worker) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("enabled"u8, worker.Machine.Rdma);
            json.WriteEndObject();
        });

    public static void WriteBackends(Utf8JsonWriter json, ClusterState state) => Each(json, state.Workers, static (json, worker) =>
    {
        json.WriteStartArray();
        json.WriteStringValue("MlxCpu"u8);
        json.WriteStringValue(worker.Machine.IsMac ? "MlxMetal"u8 : "MlxCuda"u8);
        json.WriteEndArray();
    });

    public static void WriteDownloads(Utf8JsonWriter json, ClusterState state) =>
        Each(json, Present(state).Where(w => w.Downloads.Count > 0), (json, worker) =>
        {
            json.WriteStartArray();
            foreach (var (model, bytes) in worker.Downloads)
                WriteDownload(json, state, worker, model, bytes);
            json.WriteEndArray();
        });

    /// <summary>0 to 1: whether one of the machine's runners works on a request.</summary>
    private static double Load(ClusterState state, Worker worker) => state.Runners.Values.Any(r =>
        r.Shard.NodeId == worker.Id && r.Phase == RunnerPhase.Ready && state.Tasks.Exists(t => t.InstanceId == r.InstanceId && t.Status == "Running"))
        ? 1
        : 0;

    private static void WriteDownload(Utf8JsonWriter json, ClusterState state, Worker worker, SimulatedModel model, long bytes)
    {
        var completed = bytes == model.StorageBytes;
        json.WriteStartObject();
        json.WriteStartObject(completed ? "DownloadCompleted"u8 : "DownloadOngoing"u8);
        json.WriteString("nodeId"u8, worker.Id);
        json.WritePropertyName("shardMetadata"u8);
        InstanceDocument.WriteShard(json, model, new Shard(worker.Id, "", 0, 0, model.Layers), tensor: false, 1);
        json.WriteString("modelDirectory"u8, completed ? "models/" + model.Id.Replace("/", "--", StringComparison.Ordinal) : "");
        if (completed)
        {
            WriteBytes(json, "total", model.StorageBytes);
            json.WriteBoolean("readOnly"u8, false);
        }
        else
        {
            json.WriteStartObject("downloadProgress"u8);
            WriteBytes(json, "total", model.StorageBytes);
            WriteBytes(json, "downloaded", bytes);
            WriteBytes(json, "downloadedThisSession", bytes);
            json.WriteNumber("completedFiles"u8, 0);
            json.WriteNumber("totalFiles"u8, 1);
            json.WriteNumber("speed"u8, state.Options.DownloadBytesPerSecond);
            json.WriteNumber("etaMs"u8, (long)((model.StorageBytes - bytes) / state.Options.DownloadBytesPerSecond * 1000));
            json.WriteStartObject("files"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<Worker> Present(ClusterState state) => state.Workers.Where(w => !w.Dropped);

    private static void Each(Utf8JsonWriter json, IEnumerable<Worker> workers, Action<Utf8JsonWriter, Worker> write)
    {
        json.WriteStartObject();
        foreach (var worker in workers)
        {
            json.WritePropertyName(worker.Id);
            write(json, worker);
        }

        json.WriteEndObject();
    }

    public static void WriteBytes(Utf8JsonWriter json, string name, long bytes)
    {
        json.WriteStartObject(name);
        json.WriteNumber("inBytes"u8, bytes);
        json.WriteEndObject();
    }
}
