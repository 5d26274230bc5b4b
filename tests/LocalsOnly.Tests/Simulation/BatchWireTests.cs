using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Simulation;

public sealed class BatchWireTests
{
    private static readonly SimulatedExoNodeOptions Paced = new() { Models = [SimulatedModel.Light], PrefillTokensPerSecond = 1000, DecodeTokensPerSecond = 10 };

    [Fact]
    public async Task The_ninth_request_hears_only_keep_alives_until_a_place_is_free()
    {
        await using var wire = await SimulatedWire.StartAsync(Paced with { PrefillTokensPerSecond = double.PositiveInfinity, DecodeTokensPerSecond = 0.05 });
        var streams = new List<WireStream>();
        for (var i = 0; i < 8; i++)
        {
            streams.Add(await wire.ChatAsync(SimulatedModel.Light));
            await streams[i].NextDataAsync();
        }

        using var ninth = await wire.ChatAsync(SimulatedModel.Light);
        Assert.Equal(": keep-alive", await ninth.NextAsync());
        Assert.Equal(
            (8, 1),
            ((await TaskStatusesAsync(wire)).Count(s => s == "Running"), (await TaskStatusesAsync(wire)).Count(s => s == "Pending")));
        wire.Advance(10);
        Assert.Equal(": keep-alive", await ninth.NextAsync());

        streams[3].Dispose();
        Assert.StartsWith(": prefill_progress", await ninth.NextAsync(), StringComparison.Ordinal);
        Assert.NotNull(await ninth.NextDataAsync());
        streams.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_newcomers_prefill_freezes_the_streams_that_run()
    {
        await using var wire = await SimulatedWire.StartAsync(Paced);
        using var running = await wire.ChatAsync(SimulatedModel.Light);
        wire.Advance(0.3);
        for (var i = 0; i < 3; i++)
            Assert.NotNull(await running.NextDataAsync());
        using var newcomer = await wire.ChatAsync(SimulatedModel.Light, new string('x', 20000));
        var fourth = running.NextDataAsync();
        wire.Advance(4.9);
        while (await newcomer.NextAsync() is { } line && !line.Contains("\"processed_tokens\":4096", StringComparison.Ordinal))
            Assert.DoesNotContain("data:", line, StringComparison.Ordinal);
        Assert.False(fourth.IsCompleted);
        wire.Advance(0.2);
        Assert.NotNull(await fourth);
        Assert.NotNull(await newcomer.NextDataAsync());
    }

    [Fact]
    public async Task Linked_instances_read_prompts_on_the_machine_that_is_good_at_it()
    {
        await using var wire = await SimulatedWire.StartAsync(new()
        {
            Models = [],
            CatalogOnly = [SimulatedModel.Light],
            Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark],
            Roofline = true,
            Disaggregation = true,
        });
        var studio = await wire.PlaceAsync(SimulatedModel.Light);
        var alone = await PrefillSecondsAsync(wire, "a");
        // The Studio has more free memory still; the second copy is put on the Spark by its preview.
        var preview = (await wire.GetAsync($"/instance/previews?model_id={SimulatedModel.Light.Id}&node_ids=12D3KooWSimulatedNode2")).GetProperty("previews")[0];
        await wire.SendAsync("POST", "/instance", $$"""{"instance":{{preview.GetProperty("instance").GetRawText()}}}""");
        wire.Advance(3);
        var spark = (await wire.StateAsync("instances")).EnumerateObject().Select(i => i.Name).Single(i => i != studio);
        Assert.Equal(200, (await wire.SendAsync("POST", "/v1/instance-links", $$"""{"prefill_instances":["{{spark}}"],"decode_instances":["{{studio}}"]}""")).Status);
        var link = Assert.Single((await wire.GetAsync("/v1/instance-links")).EnumerateArray());
        Assert.Equal(spark, link.GetProperty("prefillInstances")[0].GetString());
        Assert.Equal(100 / 26.0, alone / await PrefillSecondsAsync(wire, "b"), 0.3);
    }

    [Fact]
    public async Task Without_a_decode_instance_a_request_is_accepted_and_hangs()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light], Disaggregation = true });
        var only = (await wire.StateAsync("instances")).EnumerateObject().Single().Name;
        await wire.SendAsync("POST", "/v1/instance-links", $$"""{"prefill_instances":["{{only}}"],"decode_instances":["elsewhere"]}""");
        using var stream = await wire.ChatAsync(SimulatedModel.Light);
        Assert.Equal(": keep-alive", await stream.NextAsync());
        for (var i = 0; i < 3; i++)
        {
            wire.Advance(10);
            Assert.Equal(": keep-alive", await stream.NextAsync());
        }

        Assert.Empty(await TaskStatusesAsync(wire));
    }

    [Fact]
    public async Task A_crash_fails_every_request_of_the_batch_and_those_that_wait()
    {
        await using var wire = await SimulatedWire.StartAsync(Paced with { Concurrency = 1 });
        using var first = await wire.ChatAsync(SimulatedModel.Light);
        using var second = await wire.ChatAsync(SimulatedModel.Light);
        wire.Node.State.Crash(wire.Node.State.Instances[0], "signal=9 (Killed: 9)");
        foreach (var stream in (WireStream[])[first, second])
        {
            var lines = await stream.RestAsync();
            Assert.Equal("""data: {"error":{"message":"Runner shutdown before completing command (signal=9 (Killed: 9))","type":"InternalServerError","code":500}}""", lines[^2]);
            Assert.Equal("data: [DONE]", lines[^1]);
        }
    }

    [Fact]
    public async Task Every_node_answers_for_the_cluster_and_only_the_one_that_took_a_request_cancels_it()
    {
        await using var cluster = await SimulatedExoCluster.StartAsync(
            Paced with { Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark] }, coordinator: true, new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        using var http = new HttpClient();
        var coordinator = cluster.Coordinator!;
        var ids = new List<string>();
        foreach (var node in cluster.Workers.Append(coordinator))
        {
            ids.Add(JsonElement.Parse(await http.GetStringAsync(new Uri(node.Url, "node_id"))).GetString()!);
            Assert.Single(JsonElement.Parse(await http.GetStringAsync(new Uri(node.Url, "state/instances"))).EnumerateObject());
        }

        Assert.Equal(3, ids.Distinct().Count());
        var topology = JsonElement.Parse(await http.GetStringAsync(new Uri(coordinator.Url, "state/topology/nodes")));
        Assert.Equal(ids[..2], topology.EnumerateArray().Select(n => n.GetString()));
        Assert.DoesNotContain(ids[2], await http.GetStringAsync(new Uri(coordinator.Url, "state/nodeMemory")), StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(coordinator.Url, "v1/chat/completions")) { Content = new StringContent(SimulatedWire.ChatJson(SimulatedModel.Light)) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var tasks = JsonElement.Parse(await http.GetStringAsync(new Uri(cluster.Workers[1].Url, "state/tasks")));
        var command = tasks.EnumerateObject().Single().Value.GetProperty("TextGeneration").GetProperty("commandId").GetString();
        using var elsewhere = await http.PostAsync(new Uri(cluster.Workers[0].Url, "v1/cancel/" + command), null);
        using var here = await http.PostAsync(new Uri(coordinator.Url, "v1/cancel/" + command), null);
        Assert.Equal((404, 200), ((int)elsewhere.StatusCode, (int)here.StatusCode));
        Assert.DoesNotContain("[DONE]", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<double> PrefillSecondsAsync(SimulatedWire wire, string letter)
    {
        var before = wire.Node.Requests.Count;
        using var stream = await wire.ChatAsync(SimulatedModel.Light, string.Concat(Enumerable.Repeat(letter, 40000)), ""","max_tokens":1""");
        var data = stream.NextDataAsync();
        while (!data.IsCompleted)
        {
            wire.Advance(0.002);
            await Task.Yield();
        }

        await stream.RestAsync();
        var request = wire.Node.Requests[before];
        return (request.PrefillEndedAt!.Value - request.ReceivedAt).TotalSeconds;
    }

    private static async Task<List<string>> TaskStatusesAsync(SimulatedWire wire) =>
    [
        .. (await wire.StateAsync("tasks")).EnumerateObject().Select(t => t.Value.EnumerateObject().Single().Value.GetProperty("taskStatus").GetString()!),
    ];
}
