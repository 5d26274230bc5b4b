using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LocalsOnly.Tests.Host.Treasury;

/// <summary>A spent budget as whoever asks meets it, over the API.</summary>
public sealed class BudgetTurnTests
{
    [Fact]
    public async Task A_refused_persona_answers_from_memory_and_says_why_and_others_are_not_touched()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true, settings: Budget("vince", "Refuse"));
        Assert.DoesNotContain("budget", await AskAsync(house, "vince"), StringComparison.Ordinal);
        var refused = await AskAsync(house, "vince");
        Assert.Contains("this month's budget 'one'", refused, StringComparison.Ordinal);
        Assert.Contains("this is recall only", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("budget", await AskAsync(house, "eliza"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_downgraded_persona_is_answered_by_the_light_tier_and_says_so_but_a_tier_asked_for_by_name_is_kept()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true, settings: Budget("solus", "Downgrade"));
        await AskAsync(house, "solus", "heavy");
        var byName = await RouteAsync(house, "heavy");
        Assert.Equal("heavy", byName.Tier);
        var free = await RouteAsync(house, null);
        Assert.Contains(free.Reasons, reason => reason.Contains("solus has used", StringComparison.Ordinal));
        Assert.Equal(("light", "so the light tier is asked"), (free.Tier, free.Reply.Contains("so the light tier is asked", StringComparison.Ordinal) ? "so the light tier is asked" : free.Reply));
    }

    [Fact]
    public async Task A_program_is_told_with_a_status_and_when_to_come_back()
    {
        await using var house = await TestHouse.StartAsync(new(), settings: Budget(null, "Refuse"));
        using (var first = await PostAsync(house, "heavy", null)) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var refused = await PostAsync(house, "heavy", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal("budget_spent", error.GetProperty("code").GetString());
        Assert.Contains("The house has used", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Budget(string? persona, string then) => new()
    {
        ["Treasury:Budgets:one:Persona"] = persona,
        ["Treasury:Budgets:one:ClusterSeconds"] = "0.000001",
        ["Treasury:Budgets:one:Then"] = then,
    };

    private static async Task<string> AskAsync(TestHouse house, string persona, string? tier = null)
    {
        using var reply = await PostAsync(house, persona, tier);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private static async Task<(string Tier, string Reply, string[] Reasons)> RouteAsync(TestHouse house, string? tier)
    {
        using var reply = await PostAsync(house, "solus", tier);
        var root = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
        var route = root.GetProperty("locals").GetProperty("route");
        return (route.GetProperty("answered").GetString()!, root.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!, [.. route.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)]);
    }

    private static Task<HttpResponseMessage> PostAsync(TestHouse house, string model, string? tier) => house.Http.PostAsJsonAsync(
        new Uri("/v1/chat/completions", UriKind.Relative),
        new { model, messages = (object[])[new { role = "user", content = "Prove step by step that the covered call beats the put here, and compare both." }], locals = new { tier } });
}
