using LocalsOnly.Agents;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Answering;

/// <summary>Buttons for plans that wait for the person's word: each is bound to one plan and to whoever asked for it, and is good as long as the plan is.</summary>
internal sealed class ApprovalButtons(IEnumerable<IApprovals> approvals)
{
    private const int Most = 3;
    private const int LongestSummary = 58;

    /// <summary>The row for the plans that were made since a message was heard; null when there are none.</summary>
    public ComponentRow? For(InboxMessage message)
    {
        // What a guest has planned, nobody approves.
        if (message.Guest) return null;
        var made = approvals.SelectMany(each => each.Pending(message.Memory)).Where(plan => plan.MadeAt >= message.Received).Take(Most).ToList();
        return made.Count == 0 ? null : new ComponentRow([.. made.Select(plan => (Component)new Button($"plan:{plan.Code}:{message.Author}", $"Confirm {plan.Code}: {Clip.OnCharacter(plan.Summary, LongestSummary)}", ButtonStyle.Primary))]);
    }
}
