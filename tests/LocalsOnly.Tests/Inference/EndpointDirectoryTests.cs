using System.Net;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Routing;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Endpoint = LocalsOnly.Inference.Endpoint;

namespace LocalsOnly.Tests.Inference;

public sealed class EndpointDirectoryTests
{
    [Fact]
    public async Task A_placed_model_whose_runners_are_ready_is_found_in_the_state()
    {
        await using var node = await SimulatedExoNode.StartAsync(new()
        {
            Models = [SimulatedModel.Light, SimulatedModel.Heavy],
            Machines = [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro],
        });
        var seen = await LookAsync(node);
        // Of two that are ready, the larger.
        Assert.Equal((EndpointState.Ready, SimulatedModel.Heavy.Id, "ready on 2 nodes", true), (seen.State, seen.Model, seen.Detail, seen.Simulated));
    }

    [Fact]
    public async Task A_dead_nodes_runner_that_is_still_called_ready_is_not()
    {
        await using var node = await SimulatedExoNode.StartAsync(new() { Machines = [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro] });
        node.Placement = SimulatedPlacement.SilentNode;
        var seen = await LookAsync(node);
        Assert.Equal(EndpointState.Faulty, seen.State);
        Assert.Contains("gone silent", seen.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_clock_on_the_cluster_does_not_make_its_nodes_look_dead()
    {
        await using var node = await SimulatedExoNode.StartAsync(time: new FakeTimeProvider(new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(EndpointState.Ready, (await LookAsync(node)).State);
    }

    [Fact]
    public async Task A_loading_model_tells_how_far_it_is()
    {
        await using var node = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Heavy] });
        node.Placement = SimulatedPlacement.Loading;
        var seen = await LookAsync(node);
        Assert.Equal(EndpointState.Loading, seen.State);
        Assert.Contains("47 of 94 layers", seen.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_runner_is_faulty()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        node.Placement = SimulatedPlacement.Failed;
        Assert.Equal(EndpointState.Faulty, (await LookAsync(node)).State);
    }

    [Fact]
    public async Task The_catalogue_does_not_count_as_placed()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        node.Placement = SimulatedPlacement.None;
        var none = await LookAsync(node);
        Assert.Equal((EndpointState.NotPlaced, null), (none.State, none.Model));
        Assert.EndsWith("place one with: locals cluster place <model>", none.Detail, StringComparison.Ordinal);

        node.Placement = SimulatedPlacement.Ready;
        var wanted = await LookAsync(node, ("Inference:Endpoints:cluster:Model", SimulatedModel.Unplaced.Id));
        Assert.Equal((EndpointState.NotPlaced, SimulatedModel.Unplaced.Id), (wanted.State, wanted.Model));
        Assert.EndsWith($"place it with: locals cluster place {SimulatedModel.Unplaced.Id}", wanted.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_openai_style_server_answers_with_the_first_model_it_lists()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var seen = await LookAsync(node, ("Inference:Endpoints:cluster:Protocol", "OpenAI"));
        Assert.Equal((EndpointState.Ready, SimulatedModel.Heavy.Id), (seen.State, seen.Model));
    }

    [Fact]
    public async Task A_web_server_that_is_no_exo_is_faulty()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var seen = await LookAsync(node, ("Inference:Endpoints:cluster:Url", node.Url + "elsewhere/v1"));
        Assert.Equal(EndpointState.Faulty, seen.State);
    }

    [Fact]
    public async Task Without_configuration_what_answers_on_this_machine_serves_both_tiers()
    {
        await using var exo = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Heavy] });
        await using var other = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Light] });
        using var directory = new EndpointDirectory(
            new InferenceOptions(), TimeProvider.System,
            [
                new Endpoint("nobody", new Uri("http://127.0.0.1:9/"), EndpointProtocol.Exo),
                new Endpoint("other", other.Url, EndpointProtocol.OpenAI),
                new Endpoint("exo", exo.Url, EndpointProtocol.Exo),
            ]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);

        Assert.Empty(directory.Endpoints);
        Assert.Equal("exo", (await Outcome.OfAsync(chat, "Hello")).Route.Endpoint);
        Assert.Equal("other", (await Outcome.OfAsync(chat, "Hello", new ChatOptions().WithRoute(new RouteRequest { PinnedTier = Tier.Light }))).Route.Endpoint);
        Assert.Equal(["other", "exo"], directory.Endpoints.Select(e => e.Name));
        Assert.All(directory.Endpoints, e => Assert.Equal([Tier.Heavy, Tier.Light], e.Tiers));
    }

    [Fact]
    public async Task The_watch_looks_at_start_and_every_fifteen_seconds()
    {
        var time = new FakeTimeProvider();
        await using var node = await SimulatedExoNode.StartAsync(time: time);
        await using var house = InferenceHouse.Of(node, time: time);
        var watch = house.Services.GetServices<IHostedService>().Single(s => s is EndpointWatch);
        await watch.StartAsync(CancellationToken.None);
        await UntilAsync(() => house.Directory.Endpoints[0].State == EndpointState.Ready);

        node.Placement = SimulatedPlacement.None;
        time.Advance(TimeSpan.FromSeconds(15));
        await UntilAsync(() => house.Directory.Endpoints[0].State == EndpointState.NotPlaced);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_look_that_breaks_is_not_the_watchs_last()
    {
        var time = new FakeTimeProvider();
        var directory = new BreakingDirectory();
        using var watch = new EndpointWatch(directory, time, NullLogger<EndpointWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(15));
            return directory.Looks > 2;
        });
        Assert.False(watch.ExecuteTask!.IsCompleted);
        await watch.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(1024, EndpointState.Ready)]
    [InlineData(5 * 1024 * 1024, EndpointState.Faulty)]
    public async Task What_pours_out_more_than_a_model_list_could_be_is_no_model_server(int padding, EndpointState state)
    {
        await using var stranger = Stranger($$"""{"data":[{"id":"m"}],"padding":"{{new string('x', padding)}}"}""");
        await stranger.StartAsync();
        await using var house = new InferenceHouse(new Dictionary<string, string?>
        {
            ["Inference:Endpoints:stranger:Url"] = stranger.Urls.First(),
            ["Inference:Endpoints:stranger:Protocol"] = "OpenAI",
        });
        Assert.Equal(state, (await house.Directory.RefreshAsync()).Single().State);
    }

    [Fact]
    public async Task A_state_with_half_a_character_in_it_is_faulty()
    {
        await using var stranger = Stranger("""{"data":[{"id":"\ud83d"}]}""");
        await stranger.StartAsync();
        await using var house = new InferenceHouse(new Dictionary<string, string?>
        {
            ["Inference:Endpoints:stranger:Url"] = stranger.Urls.First(),
            ["Inference:Endpoints:stranger:Protocol"] = "OpenAI",
        });
        Assert.Equal(EndpointState.Faulty, (await house.Directory.RefreshAsync()).Single().State);
    }

    [Theory]
    [InlineData("http://bob:hunter2@192.168.1.20:52415")]
    [InlineData("ftp://bob:hunter2@nas/")]
    [InlineData("bob:hunter2@nas")]
    [InlineData("http://bob:hunter2@[nas")]
    public void A_user_name_in_an_address_is_refused_and_not_repeated(string url)
    {
        var house = new InferenceHouse(new Dictionary<string, string?> { ["Inference:Endpoints:cluster:Url"] = url });
        var failure = Assert.Throws<OptionsValidationException>(() => house.Chat);
        Assert.Contains("Inference:Endpoints:cluster:Url holds a user name or a password", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Inference:Tiers:Heavy:0", "bigbox", "Inference:Tiers:Heavy:0 is \"bigbox\"; allowed: cluster.")]
    [InlineData("Inference:FirstTokenTimeout", "-00:00:05", "Inference:FirstTokenTimeout is \"-00:00:05\".")]
    [InlineData("Inference:Endpoints:cluster:Url", "ftp://nas/", "Inference:Endpoints:cluster:Url is \"ftp://nas/\"; allowed:")]
    [InlineData("Inference:Endpoints:mini:Protocol", "Exo", "Inference:Endpoints:mini:Url is missing.")]
    [InlineData("Inference:Endpoints:cluster:Client", "OpenAIConnector",
        "Inference:Endpoints:cluster:Client is \"OpenAIConnector\", and this build has no such client; allowed: Wire. Others come with another edition (dotnet build -p:Edition=SemanticKernel).")]
    public void A_wrong_setting_is_named_with_its_value_and_what_is_allowed(string key, string value, string message)
    {
        var house = new InferenceHouse(new Dictionary<string, string?> { ["Inference:Endpoints:cluster:Url"] = "http://127.0.0.1:52415", [key] = value });
        var failure = Assert.Throws<OptionsValidationException>(() => house.Chat);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static WebApplication Stranger(string reply)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(reply));
        return app;
    }

    private static async Task<EndpointSnapshot> LookAsync(SimulatedExoNode node, params (string Key, string Value)[] more)
    {
        await using var house = InferenceHouse.Of(node, null, null, more);
        return (await house.Directory.RefreshAsync()).Single();
    }

    /// <summary>The watch runs beside the test; this waits for what it does without waiting for time.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class BreakingDirectory : IEndpointDirectory
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public IReadOnlyList<EndpointSnapshot> Endpoints => [];

        public IReadOnlyList<EndpointAddress> Addresses => [];

        public Task<IReadOnlyList<EndpointSnapshot>> RefreshAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _looks);
            throw new InvalidOperationException("A look that breaks.");
        }
    }
}
