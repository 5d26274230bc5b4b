using LocalsOnly.Agents;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents.Sessions;

/// <summary>What personas say by themselves is part of the conversation there, once.</summary>
public class OwnWordsTests : IAsyncLifetime, IDisposable
{
    private const string Place = "discord/7";

    private readonly TurnHouse _house = new();

    public OwnWordsTests() => _house.Add("vince");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_conversation_that_begins_with_them_begins_with_their_occasion_in_the_persons_place()
    {
        _house.Model.Then("It was at 99 yesterday.").Then("You are welcome.");
        await SayAsync("k1", "BTC is at 101.");
        await _house.SayAsync(Place, "Tell me more");
        var first = _house.Model.Messages!;
        await SayAsync("k2", "BTC is at 102.");
        await _house.SayAsync(Place, "Thanks");

        Assert.Equal(["You are vince.", "(scheduled task vince/daily-briefing)", "BTC is at 101."], first.SkipLast(1).Select(message => message.Text));
        Assert.Equal(
            ["You are vince.", "(scheduled task vince/daily-briefing)", "BTC is at 101.", "Tell me more", "It was at 99 yesterday.", "(scheduled task vince/daily-briefing)", "BTC is at 102."],
            _house.Model.Messages!.SkipLast(1).Select(message => message.Text));
        Assert.All(_house.Model.Messages!.Skip(1).Select((message, i) => (message.Role, i)), pair => Assert.Equal(pair.i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, pair.Role));
    }

    [Fact]
    public async Task The_same_key_is_kept_once_also_after_a_restart_and_words_of_another_key_are_others()
    {
        await SayAsync("k1", "BTC is at 101.");
        await SayAsync("k1", "BTC is at 101.");
        _house.Restart();
        await SayAsync("k1", "Something else");
        await SayAsync("k2", "BTC is at 101.");

        var line = Assert.Single(_house.Sessions.List());
        Assert.Equal(("vince", Place, 2), (line.Persona, line.Session, line.Messages));
        Assert.Equal([(false, "BTC is at 101."), (false, "BTC is at 101.")], _house.Sessions.Show(line.Name)!.Select(said => (said.FromPerson, said.Text)));
        Assert.Equal(2, (await _house.RememberedAsync()).Count);
    }

    [Fact]
    public async Task They_are_remembered_in_their_place_and_forgotten_with_the_day()
    {
        await SayAsync("k1", "BTC is at 101.", channel: "discord:7");

        var (scope, utterance) = Assert.Single(await _house.RememberedAsync());
        Assert.Equal(new MemoryScope(MemoryScope.DefaultOwner, "vince", "discord:7"), scope);
        Assert.Equal((MessageAuthor.Assistant, "BTC is at 101.", "discord/7 2026-11-26"), (utterance.Author, utterance.Text, utterance.Conversation));

        ((IForgotten)_house.Sessions).Forget([Utterance.ConversationKey(scope, utterance.Conversation)]);
        Assert.Empty(_house.Sessions.List());
    }

    [Fact]
    public async Task They_wait_for_the_turn_that_goes_on_there()
    {
        var turn = await _house.Sessions.Open("vince", Place).EnterAsync(CancellationToken.None);
        var saying = SayAsync("k1", "BTC is at 101.");
        Assert.False(saying.IsCompleted);
        Assert.Empty(_house.Sessions.List());

        turn.Dispose();
        await saying;
        Assert.Single(_house.Sessions.List());
    }

    [Fact]
    public async Task A_session_that_cannot_be_read_is_no_reason_to_say_it_again()
    {
        await SayAsync("k1", "BTC is at 101.");
        await File.WriteAllTextAsync(Directory.GetFiles(_house.Folder("sessions")).Single(), "nonsense\n");

        await SayAsync("k2", "BTC is at 102.");

        Assert.Contains("line 1, cannot be read", Assert.Single(_house.Sessions.List()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_older_words_leave_the_window_it_may_begin_with_what_nobody_asked_for()
    {
        _house.Options.HistoryTokens = 256;
        for (var day = 0; day < 60; day++) await SayAsync($"k{day}", $"Briefing {day:00} of a persona that nobody has asked anything yet.");
        _house.Model.Then("Gladly.");
        await _house.SayAsync(Place, "Tell me more");

        var history = _house.Model.Messages!.Skip(1).SkipLast(1).ToList();
        Assert.Equal((ChatRole.User, "(scheduled task vince/daily-briefing)"), (history[0].Role, history[0].Text));
        Assert.StartsWith("Briefing 59", history[^1].Text, StringComparison.Ordinal);
        Assert.InRange(history.Count, 4, 60);
        Assert.All(history.Select((message, i) => (message.Role, i)), pair => Assert.Equal(pair.i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, pair.Role));
    }

    private Task SayAsync(string key, string text, string? channel = null) =>
        _house.OwnWords().KeepAsync(new SpokenWords(key, "vince", Place, channel, text, "scheduled task vince/daily-briefing"));
}
