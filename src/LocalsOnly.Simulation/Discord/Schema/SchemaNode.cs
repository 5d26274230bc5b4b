using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>What a value may be.</summary>
internal abstract class SchemaNode
{
    public bool Nullable { get; init; }

    /// <param name="value">What to look at; not undefined.</param>
    /// <param name="walk">Where it is, and where problems go.</param>
    public void Check(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Null)
            CheckValue(value, walk);
        else if (!Nullable)
            walk.Problem("BASE_TYPE_REQUIRED", "This field is required");
    }

    protected abstract void CheckValue(JsonElement value, SchemaWalk walk);
}

/// <summary>The way through a document, and what was found on it.</summary>
internal sealed class SchemaWalk
{
    private readonly List<string> _path = [];
    private List<SchemaProblem>? _problems;

    public IReadOnlyList<SchemaProblem> Problems => _problems ?? (IReadOnlyList<SchemaProblem>)[];

    public void Problem(string? code, string message) => (_problems ??= []).Add(new SchemaProblem([.. _path], code, message));

    public void Into(string step, JsonElement value, SchemaNode node)
    {
        _path.Add(step);
        node.Check(value, this);
        _path.RemoveAt(_path.Count - 1);
    }

    public void At(string step, string? code, string message)
    {
        _path.Add(step);
        Problem(code, message);
        _path.RemoveAt(_path.Count - 1);
    }
}
