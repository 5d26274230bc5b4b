using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>A request that is let in and read.</summary>
internal sealed class RestRequest(RestRoute route, IReadOnlyDictionary<string, string> parameters, IQueryCollection query, SimulatedBot? bot)
{
    public RestRoute Route => route;

    /// <summary>Who asks; null on routes whose token is in the path.</summary>
    public SimulatedBot? Caller => bot;

    public SimulatedBot Bot => bot!;

    /// <summary>Undefined when there is none.</summary>
    public JsonElement Body { get; init; }

    public IReadOnlyList<SimulatedFile> Files { get; init; } = [];

    public string Text(string parameter) => parameters[parameter];

    public string? Query(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>An id in the path.</summary>
    public ulong Id(string parameter) => ulong.TryParse(parameters[parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw RefusedException.Invalid($"{parameter}_id", "NUMBER_TYPE_COERCE", $"Value \"{parameters[parameter]}\" is not snowflake.");

    /// <summary>A member of the body; undefined when it is absent or null.</summary>
    public JsonElement Member(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.Clone() : default;
}

/// <param name="Status">200, 201 or 204.</param>
/// <param name="Body">JSON; empty for none.</param>
internal readonly record struct RestReply(int Status, ReadOnlyMemory<byte> Body)
{
    public static RestReply Done => new(204, default);

    public static RestReply Ok(ReadOnlyMemory<byte> body) => new(200, body);

    public static RestReply Created(ReadOnlyMemory<byte> body) => new(201, body);
}
