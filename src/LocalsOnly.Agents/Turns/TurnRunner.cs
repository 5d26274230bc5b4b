using System.Runtime.CompilerServices;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Peers;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// One turn of a persona: recall, compose, ask the model, run the tools it calls and ask again, look the reply over, show it. Without a model it answers with what is
/// remembered.
/// </summary>
internal sealed class TurnRunner(
    IPersonaStore personas,
    TurnRecall recall,
    IModelLoop loop,
    Toolbox toolbox,
    ReplyGuards guards,
    TokenRatio tokens,
    TurnGate gate,
    IOptions<AgentsOptions> options,
    TimeProvider time,
    ILogger<TurnRunner> logger)
{
    private const int PeerRounds = 4;
    private const int PeerReplyTokens = 600;
    private static readonly TimeSpan s_peerDeadline = TimeSpan.FromSeconds(95);

    /// <summary>The reply that a turn of this persona is going to make.</summary>
    public TurnUnderWay Begin(Persona persona) => new(time, guards.Watch(persona), persona.Name);

    /// <summary>Runs the turn; the events are those of <see cref="IAgentRuntime.RunAsync"/>.</summary>
    /// <param name="turn">From <see cref="Begin"/>; it holds the reply however the turn ends.</param>
    /// <param name="asker">The persona that asks for the person; null when the person asks.</param>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        Persona persona, TurnRequest request, TurnUnderWay turn, ToolTurn? asker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, gate.Abandon);
        await toolbox.ReadyAsync(cancellationToken);
        var recalled = await recall.RecallAsync(persona, request, cancellationToken);
        var its = new ToolTurn(persona, request.Channel, asker?.Message ?? request.Messages[^1].Text, LocalTime(), Zone) { Conversation = request.Conversation, Task = request.Task, AskedBy = asker?.Persona, Signals = asker?.Signals, Shared = request.Shared, Guest = request.Guest };
        var tools = ToolsOf(persona, its, request);
        var said = asker is null ? request.Messages : [new TurnMessage(true, asker.Message)];
        var calls = new ToolCalls(
            tools,
            its,
            new CallGuard(its, said.Where(message => message.FromPerson && (request.Guest || !message.Guest)).Select(message => message.Text), [.. recalled.Quoted, request.Summary, .. Quoted(request)]),
            time,
            logger);
        var prompt = PromptComposer.Compose(persona, request.Messages, recalled.Sources, its.Now, Zone.Id, tokens.Characters(options.Value.HistoryTokens), recalled.Standing, request.Summary, request.Attachments);
        var exchange = new ModelExchange(persona, prompt, tools, calls, turn)
        {
            Note = recalled.Note,
            MostRounds = asker is null ? options.Value.ToolRounds : PeerRounds,
            Options = exchange => Options(persona, request, recalled, exchange, asker),
        };
        var notes = exchange.Notes;
        InferenceException? failure;
        var (mended, blind) = (false, false);
        for (; ; exchange.Round++)
        {
            await foreach (var happened in loop.RunAsync(exchange, cancellationToken, ending.Token)) yield return happened;
            failure = exchange.Failure;
            if (failure is { Failure: InferenceFailure.Unsuitable } && exchange.Round == 0 && prompt[^1].Contents.OfType<DataContent>().Any())
            {
                notes.Add("without the pictures: no model here sees");
                blind = true;
                prompt[^1] = new ChatMessage(ChatRole.User, [.. prompt[^1].Contents.Where(content => content is not DataContent)]);
                exchange.Round = -1;
                continue;
            }

            if (failure is { Failure: InferenceFailure.Unsuitable } && exchange.Tools.Count > 0 && exchange.Round == 0)
            {
                // A house whose only model takes no tools still has a persona that talks.
                notes.Add("without tools: no model here takes them");
                (exchange.Tools, exchange.Round) = ([], -1);
                continue;
            }

            var (text, interrupted) = (exchange.Text, exchange.Interrupted);
            if (failure is null && interrupted is null && !mended && !turn.HasShown && text.Length == 0 && turn.WroteCall)
            {
                mended = true;
                notes.Add("a tool call was written out instead of made, asked to answer in words");
                prompt.Add(new ChatMessage(ChatRole.Assistant, "(a tool call, written out)"));
                prompt.Add(new ChatMessage(ChatRole.User, LeakedMachineryGuard.Repair));
                continue;
            }

            // What was shown cannot be taken back, so only a reply of which nothing was shown is looked over.
            var isHeld = !turn.HasShown && text.Length > 0;
            var draft = new ReplyDraft(text, its, said, recalled.Sources, calls.All, recalled.Standing);
            var findings = isHeld ? guards.Check(draft) : [];
            if (findings.Count > 0 && failure is null && interrupted is null && !mended)
            {
                mended = true;
                notes.AddRange(findings.Select(finding => $"{finding.Guard}: {finding.Reason}, asked to mend it"));
                prompt.Add(new ChatMessage(ChatRole.Assistant, text));
                prompt.Add(new ChatMessage(ChatRole.User, string.Join("\n\n", findings.Select(finding => finding.Repair))));
                continue;
            }

            notes.AddRange(findings.Select(finding => $"{finding.Guard}: {finding.Reason}, put right by the host"));
            text = isHeld ? turn.ShowInstead(findings.Count == 0 ? text : guards.MakeSafe(draft).Text) : turn.Release();
            if (text.Length > 0) yield return new TextDelta(text);
            if (interrupted is not null)
            {
                yield return interrupted;
                yield break;
            }

            break;
        }

        if (blind && turn.HasShown) yield return new TextDelta(turn.Append($"\n\n{PersonSentences.PicturesNotSeen}"));
        if (turn.StandIn() is { Length: > 0 } standIn) yield return new TextDelta(standIn);
        if (!turn.HasShown)
        {
            var why = failure is not null ? PersonSentences.NoModel(failure) : calls.All.Count > 0 ? PersonSentences.NoAnswerFromTools : PersonSentences.SaidNothing;
            yield return new RouteChosen(AnswerMode.RecallOnly, request.Tier ?? persona.Tier ?? Tier.Light, null, null, null, false, Reasons(failure, why, recalled.Note));
            yield return new TextDelta(turn.Replace(RecallOnlyAnswer.Compose(why, recalled.Sources, recalled.AnythingRemembered)));
        }

        yield return turn.Complete(recalled.Sources, notes);
    }

    private TimeZoneInfo Zone => options.Value.Zone(time);

    private DateTimeOffset LocalTime() => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);

    private List<Tool> ToolsOf(Persona persona, ToolTurn turn, TurnRequest request)
    {
        var its = toolbox.For(persona);
        List<Tool> tools = request.Tools is { } some ? [.. its.Where(tool => some.Contains(tool.Name))] : [.. its];
        List<Persona> peers = request.Tools?.Contains(AskAgentFunction.ToolName) == false ? [] : [.. persona.Peers.Select(personas.Find).OfType<Persona>()];
        if (peers.Count > 0)
            tools.Add(new Tool(new AskAgentFunction(peers, (peer, question, cancellation) => AskAsync(turn, peer, question, request, cancellation)))
            {
                Effect = ToolEffect.Outward,
                Deadline = s_peerDeadline,
            });
        return tools;
    }

    /// <summary>A colleague's whole answer, under its name. One hop: who is asked asks nobody else.</summary>
    private async Task<string> AskAsync(ToolTurn asker, Persona peer, string question, TurnRequest request, CancellationToken cancellationToken)
    {
        if (asker.AskedBy is { } first)
            throw new ToolException($"{first.Name} asks you, so you cannot pass the question on. Answer as far as you can, and say what {peer.Name} would have to be asked.");
        var inner = Begin(peer);
        var asked = new TurnRequest(peer.Id, [new TurnMessage(true, $"{asker.Persona.Name} asks on behalf of the person: {question}")], request.Channel, PeerReplyTokens) { Conversation = $"{request.Conversation}/{peer.Id}", Task = request.Task, Shared = request.Shared, Guest = request.Guest };
        TurnInterrupted? interrupted = null;
        await foreach (var happened in RunAsync(peer, asked, inner, asker, cancellationToken))
            if (happened is TurnInterrupted broken) interrupted = broken;
        if (inner.Reply is not { Length: > 0 } reply)
            throw new ToolException($"{peer.Name} could not answer: {interrupted?.Sentence ?? "no model was free"} Say so, and what you would have asked.");
        return $"{AskAgentFunction.Answers(peer)}{(interrupted is null ? "" : ", and broke off before the end")}:\n{Citations.Remove(reply)}";
    }

    private ChatOptions Options(Persona persona, TurnRequest request, Recalled recalled, ModelExchange exchange, ToolTurn? asker) =>
        new ChatOptions
        {
            MaxOutputTokens = Math.Min(request.MaxReplyTokens ?? int.MaxValue, options.Value.MaxReplyTokens),
            Tools = exchange.Tools.Count > 0 ? [.. exchange.Tools.Select(tool => tool.Function)] : null,
            ToolMode = exchange.Tools.Count == 0 ? null : exchange.MayCall ? ChatToolMode.Auto : ChatToolMode.None,
        }.WithRoute(new RouteRequest
        {
            Persona = persona.Id,
            Task = request.Task,
            PersonaTier = persona.Tier,
            PinnedTier = request.Task is null ? request.Tier : null,
            TaskTier = request.Task is null ? null : request.Tier,
            Priority = request.Task is null ? WorkPriority.Person : WorkPriority.Task,
            Question = request.Messages[^1].Text,
            Conversation = request.Conversation,
            Private = recalled.Sources.Count > 0,
            Unwatched = asker is not null || request.Task is not null,
        });

    // Names are what their owners chose, a file is whatever somebody put in it, and a guest's words ask for nothing in the owner's turn.
    private static IEnumerable<string> Quoted(TurnRequest request) =>
    [
        .. request.Attachments.Select(attachment => attachment.Name), .. request.Attachments.OfType<TextAttachment>().Select(attachment => attachment.Text),
        .. request.Messages.Select(message => message.Name ?? ""), .. request.Messages.Where(message => message.Guest && !request.Guest).Select(message => message.Text),
    ];

    private static List<string> Reasons(InferenceException? failure, string why, string? note)
    {
        var reasons = new List<string>();
        if (failure is { Attempts.Count: > 0 }) reasons.AddRange(failure.Attempts.Select(attempt => attempt.Message));
        else reasons.Add(failure?.Message ?? why);
        if (note is not null) reasons.Add(note);
        return reasons;
    }
}
