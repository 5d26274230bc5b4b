using System.Text;

namespace LocalsOnly.Agents.Guards;

/// <summary>
/// A number in a market reply is one that a tool gave in this turn, that a cited passage holds, or that the person wrote; otherwise the model may mend it once, and what is
/// left is marked, so that nobody takes an invented price for a read one.
/// </summary>
internal sealed class FiguresGuard : IReplyGuard
{
    private const string Mark = " (unverified)";

    public string? Name => GuardNames.Figures;

    public Finding? Check(ReplyDraft draft)
    {
        var stated = FigureScan.Stated(draft.Text).ToList();
        if (stated.Count == 0) return null;
        var cited = Turns.Citations.Find(draft.Text, draft.Sources.Count).Select(mark => mark.Number).ToHashSet();
        var grounds = new Grounds(
        [
            draft.Turn.Persona.Prompt,
            draft.Standing,
            .. draft.Said.Where(message => message.FromPerson).Select(message => message.Text),
            .. draft.Sources.Where(source => cited.Contains(source.Number)).Select(source => source.Excerpt),
            .. draft.Calls.Where(call => call.Status is Tools.ToolStatus.Done or Tools.ToolStatus.Repeated).Select(call => call.Text),
        ]);
        var loose = stated.Where(figure => !IsMarked(draft.Text, figure) && !grounds.State(figure)).ToList();
        if (loose.Count == 0) return null;

        var named = string.Join(", ", loose.Select(figure => draft.Text[figure.Start..figure.End].Trim()).Distinct(StringComparer.Ordinal).Take(8));
        return new Finding(
            GuardNames.Figures,
            $"{loose.Count} of {stated.Count} figures come from nowhere",
            $"These figures come from no tool result of this turn, no passage that you cite and no message of the person: {named}. Write the whole answer again. Call a tool to get "
            + "a figure, cite the passage that holds it, or leave it out and say that you have no reading.",
            Marked(draft.Text, loose));
    }

    private static bool IsMarked(string text, Figure figure) => text.AsSpan(figure.End).StartsWith(Mark, StringComparison.Ordinal);

    private static string Marked(string text, List<Figure> loose)
    {
        var marked = new StringBuilder(text.Length + (loose.Count * Mark.Length));
        var from = 0;
        foreach (var figure in loose)
        {
            marked.Append(text, from, figure.End - from).Append(Mark);
            from = figure.End;
        }

        return marked.Append(text, from, text.Length - from).ToString();
    }
}
