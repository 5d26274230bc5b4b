using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Agents.Guards;

/// <summary>Looks at a finished reply before anyone sees it.</summary>
internal interface IReplyGuard
{
    /// <summary>What a persona's header calls it; null when it looks at every reply.</summary>
    string? Name { get; }

    /// <summary>What is wrong with a reply; null when nothing is.</summary>
    Finding? Check(ReplyDraft draft);
}

/// <summary>A reply that breaks a rule of the house.</summary>
/// <param name="Guard">Which guard says so.</param>
/// <param name="Reason">What is wrong, for the record of the turn: without the words that must not get out.</param>
/// <param name="Repair">What the model is asked to mend, once.</param>
/// <param name="Safe">What is shown when it does not: the same reply with the fault taken out or marked. May be empty.</param>
internal sealed record Finding(string Guard, string Reason, string Repair, string Safe);

/// <summary>A reply and all that it may rest on.</summary>
/// <param name="Text">As the model wrote it, sanitised.</param>
/// <param name="Turn">The turn it belongs to.</param>
/// <param name="Said">Everything in this conversation before it, the person's newest message last.</param>
/// <param name="Sources">The passages that were recalled for it, by number.</param>
/// <param name="Calls">The tool calls of the turn, in order.</param>
/// <param name="Standing">What the person said before that is to hold; empty when nothing is.</param>
internal sealed record ReplyDraft(
    string Text,
    ToolTurn Turn,
    IReadOnlyList<TurnMessage> Said,
    IReadOnlyList<TurnSource> Sources,
    IReadOnlyList<ToolOutcome> Calls,
    string Standing = "");
