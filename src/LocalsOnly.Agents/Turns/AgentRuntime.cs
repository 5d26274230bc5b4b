using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>The default runtime: recall, compose, stream, clean, cite; recall-only when no model answers.</summary>
internal sealed class AgentRuntime(
    IPersonaStore personas,
    TurnRecall recall,
    TurnMemory memory,
    IChatClient router,
    TurnGate gate,
    IOptions<AgentsOptions> options,
    TimeProvider time,
    ILogger<AgentRuntime> logger) : IAgentRuntime
{
    public async IAsyncEnumerable<TurnEvent> RunAsync(TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var persona = personas.Find(request.PersonaId)
            ?? throw new TurnRefusedException(TurnRefusal.UnknownPersona, PersonSentences.UnknownPersona(request.PersonaId, personas));
        if (request.Messages is not [.., { FromPerson: true } newest] || string.IsNullOrWhiteSpace(newest.Text))
            throw new TurnRefusedException(TurnRefusal.NothingAsked, PersonSentences.NothingAsked);

        using var pass = gate.Enter();
        var (turn, asked) = (new TurnUnderWay(time), time.GetUtcNow());
        try
        {
            await foreach (var happened in AnswerAsync(persona, request, turn, cancellationToken)) yield return happened;
        }
        finally
        {
            // However it ended: what was asked was asked, and what was shown was said.
            memory.Add(persona, request, asked, turn.Reply);
        }
    }

    private async IAsyncEnumerable<TurnEvent> AnswerAsync(Persona persona, TurnRequest request, TurnUnderWay turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, gate.Abandon);
        var recalled = await recall.RecallAsync(persona, request, cancellationToken);
        var prompt = PromptComposer.Compose(persona, request.Messages, recalled.Sources, LocalTime(), Zone.Id, options.Value.HistoryCharacters, recalled.Standing);
        var chatOptions = new ChatOptions { MaxOutputTokens = Math.Min(request.MaxReplyTokens ?? int.MaxValue, options.Value.MaxReplyTokens) }
            .WithRoute(new RouteRequest
            {
                Persona = persona.Id,
                PersonaTier = persona.Tier,
                PinnedTier = request.Tier,
                Question = request.Messages[^1].Text,
                Conversation = request.Conversation,
                Private = recalled.Sources.Count > 0,
            });

        InferenceException? failure = null;
        await using (var stream = router.GetStreamingResponseAsync(prompt, chatOptions, ending.Token).GetAsyncEnumerator(ending.Token))
        {
            while (true)
            {
                TurnInterrupted? interrupted = null;
                try
                {
                    if (!await stream.MoveNextAsync()) break;
                }
                catch (InferenceException broken)
                {
                    logger.LogWarning("{Persona}: {Failure}: {Message}", persona.Name, broken.Failure, broken.Message);
                    if (!turn.HasText) failure = broken;
                    else interrupted = new TurnInterrupted(PersonSentences.Interrupted(broken), broken.Failure);
                }
                catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
                {
                    // A defect of ours or of a client must not leave a person with silence or half an answer that looks whole.
                    logger.LogError(unforeseen, "{Persona}: a turn failed in a way nobody foresaw.", persona.Name);
                    if (!turn.HasText) failure = new InferenceException(InferenceFailure.ServerError, "the turn failed in a way nobody foresaw; the log says how");
                    else interrupted = new TurnInterrupted(PersonSentences.InterruptedByDefect, null);
                }
                catch (OperationCanceledException) when (gate.Abandon.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    interrupted = new TurnInterrupted(PersonSentences.InterruptedByStop, null);
                }

                if (interrupted is not null)
                {
                    if (turn.Finish() is { Length: > 0 } rest) yield return new TextDelta(rest);
                    yield return interrupted;
                    yield break;
                }

                if (failure is not null) break;
                foreach (var happened in turn.Take(stream.Current, recalled.Note)) yield return happened;
            }
        }

        if (turn.Finish() is { Length: > 0 } last) yield return new TextDelta(last);
        if (turn.StandIn() is { Length: > 0 } standIn) yield return new TextDelta(standIn);
        if (!turn.HasText)
        {
            var why = failure is null ? PersonSentences.SaidNothing : PersonSentences.NoModel(failure);
            yield return new RouteChosen(AnswerMode.RecallOnly, request.Tier ?? persona.Tier ?? Tier.Light, null, null, null, false, Reasons(failure, why, recalled.Note));
            yield return new TextDelta(turn.Replace(RecallOnlyAnswer.Compose(why, recalled.Sources, recalled.AnythingRemembered)));
        }

        yield return turn.Complete(recalled.Sources);
    }

    private TimeZoneInfo Zone => options.Value.Zone(time);

    private DateTimeOffset LocalTime() => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);

    private static List<string> Reasons(InferenceException? failure, string why, string? note)
    {
        var reasons = new List<string>();
        if (failure is { Attempts.Count: > 0 }) reasons.AddRange(failure.Attempts.Select(attempt => attempt.Message));
        else reasons.Add(failure?.Message ?? why);
        if (note is not null) reasons.Add(note);
        return reasons;
    }
}
