using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Simulation;

public sealed class PlacementWireTests
{
    [Fact]
    public async Task Previews_try_every_sharding_and_say_why_one_cannot_be()
    {
        await using var wire = await SimulatedWire.StartAsync(SimulatedWire.Empty);
        var previews = (await wire.GetAsync($"/instance/previews?model_id={SimulatedModel.Heavy.Id}")).GetProperty("previews").EnumerateArray().ToList();

        Assert.Equal(
            [("Pipeline", "MlxRing", 1), ("Pipeline", "MlxRing", 2), ("Pipeline", "MlxRing", 3), ("Tensor", "MlxRing", 1), ("Tensor", "MlxRing", 2)],
            previews.Where(p => p.GetProperty("error").ValueKind == JsonValueKind.Null).Select(p =>
                (p.GetProperty("sharding").GetString()!, p.GetProperty("instance_meta").GetString()!, p.GetProperty("memory_delta_by_node").EnumerateObject().Count())));
        Assert.All(previews.Where(p => p.GetProperty("error").ValueKind == JsonValueKind.Null), p =>
            Assert.Equal(SimulatedModel.Heavy.StorageBytes, p.GetProperty("memory_delta_by_node").EnumerateObject().Sum(n => n.Value.GetInt64())));
        Assert.Equal(
            [
                "Requested RDMA (MlxJaccl) but no RDMA-connected cycles available",
                "No tensor sharding found for model with hidden_size=4096, num_key_value_heads=4 across candidate cycles",
            ],
            previews.Select(p => p.GetProperty("error").GetString()).OfType<string>().Distinct());
    }

    [Fact]
    public async Task Previews_of_a_model_that_is_too_big_say_so()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [], CatalogOnly = [SimulatedModel.Heavy] });
        var previews = (await wire.GetAsync($"/instance/previews?model_id={SimulatedModel.Heavy.Id}")).GetProperty("previews").EnumerateArray().ToList();
        Assert.Equal(4, previews.Count);
        Assert.All(previews, p => Assert.Equal("No cycles found with sufficient memory", p.GetProperty("error").GetString()));
        Assert.All(previews, p => Assert.Equal(JsonValueKind.Null, p.GetProperty("instance").ValueKind));
    }

    [Fact]
    public async Task A_preview_that_is_posted_becomes_an_instance_and_goes_through_every_phase()
    {
        await using var wire = await SimulatedWire.StartAsync(new()
        {
            Models = [],
            CatalogOnly = [SimulatedModel.Heavy],
            Machines = [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro],
            LoadBytesPerSecond = 10_000_000_000,
            WarmUpTime = TimeSpan.FromSeconds(1),
        });
        var preview = (await wire.GetAsync($"/instance/previews?model_id={SimulatedModel.Heavy.Id}")).GetProperty("previews").EnumerateArray()
            .First(p => p.GetProperty("instance") is { ValueKind: JsonValueKind.Object } i && p.GetProperty("memory_delta_by_node").EnumerateObject().Count() == 2);
        var (status, body) = await wire.SendAsync("POST", "/instance", $$"""{"instance":{{preview.GetProperty("instance").GetRawText()}}}""");
        Assert.Equal(200, status);
        var received = JsonElement.Parse(body);
        Assert.Equal("Command received.", received.GetProperty("message").GetString());
        Assert.True(Guid.TryParse(received.GetProperty("command_id").GetString(), out _));
        Assert.Equal(SimulatedModel.Heavy.StorageBytes, received.GetProperty("model_card").GetProperty("storageSize").GetProperty("inBytes").GetInt64());

        var phases = new List<string>();
        var loaded = new List<int>();
        for (var tick = 0; tick < 150; tick++)
        {
            var runners = await wire.StateAsync("runners");
            var now = string.Join(' ', runners.EnumerateObject().Select(r => r.Value.EnumerateObject().Single().Name["Runner".Length..]));
            if (phases.Count == 0 || phases[^1] != now)
                phases.Add(now);
            if (runners.EnumerateObject().FirstOrDefault().Value is { ValueKind: JsonValueKind.Object } first && first.TryGetProperty("RunnerLoading", out var loading))
                loaded.Add(loading.GetProperty("layersLoaded").GetInt32());
            wire.Advance(0.1);
        }

        Assert.Equal(
            [
                "", "Idle Idle", "Connecting Idle", "Connecting Connecting", "Connected Connected", "Loading Loading", "Loading Loaded",
                "Loaded Loaded", "Loaded WarmingUp", "WarmingUp WarmingUp", "Ready Ready",
            ],
            phases);
        Assert.Equal(0, loaded[0]);
        Assert.True(loaded.Count > 50 && loaded.SequenceEqual(loaded.Order()));
        Assert.Equal(94, (await wire.StateAsync("instances")).EnumerateObject().Single().Value.GetProperty("MlxRingInstance").GetProperty("shardAssignments")
            .GetProperty("runnerToShard").EnumerateObject().Last().Value.GetProperty("PipelineShardMetadata").GetProperty("endLayer").GetInt32());
    }

    [Fact]
    public async Task Weights_that_are_not_there_are_downloaded_first()
    {
        await using var wire = await SimulatedWire.StartAsync(new()
        {
            Models = [],
            CatalogOnly = [SimulatedModel.Light],
            DownloadBytesPerSecond = 1_000_000_000,
        });
        await wire.SendAsync("POST", "/place_instance", $$"""{"model_id":"{{SimulatedModel.Light.Id}}"}""");
        wire.Advance(1);
        Assert.Equal(["RunnerIdle"], await wire.RunnersAsync());
        var node = (await wire.GetAsync("/node_id")).GetString();
        var progress = (await wire.StateAsync($"downloads/{node}/0/DownloadOngoing/downloadProgress"));
        Assert.InRange(progress.GetProperty("downloaded").GetProperty("inBytes").GetInt64(), 500_000_000, 1_000_000_000);
        wire.Advance(3);
        Assert.Equal(["RunnerReady"], await wire.RunnersAsync());
        Assert.Equal(2_300_000_000, (await wire.StateAsync($"downloads/{node}/0/DownloadCompleted/total/inBytes")).GetInt64());
    }

    [Fact]
    public async Task A_placement_that_cannot_be_is_received_all_the_same()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [], CatalogOnly = [SimulatedModel.Heavy] });
        var (status, body) = await wire.SendAsync("POST", "/place_instance", $$"""{"model_id":"{{SimulatedModel.Heavy.Id}}"}""");
        Assert.Equal((200, "Command received."), (status, JsonElement.Parse(body).GetProperty("message").GetString()));
        wire.Advance(60);
        Assert.Empty((await wire.StateAsync("instances")).EnumerateObject());
    }

    [Fact]
    public async Task More_than_the_free_memory_is_refused_with_both_figures()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [], CatalogOnly = [SimulatedModel.Heavy] });
        var (status, body) = await wire.SendAsync("POST", "/instance", """
            {"instance":{"MlxRingInstance":{"instanceId":"i","shardAssignments":{"modelId":"MODEL",
            "runnerToShard":{"r":{"PipelineShardMetadata":{"deviceRank":0,"startLayer":0,"endLayer":94}}},"nodeToRunner":{"n":"r"}},"hostsByNode":{},"ephemeralPort":1}}}
            """.Replace("MODEL", SimulatedModel.Heavy.Id, StringComparison.Ordinal));
        Assert.Equal(400, status);
        Assert.Equal(
            "Insufficient memory to create instance. Required: 122.9GB, Available: 12.0GB",
            JsonElement.Parse(body).GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("GET", "/instance/none", null, 404, """{"error":{"message":"Instance not found","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("DELETE", "/instance/none", null, 404, """{"error":{"message":"Instance not found","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("POST", "/v1/cancel/none", null, 404, """{"error":{"message":"Command not found or already completed","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("POST", "/place_instance", """{"model_id":"unknown/model"}""", 500, "Internal Server Error")]
    [InlineData("POST", "/v1/instance-links", """{"prefill_instances":["a"],"decode_instances":["b"]}""", 404, """{"error":{"message":"Prefill/decode disaggregation is disabled. Set ENABLE_DISAGGREGATION=true to enable.","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("GET", "/v1/instance-links", null, 200, "[]")]
    [InlineData("GET", "/v1/feature-flags", null, 200, """{"disaggregation":false}""")]
    [InlineData("GET", "/instance", null, 404, """{"detail":"Not Found"}""")]
    public async Task What_exo_refuses_is_refused_in_exos_words(string method, string path, string? body, int status, string reply)
    {
        await using var wire = await SimulatedWire.StartAsync();
        Assert.Equal((status, reply), await wire.SendAsync(method, path, body));
    }

    [Fact]
    public async Task A_deleted_instance_is_gone_with_its_runners_and_its_memory_is_free_again()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light] });
        var id = (await wire.StateAsync("instances")).EnumerateObject().Single().Name;
        var node = (await wire.GetAsync("/node_id")).GetString();
        var before = (await wire.StateAsync($"nodeMemory/{node}/ramAvailable/inBytes")).GetInt64();
        Assert.Equal(id, (await wire.GetAsync("/instance/" + id)).GetProperty("MlxRingInstance").GetProperty("instanceId").GetString());

        var (status, body) = await wire.SendAsync("DELETE", "/instance/" + id);
        Assert.Equal((200, id), (status, JsonElement.Parse(body).GetProperty("instance_id").GetString()));
        Assert.Empty((await wire.StateAsync("instances")).EnumerateObject());
        wire.Advance(0.1);
        Assert.Equal(["RunnerShuttingDown"], await wire.RunnersAsync());
        wire.Advance(0.1);
        Assert.Empty(await wire.RunnersAsync());
        Assert.Equal(SimulatedModel.Light.StorageBytes, (await wire.StateAsync($"nodeMemory/{node}/ramAvailable/inBytes")).GetInt64() - before);
    }

    [Fact]
    public async Task Waiting_for_an_instance_ends_when_it_exists_and_tells_it_in_snake_case()
    {
        await using var wire = await SimulatedWire.StartAsync(SimulatedWire.Empty);
        using var waiting = await wire.OpenAsync($"/instance/await?model_id={SimulatedModel.Light.Id}&timeout_seconds=60");
        Assert.Equal(": keep-alive", await waiting.NextAsync());
        await wire.SendAsync("POST", "/place_instance", $$"""{"model_id":"{{SimulatedModel.Light.Id}}"}""");
        var next = waiting.NextDataAsync();
        while (!next.IsCompleted)
        {
            wire.Advance(0.05);
            await Task.Yield();
        }

        var ready = JsonElement.Parse((await next)!);
        Assert.Equal("ready", ready.GetProperty("type").GetString());
        var assignments = ready.GetProperty("instance").GetProperty("MlxRingInstance").GetProperty("shard_assignments");
        Assert.Equal(SimulatedModel.Light.Id, assignments.GetProperty("model_id").GetString());
        Assert.Equal("12D3KooWSimulatedNode1", assignments.GetProperty("node_to_runner").EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task Release_v1_0_71_knows_nothing_of_waiting_or_links()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Release = SimulatedRelease.V1_0_71 });
        Assert.Equal(404, (await wire.SendAsync("GET", "/instance/await?model_id=x")).Status);
        Assert.Equal((404, """{"detail":"Not Found"}"""), await wire.SendAsync("GET", "/v1/instance-links"));
        Assert.Equal((405, """{"detail":"Method Not Allowed"}"""), await wire.SendAsync("POST", "/v1/instance-links", "{}"));
        Assert.Equal((404, """{"detail":"Not Found"}"""), await wire.SendAsync("GET", "/v1/feature-flags"));
        Assert.False((await wire.StateAsync()).TryGetProperty("instanceLinks", out _));
        Assert.Equal("""{"RunnerReady":{}}""", (await wire.StateAsync("runners")).EnumerateObject().First().Value.GetRawText());
    }
}
