using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Simulation;

public sealed class LifecycleWireTests
{
    [Fact]
    public async Task A_silent_machine_is_dropped_after_half_a_minute_and_its_instance_ten_seconds_later()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Heavy], Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark] });
        wire.Advance(5);
        wire.Node.State.Silence(wire.Node.State.Workers[1]);
        var (gone, deleted) = (0, 0);
        for (var second = 1; second <= 60; second++)
        {
            wire.Advance(1);
            if (gone == 0 && (await wire.StateAsync("topology/nodes")).GetArrayLength() == 1)
                gone = second;
            if (deleted == 0 && !(await wire.StateAsync("instances")).EnumerateObject().Any())
                deleted = second;
        }

        Assert.Equal((35, 45), (gone, deleted));
        // The dead machine's runner says for ever that it is ready; what the machine was is not forgotten either.
        Assert.Equal(["RunnerReady"], await wire.RunnersAsync());
        Assert.Equal(2, (await wire.StateAsync("nodeIdentities")).EnumerateObject().Count());
        Assert.Single((await wire.StateAsync("nodeMemory")).EnumerateObject());
        Assert.Single((await wire.StateAsync("lastSeen")).EnumerateObject());
    }

    [Fact]
    public async Task A_crashed_runner_fails_and_comes_back_by_itself()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Heavy], Machines = [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro] });
        wire.Node.State.Crash(wire.Node.State.Instances[0], "signal=9 (Killed)");
        var failed = (await wire.StateAsync("runners")).EnumerateObject().Last().Value.GetProperty("RunnerFailed");
        Assert.Equal("signal=9 (Killed)", failed.GetProperty("errorMessage").GetString());
        Assert.Equal(JsonValueKind.Array, failed.GetProperty("diagnostics").ValueKind);
        wire.Advance(0.1);
        Assert.Equal(["RunnerShuttingDown", "RunnerFailed"], await wire.RunnersAsync());
        wire.Advance(5);
        Assert.Equal(["RunnerReady", "RunnerReady"], await wire.RunnersAsync());
    }

    [Fact]
    public async Task The_sixth_creation_of_runners_takes_the_instance_down_instead()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light] });
        var crashes = 0;
        while ((await wire.StateAsync("instances")).EnumerateObject().Any())
        {
            if (await wire.RunnersAsync() is ["RunnerReady"])
            {
                wire.Node.State.Crash(wire.Node.State.Instances[0], "signal=6 (Abort trap)");
                crashes++;
            }

            wire.Advance(1);
            Assert.True(crashes < 10);
        }

        Assert.Equal(5, crashes);
        Assert.Equal(404, (await wire.SendAsync("POST", "/v1/chat/completions", SimulatedWire.ChatJson(SimulatedModel.Light))).Status);
    }

    [Fact]
    public async Task A_new_master_knows_no_instances_and_open_streams_keep_pinging()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light], DecodeTokensPerSecond = 0.001 });
        using var stream = await wire.ChatAsync(SimulatedModel.Light);
        await stream.NextDataAsync();
        wire.Node.State.Wipe();
        Assert.Equal("{}", (await wire.StateAsync("instances")).GetRawText());
        Assert.Equal("{}", (await wire.StateAsync("runners")).GetRawText());
        Assert.Single((await wire.StateAsync("topology/nodes")).EnumerateArray());
        var next = stream.NextAsync();
        while (!next.IsCompleted)
        {
            wire.Advance(1);
            await Task.Yield();
        }

        Assert.Equal(": keep-alive", await next);
    }

    [Fact]
    public async Task A_chat_is_accepted_while_its_model_loads_and_pings_until_it_is_ready()
    {
        await using var wire = await SimulatedWire.StartAsync(new()
        {
            Models = [],
            CatalogOnly = [SimulatedModel.Light],
            LoadBytesPerSecond = 100_000_000,
        });
        await wire.SendAsync("POST", "/place_instance", $$"""{"model_id":"{{SimulatedModel.Light.Id}}"}""");
        wire.Advance(1);
        using var stream = await wire.ChatAsync(SimulatedModel.Light);
        var task = (await wire.StateAsync("tasks")).EnumerateObject().Single(t => t.Value.TryGetProperty("TextGeneration", out _)).Value.GetProperty("TextGeneration");
        Assert.Equal("Pending", task.GetProperty("taskStatus").GetString());
        Assert.Equal("Hello", task.GetProperty("taskParams").GetProperty("input")[0].GetProperty("content").GetString());

        var first = stream.NextDataAsync();
        var seconds = 1.0;
        while (!first.IsCompleted)
        {
            wire.Advance(0.1);
            seconds += 0.1;
            await Task.Yield();
        }

        Assert.True(seconds > 20, $"2.3 GB at 0.1 GB/s took {seconds} s");
        Assert.Contains("\"content\":", await first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_instance_ends_its_streams_without_a_finish_reason()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light], DecodeTokensPerSecond = 0.001 });
        using var stream = await wire.ChatAsync(SimulatedModel.Light);
        await stream.NextDataAsync();
        await wire.SendAsync("DELETE", "/instance/" + wire.Node.State.Instances[0].Id);
        Assert.DoesNotContain(await stream.RestAsync(), line => line.Contains("finish_reason", StringComparison.Ordinal) || line.Contains("[DONE]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_command_ends_its_stream_and_cannot_be_cancelled_twice()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light], DecodeTokensPerSecond = 0.001 });
        using var stream = await wire.ChatAsync(SimulatedModel.Light);
        var id = JsonElement.Parse((await stream.NextDataAsync())!).GetProperty("id").GetString();
        Assert.Equal((200, $$"""{"message":"Command cancelled.","command_id":"{{id}}"}"""), await wire.SendAsync("POST", "/v1/cancel/" + id));
        Assert.DoesNotContain(await stream.RestAsync(), line => line.StartsWith("data:", StringComparison.Ordinal));
        Assert.Equal(404, (await wire.SendAsync("POST", "/v1/cancel/" + id)).Status);
    }

    [Fact]
    public async Task Only_macs_measure_their_watts_and_a_working_one_draws_more()
    {
        await using var wire = await SimulatedWire.StartAsync(new()
        {
            Models = [SimulatedModel.Heavy],
            Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark],
            DecodeTokensPerSecond = 0.001,
        });
        var idle = (await wire.StateAsync("nodeSystem")).EnumerateObject().Single().Value.GetProperty("sysPower").GetDouble();
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy);
        await stream.NextDataAsync();
        Assert.True((await wire.StateAsync("nodeSystem")).EnumerateObject().Single().Value.GetProperty("sysPower").GetDouble() > idle);
        Assert.Equal(["RunnerRunning", "RunnerRunning"], await wire.RunnersAsync());
    }
}
