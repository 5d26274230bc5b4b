using LocalsOnly.Agents.Guards;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>This tool ran in some turn.</summary>
internal sealed record MustCall(int Line, string Tool) : Check("must_call", Line)
{
    public override string Wants => $"calls {Tool}";

    public override string? Fault(Performance seen)
    {
        if (seen.Ran(Tool)) return null;
        if (!seen.IsKnown(Tool)) return $"{Tool} was not called; this house has no such tool";
        if (!seen.Persona.Tools.Contains(Tool) && Tool != Peers.AskAgentFunction.ToolName) return $"{Tool} was not called; the header of {seen.Persona.Name} does not name it";
        return seen.Refused(Tool) is { } why ? $"{Tool} was called and refused: {PersonSentences.Plain(why)}" : $"{Tool} was not called";
    }
}

/// <summary>This tool ran in no turn; a call that the host refused has done nothing.</summary>
internal sealed record MustNotCall(int Line, string Tool) : Check("must_not_call", Line)
{
    public override string Wants => $"does not call {Tool}";

    public override string? Fault(Performance seen) => seen.Ran(Tool) ? $"{Tool} was called" : null;
}

/// <summary>A colleague was asked, and the last reply names who it was.</summary>
internal sealed record HandsOverTo(int Line, string Peer) : Check("hands_over_to", Line)
{
    public override string Wants => $"asks {Peer} and names them";

    public override string? Fault(Performance seen)
    {
        var name = seen.NameOf(Peer) ?? Peer;
        if (!seen.Turns.Any(turn => turn.Asked.Contains(Peer))) return $"{name} was not asked";
        return Phrase.Names(seen.Last.Text, name) ? null : $"{name} was asked and is not named";
    }
}

/// <summary>The last reply cites at least so many of the passages that there were.</summary>
internal sealed record Cites(int Line, int Least) : Check("cites", Line)
{
    public override string Wants => FormattableString.Invariant($"cites {Least} or more");

    public override string? Fault(Performance seen)
    {
        var cited = Turns.Citations.Find(seen.Last.Text, seen.Last.Draft.Sources.Count).Select(mark => mark.Number).Distinct().Count();
        return cited >= Least ? null : FormattableString.Invariant($"it cites {cited} of {seen.Last.Draft.Sources.Count} passages, and {Least} are wanted");
    }
}

/// <summary>Every figure of every reply comes from a tool, a cited passage or the person, or is marked as coming from nowhere.</summary>
internal sealed record NoInventedFigures(int Line) : Check("no_invented_figures", Line)
{
    public override string Wants => "has no invented figures";

    public override string? Fault(Performance seen) => seen.Turns.Select(turn => seen.Figures(turn.Draft)).OfType<Finding>().FirstOrDefault()?.Reason;
}

/// <summary>No reply holds a figure that had to be marked.</summary>
internal sealed record NoUnverified(int Line) : Check("no_unverified", Line)
{
    public override string Wants => "has no figure marked unverified";

    public override string? Fault(Performance seen) =>
        seen.Turns.Any(turn => turn.Text.Contains("(unverified)", StringComparison.OrdinalIgnoreCase)) ? "a figure is marked (unverified)" : null;
}
