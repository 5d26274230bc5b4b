namespace LocalsOnly.Agents.Guards;

/// <summary>The guards that look at a persona's replies.</summary>
internal sealed class ReplyGuards(IEnumerable<IReplyGuard> guards)
{
    private readonly IReplyGuard[] _guards = [.. guards];

    /// <summary>Whether a reply of this persona must be whole before any of it is shown.</summary>
    public bool Watch(Persona persona) => _guards.Any(guard => guard.Name is { } name && persona.Guards.Contains(name));

    /// <summary>What every guard finds wrong, in their order.</summary>
    public IReadOnlyList<Finding> Check(ReplyDraft draft) => [.. Of(draft.Turn.Persona).Select(guard => guard.Check(draft)).OfType<Finding>()];

    /// <summary>The reply with everything that is still wrong taken out or marked.</summary>
    public ReplyDraft MakeSafe(ReplyDraft draft)
    {
        foreach (var guard in Of(draft.Turn.Persona))
            if (guard.Check(draft) is { } finding) draft = draft with { Text = finding.Safe };
        return draft;
    }

    private IEnumerable<IReplyGuard> Of(Persona persona) => _guards.Where(guard => guard.Name is not { } name || persona.Guards.Contains(name));
}
