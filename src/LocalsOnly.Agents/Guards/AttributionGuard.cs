using LocalsOnly.Agents.Peers;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Agents.Guards;

/// <summary>What a colleague answered is passed on under the colleague's name.</summary>
internal sealed class AttributionGuard(IPersonaStore personas) : IReplyGuard
{
    public string? Name => null;

    public Finding? Check(ReplyDraft draft)
    {
        var unnamed = draft.Calls
            .Where(call => call.Name == AskAgentFunction.ToolName && call.Status == ToolStatus.Done)
            .Select(call => personas.All.FirstOrDefault(peer => call.Text.StartsWith(AskAgentFunction.Answers(peer), StringComparison.Ordinal)))
            .OfType<Persona>()
            .Where(peer => !draft.Text.Contains(peer.Name, StringComparison.OrdinalIgnoreCase))
            .Select(peer => peer.Name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (unnamed.Count == 0) return null;
        var names = string.Join(" and ", unnamed);
        return new Finding(
            "attribution",
            $"{names} answered and is not named",
            $"You asked {names} and do not say so. Write the answer again and say which part comes from whom.",
            $"{draft.Text.TrimEnd()}\n\n({names} was asked for this.)");
    }
}
