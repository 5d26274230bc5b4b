using System.Globalization;
using System.Text.Json;
using LocalsOnly.Inference.Cluster;

namespace LocalsOnly.Tests.Inference.Cluster;

/// <summary>States as exo writes them, from little text. Nodes are called n1, n2, …; runners r1, r2, ….</summary>
internal static class StateOf
{
    public static readonly DateTimeOffset Now = new(2026, 6, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Two machines, one model on both, everything well.</summary>
    public static StateParts Two(string first = """{"RunnerReady":{"prefillServerPort":null}}""", string second = """{"RunnerRunning":{}}""") => new()
    {
        Instances = Json($$"""{"i1":{{Instance("i1", "org/big", ("r1", "n1"), ("r2", "n2"))}}}"""),
        Runners = Json($$"""{"r1":{{first}},"r2":{{second}}}"""),
        Topology = Json("""{"nodes":["n1","n2"],"connections":{}}"""),
        LastSeen = Seen(("n1", 1), ("n2", 2)),
        AnsweredBy = "n1",
        LastEvent = Json("1000"),
        Identities = Json("""
            {"n1":{"modelId":"Mac Studio","chipId":"Apple M3 Ultra","friendlyName":"Studio","osVersion":"26.1","osBuildVersion":"25B"},
             "n2":{"modelId":"Unknown","chipId":"NVIDIA GB10","friendlyName":"Spark"}}
            """),
    };

    /// <summary>An instance of 28 layers, cut into equal pipeline parts.</summary>
    public static string Instance(string id, string model, params (string Runner, string Node)[] parts)
    {
        var shards = parts.Select((p, i) => $$"""
            "{{p.Runner}}":{"PipelineShardMetadata":{"modelCard":{"modelId":"{{model}}","contextLength":32768,"capabilities":["text","vision"]},
              "deviceRank":{{i}},"worldSize":{{parts.Length}},"startLayer":{{28 * i / parts.Length}},"endLayer":{{28 * (i + 1) / parts.Length}},"nLayers":28} }
            """);
        return $$$"""
            {"MlxRingInstance":{"instanceId":"{{{id}}}","shardAssignments":{"modelId":"{{{model}}}",
              "runnerToShard":{ {{{string.Join(',', shards)}}} },
              "nodeToRunner":{ {{{string.Join(',', parts.Select(p => $"\"{p.Node}\":\"{p.Runner}\""))}}} } },"hostsByNode":{},"ephemeralPort":1} }
            """;
    }

    public static JsonElement Seen(params (string Node, int SecondsAgo)[] nodes) => Json("{" + string.Join(',', nodes.Select(n =>
        $"\"{n.Node}\":\"{Now.AddSeconds(-n.SecondsAgo).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)}\"")) + "}");

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static ClusterSnapshot Read(StateParts parts) => StateReading.Of(parts, "cluster", Now, simulated: false);
}
