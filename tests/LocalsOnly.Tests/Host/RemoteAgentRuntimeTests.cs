using System.Net;
using System.Text;
using LocalsOnly.Agents;
using LocalsOnly.Host.CommandLine;
using LocalsOnly.Inference;

namespace LocalsOnly.Tests.Host;

/// <summary>A turn in another process, which may die at any byte.</summary>
public sealed class RemoteAgentRuntimeTests
{
    private static readonly TurnRequest s_request = new("vince", [new TurnMessage(true, "Which hotel did we book in Lisbon?")]);

    [Fact]
    public async Task A_turn_through_the_running_host_is_the_same_turn()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true);

        var events = await CollectAsync(new RemoteAgentRuntime(house.Http, house.Url, null));

        Assert.Contains("Casa do Jacarandá", string.Concat(events.OfType<TextDelta>().Select(delta => delta.Text)), StringComparison.Ordinal);
        Assert.Equal((Tier.Heavy, true), events.OfType<RouteChosen>().Select(route => (route.Answered!.Value, route.Simulated)).Last());
        var completed = Assert.IsType<TurnCompleted>(events[^1]);
        Assert.Equal("Five days in Lisbon", completed.Sources.First(source => source.Cited).Passage.Title);
    }

    [Fact]
    public async Task A_host_that_refuses_says_why()
    {
        await using var house = await TestHouse.StartAsync();

        var refused = await Assert.ThrowsAsync<TurnRefusedException>(() => CollectAsync(new RemoteAgentRuntime(house.Http, house.Url, null), new TurnRequest("bob", s_request.Messages)));

        Assert.Equal(TurnRefusal.UnknownPersona, refused.Refusal);
        Assert.Contains("there is eliza", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"},\"finish_reason\":null}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"},\"finish_reason\":null}]}\n\ndata: <html>\n\n")]
    [InlineData("data: {\"choices\":[{}]}\n\n")]
    [InlineData("<html>not a host</html>")]
    public async Task A_stream_that_ends_or_turns_to_nonsense_is_an_interruption_and_not_a_crash(string body)
    {
        using var http = new HttpClient(new Answering(body));

        var events = await CollectAsync(new RemoteAgentRuntime(http, new Uri("http://127.0.0.1/"), null));

        Assert.Equal(InferenceFailure.Truncated, Assert.IsType<TurnInterrupted>(events[^1]).Failure);
        Assert.Equal(body.Contains("Half", StringComparison.Ordinal) ? "Half" : "", string.Concat(events.OfType<TextDelta>().Select(delta => delta.Text)));
    }

    private static async Task<List<TurnEvent>> CollectAsync(RemoteAgentRuntime runtime, TurnRequest? request = null)
    {
        var events = new List<TurnEvent>();
        await foreach (var happened in runtime.RunAsync(request ?? s_request)) events.Add(happened);
        return events;
    }

    private sealed class Answering(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "text/event-stream") });
    }
}
