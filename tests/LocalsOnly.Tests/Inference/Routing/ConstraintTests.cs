using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Routing;

public class ConstraintTests
{
    [Fact]
    public async Task A_prompt_that_does_not_fit_goes_to_the_endpoint_whose_context_holds_it()
    {
        await using var routed = await RoutedHouse.StartAsync(("Inference:Endpoints:mini:ContextTokens", "1000"));
        var route = (await routed.AskAsync(new string('a', 20_000), new RouteRequest { TaskTier = Tier.Light })).Route;
        Assert.Equal("cluster", route.Endpoint);
        Assert.Contains(route.Reasons, r => r.StartsWith("mini left out: about 57", StringComparison.Ordinal));
        Assert.Empty(routed.Mini.Requests);
    }

    [Fact]
    public async Task What_fits_nowhere_is_not_sent_and_says_why_of_each()
    {
        await using var routed = await RoutedHouse.StartAsync(
            ("Inference:Endpoints:mini:ContextTokens", "1000"), ("Inference:Endpoints:cluster:ContextTokens", "2000"));
        var failure = (await routed.AskAsync(new string('a', 20_000))).Failure!;
        Assert.Equal(InferenceFailure.Unsuitable, failure.Failure);
        Assert.Contains("do not fit its context of 1000", failure.Message, StringComparison.Ordinal);
        Assert.Contains("do not fit its context of 2000", failure.Message, StringComparison.Ordinal);
        Assert.Empty(routed.Cluster.Requests.Concat(routed.Mini.Requests));
    }

    [Fact]
    public async Task Tools_go_to_a_model_that_calls_them_and_pictures_to_one_that_sees()
    {
        await using var routed = await RoutedHouse.StartAsync(
            ("Inference:Endpoints:mini:Tools", "false"), ("Inference:Endpoints:cluster:Vision", "true"));
        var tool = AIFunctionFactory.Create(() => 1, "price");
        Assert.Equal("cluster", (await routed.AskAsync(RoutedHouse.Easy, tools: [tool])).Route.Endpoint);

        var picture = new ChatMessage(ChatRole.User, [new TextContent("What is this?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]);
        var seen = await routed.House.Chat.GetStreamingResponseAsync([picture]).SelectMany(u => u.Contents.ToAsyncEnumerable()).OfType<RouteContent>().LastAsync();
        Assert.Equal("cluster", seen.Route.Endpoint);
        Assert.Contains("mini left out: its model sees no pictures", seen.Route.Reasons);
    }

    [Fact]
    public async Task What_is_remembered_of_a_person_never_goes_to_an_endpoint_outside_the_house()
    {
        await using var routed = await RoutedHouse.StartAsync(("Inference:Endpoints:cluster:AllowPublic", "true"));
        var open = (await routed.AskAsync(RoutedHouse.Hard)).Route;
        Assert.Equal("cluster", open.Endpoint);
        var kept = (await routed.AskAsync(RoutedHouse.Hard, new RouteRequest { Private = true })).Route;
        Assert.Equal(("mini", Tier.Heavy, Tier.Light), (kept.Endpoint, kept.Asked, kept.Answered));
        Assert.Contains(kept.Reasons, r => r.StartsWith("cluster left out: it is outside the house", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_stands_in_for_a_tier_an_endpoint_or_a_model_that_was_asked_for_by_name()
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Cluster.Fault = SimulatedFault.InternalServerError;
        var tier = await routed.AskAsync(RoutedHouse.Hard, new RouteRequest { PinnedTier = Tier.Heavy });
        var endpoint = await routed.AskAsync(RoutedHouse.Hard, new RouteRequest { PinnedEndpoint = "Cluster" });
        Assert.Equal(InferenceFailure.ServerError, tier.Failure!.Failure);
        Assert.Equal(("cluster", 2), (endpoint.Failure!.Endpoint, routed.Cluster.Requests.Count));
        var model = await routed.AskAsync(RoutedHouse.Hard, model: SimulatedModel.Light.Id);
        Assert.Equal(("mini", SimulatedModel.Light.Id), (model.Route.Endpoint, model.Route.Model));
        Assert.Equal(Tier.Light, model.Route.Answered);
    }

    [Fact]
    public async Task A_model_that_is_nowhere_is_refused_before_anything_is_sent()
    {
        await using var routed = await RoutedHouse.StartAsync();
        var failure = (await routed.AskAsync(RoutedHouse.Easy, model: "nobody/has-this")).Failure!;
        Assert.Equal(InferenceFailure.Unsuitable, failure.Failure);
        Assert.Contains("model nobody/has-this was asked for by name and is not on it", failure.Message, StringComparison.Ordinal);
        Assert.Empty(routed.Cluster.Requests.Concat(routed.Mini.Requests));
    }
}
