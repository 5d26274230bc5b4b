using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route refit --json</c> (docs/cli.md).</summary>
/// <param name="Applied">Whether the fitted shares were written.</param>
internal sealed record RefitWire(bool Applied, IReadOnlyList<RefitRow> Shares);

/// <summary>One share.</summary>
/// <param name="Of"><c>persona</c> or <c>task</c>.</param>
/// <param name="Now">The share in force, from 0 to 1.</param>
internal sealed record RefitRow(string Of, string Name, double Now, double Fitted, int Wanting, int Fine, int Silent);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RefitWire))]
internal sealed partial class RefitJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static RefitJson Indented { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true });
}
