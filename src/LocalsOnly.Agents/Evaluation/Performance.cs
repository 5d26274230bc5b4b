using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Peers;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>What came of a scenario: what checks look at.</summary>
/// <param name="Persona">Whose it is.</param>
/// <param name="House">Everybody.</param>
/// <param name="Tools">Names of the house's tools.</param>
/// <param name="Figures">What the guard of figures says of a reply.</param>
/// <param name="Turns">At least one.</param>
internal sealed record Performance(
    Persona Persona, IReadOnlyList<Persona> House, IReadOnlyCollection<string> Tools, Func<ReplyDraft, Finding?> Figures, IReadOnlyList<SpokenTurn> Turns)
{
    public SpokenTurn Last => Turns[^1];

    public bool Ran(string tool) => tool == AskAgentFunction.ToolName ? Turns.Any(turn => turn.Asked.Count > 0) : Turns.Any(turn => turn.Ran.Contains(tool));

    public bool IsKnown(string tool) => tool == AskAgentFunction.ToolName || Tools.Contains(tool);

    /// <summary>Why a call was not carried out; null when there was none that was refused.</summary>
    public string? Refused(string tool) =>
        Turns.SelectMany(turn => turn.Draft.Calls).FirstOrDefault(call => call.Name == tool && call.Status is ToolStatus.Refused or ToolStatus.Failed && !Ran(tool))?.Text;

    public string? NameOf(string id) => House.FirstOrDefault(persona => persona.Id == id)?.Name;
}

/// <summary>One answer to the person.</summary>
/// <param name="Draft">The reply as it was shown, and all that it may rest on.</param>
/// <param name="Ran">Names of the tools that the persona's calls reached, in order.</param>
/// <param name="Asked">Ids of the colleagues that were asked.</param>
/// <param name="Notes">What the host did to the reply.</param>
internal sealed record SpokenTurn(ReplyDraft Draft, IReadOnlyList<string> Ran, IReadOnlyList<string> Asked, IReadOnlyList<string> Notes)
{
    public string Text => Draft.Text;
}
