using System.Net;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Network;
using LocalsOnly.Inference.Routing;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Inference;

/// <summary>What the guard does at the moment of connecting; a name's addresses are the test's to give.</summary>
public sealed class GuardConnectionTests
{
    private static readonly IPAddress s_outside = IPAddress.Parse("93.184.216.34");

    [Fact]
    public async Task A_redirect_leads_nowhere()
    {
        await using var elsewhere = await SimulatedExoNode.StartAsync();
        await using var node = await SimulatedExoNode.StartAsync();
        node.Script = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.TemporaryRedirect;
            context.Response.Headers.Location = new Uri(elsewhere.Url, context.Request.Path).ToString();
            return Task.CompletedTask;
        };
        using var directory = DirectoryOf(node.Url.Port, () => [IPAddress.Loopback]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);

        var outcome = await Outcome.OfAsync(chat, "Hello");

        Assert.Equal(InferenceFailure.Protocol, outcome.Failure?.Failure);
        Assert.Contains("redirects are not followed", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_refused_at_its_next_connection()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        node.Script = ScriptedReply.Whole(ScriptedReply.Token("Hi", "stop"), ScriptedReply.Done);
        var now = IPAddress.Loopback;
        using var directory = DirectoryOf(node.Url.Port, () => [now]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);
        Assert.Null((await Outcome.OfAsync(chat, "Hello")).Failure);

        now = s_outside;
        var outcome = await Outcome.OfAsync(chat, "Hello");

        Assert.Equal(InferenceFailure.RefusedByGuard, outcome.Failure?.Failure);
        Assert.Single(node.Requests);
    }

    [Theory]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("64:ff9b::5db8:d822")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task A_name_with_public_addresses_only_is_refused_in_every_spelling(string address)
    {
        using var directory = DirectoryOf(52415, () => [IPAddress.Parse(address), s_outside]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);
        var outcome = await Outcome.OfAsync(chat, "Hello");
        Assert.Equal(InferenceFailure.RefusedByGuard, outcome.Failure?.Failure);
        Assert.Contains("nothing was sent", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_the_house_in_its_mapped_spelling_is_used()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        using var directory = DirectoryOf(node.Url.Port, () => [s_outside, IPAddress.Parse("::ffff:127.0.0.1")]);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);
        Assert.Null((await Outcome.OfAsync(chat, "Hello")).Failure);
    }

    [Fact]
    public async Task With_AllowPublic_a_name_may_lead_anywhere()
    {
        // An address that is on no list of the house's, and on this machine all the same: 0.0.0.0 reaches loopback on Unix.
        await using var node = await SimulatedExoNode.StartAsync();
        using var directory = DirectoryOf(node.Url.Port, () => [IPAddress.Any], allowPublic: true);
        using var chat = HouseRouter.Over(directory, new InferenceOptions(), TimeProvider.System);
        var failure = (await Outcome.OfAsync(chat, "Hello")).Failure;
        Assert.NotEqual(InferenceFailure.RefusedByGuard, failure?.Failure);
    }

    [Theory]
    [InlineData("http://8.8.8.8:1", AddressScope.Public)]
    [InlineData("http://[::ffff:8.8.8.8]:1", AddressScope.Public)]
    [InlineData("http://134744072:1", AddressScope.Public)]
    [InlineData("http://0x08.8.8.8:1", AddressScope.Public)]
    [InlineData("http://192.168.1.20:1", AddressScope.InTheHouse)]
    [InlineData("http://[fd00::1]:1", AddressScope.InTheHouse)]
    [InlineData("http://[fe80::1%251]:1", AddressScope.InTheHouse)]
    [InlineData("http://cluster.example:1", null)]
    public void A_literal_address_is_judged_without_asking_anybody(string url, AddressScope? scope) =>
        Assert.Equal(scope, AddressScopes.OfLiteral(new Uri(url)));

    [Theory]
    [InlineData(AddressScope.Public, "93.184.216.34", "2606:2800:220:1::1")]
    [InlineData(AddressScope.InTheHouse, "93.184.216.34", "192.168.1.20")]
    [InlineData(AddressScope.Unresolved)]
    public async Task A_name_is_outside_when_all_its_addresses_are(AddressScope scope, params string[] addresses) =>
        Assert.Equal(scope, await AddressScopes.LookAsync(
            new Uri("http://cluster.example:1"), (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)), default));

    private static EndpointDirectory DirectoryOf(int port, Func<IPAddress[]> addresses, bool allowPublic = false)
    {
        var options = new InferenceOptions
        {
            Endpoints =
            {
                ["cluster"] = new EndpointOptions
                {
                    Url = new Uri($"http://cluster.example:{port}/"), Model = SimulatedModel.Heavy.Id, AllowPublic = allowPublic,
                },
            },
        };
        return new EndpointDirectory(options, TimeProvider.System, [], (_, _) => Task.FromResult(addresses()));
    }
}
