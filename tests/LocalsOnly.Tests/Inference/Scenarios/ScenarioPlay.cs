using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.Protocol;
using LocalsOnly.Simulation.State;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>A house in which one row of the table is played.</summary>
internal sealed class ScenarioPlay(ScenarioRow row, ScenarioHouse house) : IAsyncDisposable
{
    private int _arrived;

    public ScenarioHouse House => house;

    /// <summary>The house has seen the cluster well; now the scenario befalls it.</summary>
    public static async Task<ScenarioPlay> BeginAsync(TestedClient tested, ScenarioRow row)
    {
        var scenario = SimulatedScenario.Find(row.Name)!;
        var house = await tested.ScenarioAsync(scenario.Configure);
        scenario.Apply(house.Cluster);
        return new ScenarioPlay(row, house);
    }

    /// <param name="prefix">Stands before the row's question and makes it another one.</param>
    public async Task<Outcome> AskAsync(string prefix, Turn turn, RouteRequest route)
    {
        var (text, options) = (prefix + row.Question, Options());
        if (row.Whole)
            return await WholeAsync(text, options.WithRoute(route)).WaitAsync(ScenarioHouse.Patience);
        var before = house.Cluster.Requests.Count;
        var listener = house.Ask(text, route, options);
        await PassTimeAsync(turn.Pace, text, listener, before).WaitAsync(ScenarioHouse.Patience);
        return await listener.Ended.WaitAsync(ScenarioHouse.Patience);
    }

    /// <summary>Time moves only when everything that it is to find is there, so that nothing depends on who is faster.</summary>
    private async Task PassTimeAsync(Pace pace, string text, Listener listener, int before)
    {
        switch (pace)
        {
            case Pace.FirstTokenTimeout:
            case Pace.FirstTokenTimeoutInSilence:
                await ArrivalAsync(before);
                // What the answer's head tells is with its reader: from here on nothing but the first token is waited for.
                if (pace == Pace.FirstTokenTimeout)
                    await listener.UntilHeard<RouteContent>();
                house.Time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
                Assert.False(listener.Ended.IsCompleted);
                house.Time.Advance(TimeSpan.FromSeconds(1));
                break;
            case Pace.FirstTokenTimeoutInPrefill:
                await listener.UntilHeard<PrefillProgressContent>(p => p.ProcessedTokens * 2 >= p.TotalTokens);
                house.Time.Advance(TimeSpan.FromMinutes(2));
                break;
            case Pace.NextTokenTimeout:
                await listener.UntilTokens(Half(text));
                house.Time.Advance(TimeSpan.FromSeconds(30));
                break;
            case Pace.Minute:
                await ArrivalAsync(before);
                house.Time.Advance(TimeSpan.FromMinutes(1));
                break;
            case Pace.Reading:
                await listener.UntilHeard<PrefillProgressContent>();
                house.Time.Advance(TimeSpan.FromSeconds(40));
                break;
            case Pace.Newcomer:
                await listener.UntilHeard<PrefillProgressContent>();
                house.Time.Advance(TimeSpan.FromSeconds(1));
                await listener.UntilTokens(Half(text));
                house.Time.Advance(TimeSpan.FromSeconds(3));
                Assert.False(listener.Ended.IsCompleted);
                house.Time.Advance(TimeSpan.FromSeconds(1));
                break;
            case Pace.Election:
                await house.ClusterTime.TimerOfAsync(ClusterState.ElectionTime);
                house.Time.Advance(ClusterState.ElectionTime);
                break;
        }
    }

    /// <summary>The cluster has this turn's request, behind those of earlier turns that nobody waited for: a clock moved sooner would run out on the connecting.</summary>
    private async Task ArrivalAsync(int before)
    {
        do
            await house.Cluster.NextRequestAsync();
        while (++_arrived <= before);
    }

    /// <summary>Tokens in half of the cluster's answer.</summary>
    private static int Half(string text) => TokenPieces.Of(PassageModel.Answer(text, SimulatedModel.Heavy.Sentences)).Count / 2;

    private async Task<Outcome> WholeAsync(string text, ChatOptions options)
    {
        try
        {
            var answer = await house.Inference.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, text)], options);
            return new Outcome([.. answer.ToChatResponseUpdates()], null);
        }
        catch (InferenceException e)
        {
            return new Outcome([], e);
        }
    }

    private ChatOptions Options() => row.Name switch
    {
        "tool-call" or "tool-calls" or "gpt-oss-tool-call" => new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string name) => name, "look_up"), AIFunctionFactory.Create((string text) => text, "write_down")],
        },
        "logprobs" => new ChatOptions { AdditionalProperties = new AdditionalPropertiesDictionary { ["logprobs"] = true } },
        _ => new ChatOptions(),
    };

    public ValueTask DisposeAsync() => house.DisposeAsync();
}
