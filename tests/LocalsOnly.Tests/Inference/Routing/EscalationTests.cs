using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Routing;

public class EscalationTests
{
    private const string Refusal = "I'm sorry, but I can't help with that.";

    [Fact]
    public async Task A_light_refusal_is_never_shown_and_the_cluster_answers()
    {
        await using var routed = await RoutedHouse.StartAsync();
        RoutedHouse.Say(routed.Mini, "I'm ", "sorry, ", "but I can't ", "help with that.");
        RoutedHouse.Say(routed.Cluster, "Because ", "of the tides.");
        var outcome = await routed.AskAsync("Why?");
        Assert.Equal("Because of the tides.", outcome.Text);
        Assert.Equal(["mini", "cluster"], outcome.Contents<RouteContent>().Select(r => r.Route.Endpoint));
        Assert.True(outcome.Route is { Escalated: true, Asked: Tier.Heavy, Answered: Tier.Heavy });
        Assert.Contains("mini (light) answered, but it did not answer: heavy is asked", outcome.Route.Reasons);
    }

    [Fact]
    public async Task The_light_answer_is_taken_back_when_no_heavy_endpoint_answers()
    {
        await using var routed = await RoutedHouse.StartAsync();
        RoutedHouse.Say(routed.Mini, Refusal, " Not today.");
        routed.Cluster.Fault = SimulatedFault.ErrorFirst;
        var outcome = await routed.AskAsync("Why?");
        Assert.Null(outcome.Failure);
        Assert.Equal(Refusal + " Not today.", outcome.Text);
        Assert.Equal(("mini", Tier.Light), (outcome.Route.Endpoint, outcome.Route.Answered));
    }

    [Fact]
    public async Task A_good_beginning_is_shown_before_the_answer_has_ended()
    {
        await using var routed = await RoutedHouse.StartAsync();
        var reply = new ScriptedReply();
        routed.Mini.Script = reply.RunAsync;
        await using var updates = routed.House.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Why?")]).GetAsyncEnumerator();
        const string beginning = "The tide comes in because the moon pulls at the sea. That is all there is to it, more or less.";
        reply.Send(ScriptedReply.Token(beginning));
        var shown = "";
        while (shown.Length == 0 && await updates.MoveNextAsync())
            shown += updates.Current.Text;
        Assert.Equal(beginning, shown);
        reply.Send(ScriptedReply.Token(" Sorry, I cannot help with the rest.", "stop") + ScriptedReply.Done);
        reply.End();
        while (await updates.MoveNextAsync())
            shown += updates.Current.Text;
        Assert.EndsWith("with the rest.", shown, StringComparison.Ordinal);
        Assert.Empty(routed.Cluster.Requests);
    }

    [Fact]
    public async Task A_whole_answer_is_checked_to_its_end()
    {
        await using var routed = await RoutedHouse.StartAsync();
        RoutedHouse.Say(routed.Mini, "Each box holds a dozen pieces, and there are three boxes on the shelf, so 12 * 3 = 38.");
        RoutedHouse.Say(routed.Cluster, "36.");
        var reply = await routed.House.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, "What is 12 * 3?")]);
        Assert.Equal("36.", reply.Text);
        Assert.Equal("cluster", reply.Messages.SelectMany(m => m.Contents).OfType<RouteContent>().Single().Route.Endpoint);
    }

    [Fact]
    public async Task Light_asked_for_by_name_is_not_second_guessed()
    {
        await using var routed = await RoutedHouse.StartAsync();
        RoutedHouse.Say(routed.Mini, Refusal);
        var outcome = await routed.AskAsync("Why?", new RouteRequest { PinnedTier = Tier.Light });
        Assert.Equal(Refusal, outcome.Text);
        Assert.Empty(routed.Cluster.Requests);
    }

    [Fact]
    public async Task With_Escalate_off_the_light_answer_stands()
    {
        await using var routed = await RoutedHouse.StartAsync(("Inference:Routing:Escalate", "false"));
        RoutedHouse.Say(routed.Mini, Refusal);
        Assert.Equal(Refusal, (await routed.AskAsync("Why?")).Text);
    }

    [Fact]
    public async Task A_tool_call_that_cannot_be_read_goes_up_before_anything_was_shown()
    {
        await using var routed = await RoutedHouse.StartAsync();
        routed.Mini.Fault = SimulatedFault.MalformedToolCall;
        RoutedHouse.Say(routed.Cluster, "Done.");
        var outcome = await routed.AskAsync("Hi!");
        Assert.Equal("Done.", outcome.Text);
        Assert.Equal("cluster", outcome.Route.Endpoint);
    }
}
