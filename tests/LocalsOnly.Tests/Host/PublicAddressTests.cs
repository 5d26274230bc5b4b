using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LocalsOnly.Host.CommandLine;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Host;

/// <summary>That prompts may leave the house is said where nobody can overlook it, and what might lead them there is not used.</summary>
public sealed class PublicAddressTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    [Theory]
    [InlineData("status")]
    [InlineData("doctor")]
    public async Task AllowPublic_is_shouted(string command)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var url = node.Url.ToString().TrimEnd('/');
        var told = await LocalsProgram.RunAsync(
            _home.Path, [command], ("LOCALS_Inference__Endpoints__far__Url", url), ("LOCALS_Inference__Endpoints__far__AllowPublic", "true"));
        Assert.Contains(
            $"PUBLIC ADDRESSES ALLOWED for inference (far): prompts sent to {url} may LEAVE THIS HOUSE, because its AllowPublic is true.",
            told.Output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);

        var quiet = await LocalsProgram.RunAsync(_home.Path, [command], ("LOCALS_Inference__Endpoints__near__Url", url));
        Assert.DoesNotContain("PUBLIC", quiet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tells_a_public_address_before_anything_is_sent_there()
    {
        var report = await Checkup.RunAsync(
            TestHouse.Configuration(_home.Path, null, new Dictionary<string, string?> { ["Inference:Endpoints:far:Url"] = "http://8.8.8.8:52415" }), default);

        var check = Assert.Single(report.Checks, c => c.Name.EndsWith(": far", StringComparison.Ordinal));
        Assert.Equal(("address: far", "failed"), (check.Name, check.State));
        Assert.StartsWith("8.8.8.8 is a public address, so nothing was or will be sent there; correct Inference:Endpoints:far:Url", check.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_warns_of_an_exception_that_is_not_needed()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var report = await Checkup.RunAsync(
            TestHouse.Configuration(_home.Path, node.Url, new Dictionary<string, string?> { ["Inference:Endpoints:cluster:AllowPublic"] = "true" }), default);

        var check = Assert.Single(report.Checks, c => c.Name == "address: cluster");
        Assert.Equal("warn", check.State);
        Assert.Contains("set it to false", check.Sentence, StringComparison.Ordinal);
        Assert.Equal("ok", report.Checks.Single(c => c.Name == "model: cluster").State);
        Assert.True(report.Contacts.Single().AllowPublic);
    }

    [Theory]
    [InlineData("Memory:Embedding:Server", "embeddings")]
    [InlineData("Memory:Qdrant:Url", "memory (Qdrant)")]
    public async Task Doctor_lists_the_servers_of_the_memory_and_refuses_those_outside(string key, string purpose)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var there = await DoctorAsync(node.Url.ToString());
        Assert.Contains(there.Checks, check => check.Name == purpose && check.State == "ok");
        Assert.Contains(there.Contacts, contact => contact.Purpose == purpose && contact.Url == node.Url.ToString().TrimEnd('/'));

        var away = (await DoctorAsync("http://127.0.0.1:1")).Checks.Single(check => check.Name == purpose);
        Assert.Equal("warn", away.State);
        Assert.EndsWith($"start it, or correct or remove {key}.", away.Sentence, StringComparison.Ordinal);

        var outside = (await DoctorAsync("http://8.8.8.8:6333")).Checks.Single(check => check.Name == purpose);
        Assert.Equal("failed", outside.State);
        Assert.StartsWith($"{key}: 8.8.8.8 is not in the house", outside.Sentence, StringComparison.Ordinal);

        Task<DoctorWire> DoctorAsync(string url) =>
            Checkup.RunAsync(TestHouse.Configuration(_home.Path, node.Url, new Dictionary<string, string?> { [key] = url, ["Memory:Embedding:Model"] = "small" }), default);
    }

    [Fact]
    public async Task Proxies_of_the_environment_are_not_used()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var proxy = $"http://{trap.LocalEndpoint}";

        var status = await LocalsProgram.RunAsync(
            _home.Path, ["status", "--json"],
            ("LOCALS_Inference__Endpoints__cluster__Url", node.Url.ToString()),
            ("HTTP_PROXY", proxy), ("http_proxy", proxy), ("HTTPS_PROXY", proxy), ("ALL_PROXY", proxy), ("all_proxy", proxy), ("NO_PROXY", ""), ("no_proxy", ""));

        Assert.False(trap.Pending());
        var endpoint = JsonSerializer.Deserialize<JsonElement>(status.Output).GetProperty("endpoints")[0];
        Assert.Equal("ready", endpoint.GetProperty("state").GetString());
    }

    public void Dispose() => _home.Dispose();
}
