using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Host.Worker;

/// <summary>What a running host tells other programs on this machine: <c>host.json</c> in the data directory.</summary>
/// <param name="Url">Where its API listens; null when it does not.</param>
internal sealed record HostRecord(int Pid, string? Url, DateTimeOffset StartedAt, string Version, bool Demo, IReadOnlyList<Component> Components)
{
    private const string FileName = "host.json";

    /// <summary>The host that runs on a data directory; null when none does.</summary>
    public static HostRecord? Find(string dataDirectory)
    {
        // The lock is the truth: a record without it was left behind by a crash.
        if (!InstanceLock.IsHeldOn(dataDirectory)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(dataDirectory, FileName)), HostRecordJson.Default.HostRecord);
        }
        catch (Exception starting) when (starting is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Written aside and moved into place, so that no reader sees half of it.</summary>
    public void Write(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, HostRecordJson.Default.HostRecord));
        File.Move(path + ".new", path, overwrite: true);
    }

    public static void Delete(string dataDirectory) => File.Delete(Path.Combine(dataDirectory, FileName));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(HostRecord))]
internal sealed partial class HostRecordJson : JsonSerializerContext;
