using LocalsOnly.Agents.Tools.DeFi;

namespace LocalsOnly.Agents.Guards;

/// <summary>A seed phrase or a private key is repeated to nobody, and who pasted one is told what that means.</summary>
internal sealed class KeyMaterialGuard : IReplyGuard
{
    private const string Rule = "keys";

    public string? Name => null;

    public Finding? Check(ReplyDraft draft)
    {
        var warning = KeyMaterial.Warning(draft.Turn.Message);
        var text = KeyMaterial.Redact(draft.Text);
        var isWarned = warning is null || draft.Text.Contains(warning, StringComparison.Ordinal);
        if (text == draft.Text && isWarned) return null;
        return new Finding(
            Rule,
            text == draft.Text ? "a key was pasted and nobody warned of it" : "the reply repeats a key",
            "A key or seed phrase stands in this conversation. Do not repeat any of it. Say that it must be treated as lost and the funds moved from a clean device.",
            isWarned ? text : $"{text.TrimEnd()}\n\n{warning}");
    }
}
