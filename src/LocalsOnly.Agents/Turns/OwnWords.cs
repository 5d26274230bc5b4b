using LocalsOnly.Agents.Sessions;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>Keeps what a persona said by itself as <see cref="AgentRuntime"/> keeps what it said in a turn.</summary>
internal sealed class OwnWords(IPersonaStore personas, SessionStore sessions, TurnMemory memory, IOptions<AgentsOptions> options, TimeProvider time, ILogger<OwnWords> logger) : IOwnWords
{
    public async Task KeepAsync(SpokenWords words, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        var persona = personas.Find(words.PersonaId)?.Id ?? words.PersonaId;
        var session = sessions.Open(persona, words.Session);
        using var order = await session.EnterAsync(cancellationToken);
        var at = time.GetUtcNow();
        var conversation = SessionStore.ConversationOf(words.Session, at, options.Value.Zone(time));
        var scope = new MemoryScope(MemoryScope.DefaultOwner, persona, words.Channel);
        var said = new SessionSaid(false, words.Text, Utterance.ConversationKey(scope, conversation)) { Occasion = words.Occasion, Post = words.Key };
        try
        {
            if (session.Say(at, said, new SessionOpened(words.Session, persona, words.Channel))) memory.Add(scope, conversation, at, words.Text);
        }
        catch (ToolException full)
        {
            logger.LogError("{Persona}: what it said by itself is not kept in its session: {Reason}", persona, full.Message);
        }
    }
}
