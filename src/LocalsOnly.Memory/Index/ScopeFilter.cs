using System.Text.Json;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// The one condition that every query about remembered things carries. A persona sees what is shared and what is its own; asking without a persona
/// from a private place is the owner looking at everything, from a channel it is what all personas share.
/// </summary>
internal static class ScopeFilter
{
    /// <summary>Rows of the scopes that may be seen.</summary>
    public const string Scopes = """
        SELECT id FROM scopes WHERE owner = $owner
            AND (persona IS NULL OR persona = $persona OR ($persona IS NULL AND $channel IS NULL))
            AND (channel IS NULL OR channel = $channel OR $channel IS NULL)
            AND ($sources IS NULL OR source IN (SELECT value FROM json_each($sources)))
            AND (NOT $shared OR channel = $channel OR source = $knowledge)
        """;

    /// <summary>Condition on a row that has a scope.</summary>
    public const string Sql = $"scope IN ({Scopes})";

    public static (string Name, object? Value)[] Parameters(MemoryScope scope) =>
    [
        ("$owner", scope.Owner), ("$persona", scope.Persona), ("$channel", scope.Channel),
        ("$sources", scope.Sources is null ? null : JsonSerializer.Serialize([.. scope.Sources], IndexJson.Default.StringArray)),
        ("$shared", scope.Shared), ("$knowledge", KnowledgeConversation.Source),
    ];
}
