using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>A standup that the clock calls.</summary>
public sealed class StandupActionTests
{
    private static readonly ActionCall s_call = new(
        new ScheduledTask("kelly", "standup", new EverySchedule(TimeSpan.FromDays(1)), TimeZoneInfo.Utc, "Holds the standup."), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Its_report_is_told_and_it_is_not_held_again_for_the_same_occurrence()
    {
        var action = new StandupAction(new Held(() => new Standup(DateTimeOffset.UnixEpoch, [new StandupAnswer("vince", "VINCE", "It held.")], [], [], "VINCE says that it held.", true)));

        Assert.Equal("VINCE says that it held.", await action.RunAsync(s_call, CancellationToken.None));
        Assert.False(action.IsRepeatable);
    }

    [Fact]
    public async Task When_nobody_could_answer_the_reason_is_told()
    {
        var action = new StandupAction(new Held(() => new Standup(DateTimeOffset.UnixEpoch, [new StandupAnswer("vince", "VINCE", "", "No model was free to answer.")], [], [], "", false)));

        Assert.Equal("Nobody could answer in the standup: No model was free to answer.", (await Assert.ThrowsAsync<ToolException>(() => action.RunAsync(s_call, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task When_there_is_nobody_to_hold_it_that_is_told()
    {
        var action = new StandupAction(new Held(() => throw new TurnRefusedException(TurnRefusal.UnknownPersona, "There is no persona kelly to host the standup.")));

        Assert.Equal("There is no persona kelly to host the standup.", (await Assert.ThrowsAsync<ToolException>(() => action.RunAsync(s_call, CancellationToken.None))).Message);
    }

    private sealed class Held(Func<Standup> hold) : IStandups
    {
        public Task<Standup> HoldAsync(CancellationToken cancellationToken = default) => Task.FromResult(hold());

        public IReadOnlyDictionary<string, (int Scored, double MeanBrier)> Record() => new Dictionary<string, (int, double)>();
    }
}
