using LocalsOnly.Agents;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Tests.Agents.Guards;

/// <summary>The rules of the desks, with a model that breaks each of them twice.</summary>
public class DeskGuardTests : IAsyncLifetime, IDisposable
{
    private const string Seed = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    private readonly TurnHouse _house = new();
    private readonly TemporaryDirectory _directory = new();

    public DeskGuardTests()
    {
        _house.Add("kelly", ["concierge_pick"], null, GuardNames.Places, GuardNames.Verdict);
        var places = _directory.Write("places.yaml", """
            places:
              - name: Chez Margot
                kind: restaurant
                town: Bayonne
                hours:
                  daily: 12:00-14:00
            """);
        _house.Guards.AddRange([new KeyMaterialGuard(), new PlacesGuard(new PlaceList(places, NullLogger<PlaceList>.Instance), _house), new VerdictGuard()]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose()
    {
        _house.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("The weather is kind. Book a table at Le Petit Phare.")]
    [InlineData("The weather is kind. Try **La Table du Nord** for lunch.")]
    [InlineData("The weather is kind. Reserve at the restaurant Bleu Marine.")]
    public async Task A_venue_that_is_on_no_list_does_not_leave_the_house(string reply)
    {
        _house.Model.Then(reply).Then(reply);

        Assert.Equal($"The weather is kind. {PersonSentences.NoSuchPlace}", TurnHouse.Text(await _house.AskAsync("Where to for lunch?")));
        Assert.Contains("not on the person's list", _house.Model.Requests[1][^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Lunch at Chez Margot, then.", "Where to for lunch?")]
    [InlineData("A table at Le Petit Phare it is.", "Shall I book Le Petit Phare?")]
    [InlineData("Grilled fish at home tonight, with a Muscadet.", "What is for dinner?")]
    public async Task A_listed_venue_and_one_the_person_named_pass(string reply, string question)
    {
        _house.Model.Then(reply);

        Assert.Equal(reply, TurnHouse.Text(await _house.AskAsync(question)));
    }

    [Fact]
    public async Task A_venue_that_a_tool_of_the_house_gave_passes()
    {
        _house.Offer("concierge_pick", () => "Auberge du Lac, open 12:00 to 14:00");
        _house.Model.Then(ScriptedModel.Call("concierge_pick")).Then("A table at Auberge du Lac.");

        Assert.Equal("A table at Auberge du Lac.", TurnHouse.Text(await _house.AskAsync("Where to for lunch?")));
    }

    [Fact]
    public async Task An_answer_about_a_position_without_a_verdict_is_a_watch()
    {
        _house.Model.Then("The premium looks fair.").Then("It is my call, and the premium looks fair.");

        var text = TurnHouse.Text(await _house.AskAsync("Should I sell the BTC put at that strike?"));

        Assert.Equal($"It is the call, and the premium looks fair.\n\n{PersonSentences.NoVerdict}", text);
        Assert.Contains("Size, Skip or Watch", _house.Model.Requests[1][^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_with_its_invalidation_passes_and_a_definition_needs_none()
    {
        _house.Model.Then("Pay is thin.\n\nSkip\nA premium above 1 % a week.").Then("A put is a right to sell.");

        Assert.EndsWith("Skip\nA premium above 1 % a week.", TurnHouse.Text(await _house.AskAsync("Should I sell the BTC put at that strike?")), StringComparison.Ordinal);
        Assert.Equal("A put is a right to sell.", TurnHouse.Text(await _house.AskAsync("What is a put?")));
        Assert.Equal(2, _house.Model.Requests.Count);
    }

    [Fact]
    public async Task A_seed_phrase_is_repeated_to_nobody_and_who_pasted_it_is_warned()
    {
        _house.Model.Then($"Your phrase is {Seed}, keep it safe.").Then($"I said: {Seed}.");

        var text = TurnHouse.Text(await _house.AskAsync($"My seed phrase is {Seed}"));

        Assert.DoesNotContain("winner thank", text, StringComparison.Ordinal);
        Assert.Contains("[seed phrase]", text, StringComparison.Ordinal);
        Assert.Contains("seed phrase", text.Replace("[seed phrase]", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
