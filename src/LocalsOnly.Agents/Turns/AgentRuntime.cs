using System.Globalization;
using System.Runtime.CompilerServices;
using LocalsOnly.Agents.Sessions;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// The door: who is asked, whether a turn may begin, and what stood before it in its session. However a turn ends, what was asked was asked and what was shown was said:
/// both are kept, and how it came about.
/// </summary>
internal sealed class AgentRuntime(
    IPersonaStore personas, TurnRunner runner, TurnMemory memory, SessionStore sessions, SessionCompaction compaction, TurnGate gate, IOptions<AgentsOptions> options, TimeProvider time,
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
        var session = request.Session is { } place ? sessions.Open(persona.Id, place) : null;
        using var order = session is null ? null : await session.EnterAsync(cancellationToken);
        var asked = time.GetUtcNow();
        var conversation = ConversationOf(request, asked);
        var recorder = new TurnRecorder(persona, request, conversation, time);
        var turn = runner.Begin(persona);
        try
        {
            await foreach (var happened in runner.RunAsync(persona, session is null ? request : Continued(request, session), turn, null, cancellationToken)) yield return recorder.Take(happened);
        }
        finally
        {
            memory.Add(persona, request, conversation, asked, turn.Reply);
            Keep(persona, request, session, recorder, asked, turn.Reply);
        }
    }

    private string ConversationOf(TurnRequest request, DateTimeOffset asked)
    {
        var zone = options.Value.Zone(time);
        return request.Session is { } session ? SessionStore.ConversationOf(session, asked, zone)
            : request.Conversation ?? string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(asked, zone):yyyy-MM-dd} {request.Messages.First(message => message.FromPerson).Text}");
    }

    private TurnRequest Continued(TurnRequest request, Session session)
    {
        try
        {
            var (before, summary, _) = session.History();
            return request with { Messages = [.. before, request.Messages[^1]], Conversation = request.Conversation ?? session.Name, Summary = summary };
        }
        catch (ToolException broken)
        {
            // A conversation without its past is poorer, not impossible; its file says what is wrong in `locals sessions`.
            logger.LogError("What was said before in {Session} cannot be read: {Reason}", session.Name, broken.Message);
            return request with { Messages = [request.Messages[^1]], Conversation = request.Conversation ?? session.Name };
        }
    }

    private void Keep(Persona persona, TurnRequest request, Session? session, TurnRecorder recorder, DateTimeOffset asked, string? reply)
    {
        try
        {
            if (session is null)
            {
                sessions.OpenElsewhere(asked).Append(new SessionEntry(asked) { Turn = recorder.Finish() });
                return;
            }

            List<SessionEntry> entries = session.IsNew ? [new SessionEntry(asked) { Opened = new SessionOpened(request.Session!, persona.Id, request.Channel) }] : [];
            var answered = time.GetUtcNow();
            entries.Add(new SessionEntry(asked) { Said = new SessionSaid(true, request.Messages[^1].Text, recorder.Key) { Name = request.Messages[^1].Name, Guest = request.Guest ? true : null } });
            if (!string.IsNullOrWhiteSpace(reply)) entries.Add(new SessionEntry(answered) { Said = new SessionSaid(false, reply, recorder.Key) });
            entries.Add(new SessionEntry(answered) { Turn = recorder.Finish() });
            session.Append([.. entries]);
            compaction.Consider(session);
        }
        catch (ToolException full)
        {
            logger.LogError("{Persona}: a turn is not kept in its session: {Reason}", persona.Name, full.Message);
        }
    }
}
