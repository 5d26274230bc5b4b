using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Turns;

/// <summary>Asks a model and runs the tools that it calls, round after round, until it answers without calling any. Each runtime has its own.</summary>
internal interface IModelLoop
{
    /// <summary>
    /// Runs the rounds; what came of them stands in the exchange, which may be run again from where it is. However a round ends, it ends in a state of the exchange and
    /// never in an exception of the model's.
    /// </summary>
    /// <param name="caller">The person's own cancellation.</param>
    /// <param name="ending">That, or the end of the host.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    IAsyncEnumerable<TurnEvent> RunAsync(ModelExchange exchange, CancellationToken caller, CancellationToken ending);
}

/// <summary>What passes between a turn and a model: the prompt as it grows, the tools, and what the last round came to.</summary>
internal sealed class ModelExchange(Persona persona, List<ChatMessage> prompt, List<Tool> tools, ToolCalls calls, TurnUnderWay turn)
{
    public Persona Persona => persona;

    /// <summary>What the model is asked next. A loop adds the model's words and the tools' results.</summary>
    public List<ChatMessage> Prompt => prompt;

    /// <summary>What the model may call; emptied when no model takes tools.</summary>
    public List<Tool> Tools { get; set; } = tools;

    public ToolCalls Calls => calls;

    public TurnUnderWay Turn => turn;

    /// <summary>A clause about the recall, to stand with the routing reasons.</summary>
    public string? Note { get; init; }

    /// <summary>After so many rounds the model must answer.</summary>
    public required int MostRounds { get; init; }

    /// <summary>What goes with a request; made anew for each round.</summary>
    public required Func<ModelExchange, ChatOptions> Options { get; init; }

    /// <summary>The number of the round that is under way, from 0.</summary>
    public int Round { get; set; }

    /// <summary>The model may call tools in this round.</summary>
    public bool MayCall => Tools.Count > 0 && Round < MostRounds && !calls.IsGoingRound;

    /// <summary>What is to be known of how the reply came about; it stands in <c>/why</c>.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The text of the last round.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Nothing came in the last round; null when something did.</summary>
    public InferenceException? Failure { get; private set; }

    /// <summary>The last round broke off after something had been shown; null when it did not.</summary>
    public TurnInterrupted? Interrupted { get; private set; }

    /// <summary>A round has ended as it has.</summary>
    public void End(ModelRound round)
    {
        Text = turn.EndRound();
        Failure = round.Failure;
        Interrupted = round.Interrupted ?? (round.Failure is { } late && turn.HasShown ? new TurnInterrupted(PersonSentences.Interrupted(late), late.Failure) : null);
    }

    /// <summary>The host stopped while tools ran.</summary>
    public void Stop() => Interrupted = new TurnInterrupted(PersonSentences.InterruptedByStop, null);

    /// <summary>The round ended in calls: its words join the prompt, and what is to be known of the calls before they run is told.</summary>
    public IEnumerable<TurnEvent> Leave(ModelRound round)
    {
        if (turn.LeaveForTools() is { Length: > 0 } opening) yield return new TextDelta(opening);
        prompt.Add(round.Said(Text));
        foreach (var called in Tools.Where(tool => round.Calls.Any(call => call.Name == tool.Name))) yield return new ToolCalled(called.Name, called.Effect == ToolEffect.Write);
    }

    /// <summary>The calls have run: their results join the prompt, and are told.</summary>
    public IEnumerable<TurnEvent> Return(IReadOnlyList<ToolOutcome> outcomes)
    {
        prompt.Add(new ChatMessage(ChatRole.Tool, [.. outcomes.Select(outcome => new FunctionResultContent(outcome.CallId, ToolResultText.Of(outcome)))]));
        foreach (var outcome in outcomes)
            yield return new ToolUsed(outcome.Name, outcome.Status is ToolStatus.Done or ToolStatus.Repeated ? null : outcome.Text, outcome.Took) { Arguments = outcome.Arguments };
        Round++;
    }
}
