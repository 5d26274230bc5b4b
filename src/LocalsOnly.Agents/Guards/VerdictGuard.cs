using System.Text.RegularExpressions;
using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Agents.Guards;

/// <summary>An answer about an options position ends in size, skip or watch, and in what would show it wrong. Without either it is a watch.</summary>
internal sealed partial class VerdictGuard : IReplyGuard
{
    public string? Name => GuardNames.Verdict;

    public Finding? Check(ReplyDraft draft)
    {
        var ending = VerdictCheck.Of(draft.Text);
        var due = VerdictCheck.Applies(draft.Turn.Message, [.. draft.Calls.Select(call => call.Name)]);
        if (due ? ending.Holds : !ending.BrandsItAsOwn) return null;
        var text = Brand().Replace(draft.Text.TrimEnd(), "the call");
        return new Finding(
            GuardNames.Verdict,
            ending.BrandsItAsOwn ? "a verdict is branded" : "there is no verdict with an invalidation at the end",
            ending.Repair ?? VerdictCheck.AskForEnding,
            due && (ending.Verdict is null || ending.Invalidation is null) ? $"{text}\n\n{PersonSentences.NoVerdict}" : text);
    }

    [GeneratedRegex(@"\bmy\s+call\b", RegexOptions.IgnoreCase)]
    private static partial Regex Brand();
}
