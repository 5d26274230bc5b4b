namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>What is wrong with one value.</summary>
/// <param name="Path">Names and indexes that lead to it.</param>
/// <param name="Code">Discord's name for the error, e.g. <c>BASE_TYPE_REQUIRED</c>; null for what Discord overlooks.</param>
/// <param name="Message">Discord's words.</param>
internal sealed record SchemaProblem(IReadOnlyList<string> Path, string? Code, string Message)
{
    /// <summary>Discord refuses the request; false: it overlooks it, and it is wrong all the same.</summary>
    public bool Refuses => Code is not null;

    public override string ToString() => $"{(Path.Count == 0 ? "the body" : string.Join('.', Path))}: {Message.TrimEnd('.')}";
}
