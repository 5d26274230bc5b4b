using LocalsOnly.Inference;

namespace LocalsOnly.Agents;

/// <summary>Who answers: the content of one <c>agents/&lt;id&gt;/persona.md</c>.</summary>
/// <param name="Id">Folder name in lower case; what people type.</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Description">One line.</param>
/// <param name="Tier">Where its turns usually belong; null: wherever each question does.</param>
/// <param name="Tools">Names of the tools it may use.</param>
/// <param name="Sources">Memory sources it recalls from; null for all.</param>
/// <param name="Passages">Most passages recalled in a turn; 0 for none.</param>
/// <param name="Channels">Discord channels it speaks in.</param>
/// <param name="Peers">Ids of the personas it may ask.</param>
/// <param name="Accent">Colour as <c>#rrggbb</c>.</param>
/// <param name="Prompt">The system prompt, byte-stable between turns.</param>
public sealed record Persona(
    string Id,
    string Name,
    string Description,
    Tier? Tier,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string>? Sources,
    int Passages,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Peers,
    string Accent,
    string Prompt)
{
    /// <summary>Names of the guards that look at its replies before anyone sees them, besides those that look at every reply.</summary>
    public IReadOnlyList<string> Guards { get; init; } = [];
}

/// <summary>A persona file that cannot be used as it stands now.</summary>
/// <param name="Id">Folder name.</param>
/// <param name="Sentence">What is wrong, where, and what to do.</param>
/// <param name="LastGoodKept">True when an earlier version of the file goes on answering.</param>
public sealed record PersonaProblem(string Id, string Sentence, bool LastGoodKept);
