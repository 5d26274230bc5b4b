using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Turns;

/// <summary>The door: who is asked, and whether a turn may begin. What is said in it is remembered however it ends.</summary>
internal sealed class AgentRuntime(IPersonaStore personas, TurnRunner runner, TurnMemory memory, TurnGate gate, TimeProvider time) : IAgentRuntime
{
    public async IAsyncEnumerable<TurnEvent> RunAsync(TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var persona = personas.Find(request.PersonaId)
            ?? throw new TurnRefusedException(TurnRefusal.UnknownPersona, PersonSentences.UnknownPersona(request.PersonaId, personas));
        if (request.Messages is not [.., { FromPerson: true } newest] || string.IsNullOrWhiteSpace(newest.Text))
            throw new TurnRefusedException(TurnRefusal.NothingAsked, PersonSentences.NothingAsked);

        using var pass = gate.Enter();
        var asked = time.GetUtcNow();
        var turn = runner.Begin(persona);
        try
        {
            await foreach (var happened in runner.RunAsync(persona, request, turn, null, cancellationToken)) yield return happened;
        }
        finally
        {
            // However it ended: what was asked was asked, and what was shown was said.
            memory.Add(persona, request, asked, turn.Reply);
        }
    }
}
