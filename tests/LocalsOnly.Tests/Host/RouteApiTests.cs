using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host;

/// <summary><c>/api/route</c> over the true wire.</summary>
public sealed class RouteApiTests
{
    [Fact]
    public async Task An_outcome_is_kept_with_its_decision_and_nothing_else_is()
    {
        string[] kept;
        await using (var house = await TestHouse.StartAsync())
        {
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(house, "last", "thumbs-up", "No routing decision is kept yet"));
            house.Services.GetRequiredService<IRouteJournal>().Decided(Decision("d1"));

            Assert.Equal(HttpStatusCode.OK, await PostAsync(house, "d1", "thumbs-down", "{\"decision\":\"d1\",\"outcome\":\"thumbs-down\"}"));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(house, "last", "Think-Harder", "{\"decision\":\"d1\",\"outcome\":\"think-harder\"}"));
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync(house, "d2", "thumbs-up", "No routing decision d2 is among the latest"));
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(house, "d1", "liked", "with one of regenerate, think-harder, thumbs-down"));

            var journal = RouteJournalFile.PathIn(house.DataDirectory);
            house.Stop();
            await house.Running;
            kept = [.. RouteJournalFile.Read(journal).Select(line => line.Outcome ?? "decision")];
        }

        Assert.Equal(["decision", "thumbs-down", "think-harder"], kept);
    }

    [Fact]
    public async Task An_explanation_tells_every_layer_sends_nothing_and_leaves_no_trace()
    {
        await using var house = await TestHouse.StartAsync(new SimulatedExoNodeOptions());
        var before = house.Services.GetRequiredService<ScoreWindow>().Count;
        using var reply = await house.Http.PostAsJsonAsync(
            new Uri("/api/route/explain", UriKind.Relative), new { prompt = "Prove that there are infinitely many primes of the form 4k + 3.", persona = "SOLUS" });
        var found = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(
            ["constraints", "persona and task", "complexity", "follow-up", "budget", "decided", "live state", "escalation"],
            found.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("layer").GetString()));
        Assert.Equal(("solus", "heavy", "score"), (found.GetProperty("persona").GetString(), found.GetProperty("tier").GetString(), found.GetProperty("decided_by").GetString()));
        Assert.Equal(7, found.GetProperty("signals").GetArrayLength());
        Assert.Equal(1, found.GetProperty("endpoints")[0].GetProperty("order").GetInt32());
        Assert.Equal("cluster", found.GetProperty("endpoints")[0].GetProperty("name").GetString());
        Assert.Equal(before, house.Services.GetRequiredService<ScoreWindow>().Count);
        Assert.Null(house.Services.GetRequiredService<IRouteJournal>().Newest);
    }

    [Theory]
    [InlineData("""{"prompt":"a","persona":"nobody"}""", HttpStatusCode.NotFound, "There is no persona 'nobody'; there is eliza")]
    [InlineData("""{"persona":"solus"}""", HttpStatusCode.BadRequest, "The body must be")]
    [InlineData("what?", HttpStatusCode.BadRequest, "The body must be")]
    [InlineData("""{"prompt":" "}""", HttpStatusCode.BadRequest, "The body must be")]
    public async Task A_mistaken_explanation_is_one_sentence(string body, HttpStatusCode status, string sentence)
    {
        await using var house = await TestHouse.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var reply = await house.Http.PostAsync(new Uri("/api/route/explain", UriKind.Relative), content);
        Assert.Equal(status, reply.StatusCode);
        Assert.Contains(sentence, Regex.Unescape(await reply.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(TestHouse house, string id, string outcome, string expected)
    {
        var reply = await house.Http.PostAsJsonAsync(new Uri($"/api/route/{id}/outcome", UriKind.Relative), new { outcome });
        Assert.Contains(expected, Regex.Unescape(await reply.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        return reply.StatusCode;
    }

    private static JournalDecision Decision(string id) => new()
    {
        Id = id,
        At = DateTimeOffset.UnixEpoch,
        Decided = Tier.Light,
        Layer = "score",
        Answered = Tier.Light,
        Endpoint = "mini",
        Model = "small",
    };
}
