using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals cluster</c> as a script sees it.</summary>
public sealed class ClusterCommandTests : IDisposable
{
    private const string Light = "simulated/light-4b-4bit";
    private readonly TemporaryDirectory _home = new();

    [Fact]
    public async Task A_cluster_is_shown_and_a_model_is_placed_once_and_taken_away_once()
    {
        await using var node = await SimulatedExoNode.StartAsync(new() { Models = [], CatalogOnly = [SimulatedModel.Light], Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark] });

        var bare = await LocalsAsync(node.Url, "cluster");
        var placed = await LocalsAsync(node.Url, "cluster place light-4b-4bit");
        var again = await LocalsAsync(node.Url, $"cluster place {Light}");
        var json = JsonSerializer.Deserialize<JsonElement>((await LocalsAsync(node.Url, "cluster --json")).Output);
        var gone = await LocalsAsync(node.Url, $"cluster unplace {Light}");
        var nothing = await LocalsAsync(node.Url, $"cluster unplace {Light}");

        Assert.Equal((0, 0, 0, 0, 4), (bare.ExitCode, placed.ExitCode, again.ExitCode, gone.ExitCode, nothing.ExitCode));
        Assert.Contains("No model is placed; place one with: locals cluster place <model>", bare.Output, StringComparison.Ordinal);
        Assert.Contains("Mac Studio", bare.Output, StringComparison.Ordinal);
        Assert.StartsWith($"{Light} is placed on ", placed.Output, StringComparison.Ordinal);
        Assert.Contains("is already placed", again.Output, StringComparison.Ordinal);
        var instance = json.GetProperty("instances")[0];
        Assert.Equal((Light, "ready", 0), (instance.GetProperty("model").GetString(), instance.GetProperty("state").GetString(), instance.GetProperty("running").GetInt32()));
        Assert.Equal(2, json.GetProperty("nodes").GetArrayLength());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        Assert.StartsWith($"{Light} is no longer on ", gone.Output, StringComparison.Ordinal);
        Assert.Contains($"{Light} is not placed; nothing is.", nothing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cluster_of_a_running_host_is_meant_whatever_the_configuration_says()
    {
        await using var house = await TestHouse.StartAsync(new() { Models = [SimulatedModel.Light] });
        var result = await LocalsAsync(null, $"cluster --once --data {house.DataDirectory}");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(Light, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "cluster", "No exo cluster is configured")]
    [InlineData(2, "cluster place", "Required argument 'model' missing")]
    [InlineData(2, "cluster place m --nodes 0", "--nodes takes a number of 1 or more.")]
    [InlineData(2, "cluster place m --nodes abc", "--nodes takes a number of 1 or more.")]
    [InlineData(2, "cluster place m --sharding sideways", "'sideways'")]
    public async Task A_mistake_is_one_sentence_and_a_code(int exitCode, string arguments, string sentence)
    {
        var result = await LocalsAsync(null, arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "http://127.0.0.1:9", "cluster", "nothing answers at http://127.0.0.1:9")]
    [InlineData(4, "http://127.0.0.1:9", "cluster --endpoint mini", "There is no exo endpoint 'mini'; there is cluster.")]
    [InlineData(1, "http://127.0.0.1:9", "cluster link m --prefill spark", "without the latter every request would hang")]
    public async Task What_goes_wrong_at_the_cluster_is_one_sentence_too(int exitCode, string url, string arguments, string sentence)
    {
        var result = await LocalsAsync(new Uri(url), arguments);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private async Task<(int ExitCode, string Output, string Errors)> LocalsAsync(Uri? cluster, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locals.dll"), .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = _home.Path,
        };
        start.Environment["HOME"] = _home.Path;
        start.Environment["LOCALS_Inference__Discover"] = "false";
        if (cluster is not null) start.Environment["LOCALS_Inference__Endpoints__cluster__Url"] = cluster.ToString();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
