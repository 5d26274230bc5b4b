using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>Filters as Qdrant evaluates them without an index (its <c>query_checker.rs</c> and <c>condition_checker.rs</c>).</summary>
internal static class FakeFilter
{
    /// <summary>Refuses what is no filter, and fields without a payload index.</summary>
    public static void Check(JsonElement filter, IReadOnlyDictionary<string, JsonElement> indexes)
    {
        filter.HasOnly("must", "should", "must_not");
        foreach (var condition in filter.EnumerateObject().SelectMany(clause => Several(clause.Value)))
        {
            if (IsFilter(condition))
            {
                Check(condition, indexes);
                continue;
            }
            condition.HasOnly("key", "match", "range", "is_empty", "is_null");
            if (condition.EnumerateObject().Count(part => part.Name != "key") != 1)
                throw new FakeRefusal(400, "Format error in JSON body: data did not match any variant of untagged enum Condition");
            condition.Part("match")?.HasOnly("value", "any");
            condition.Part("range")?.HasOnly("lt", "lte", "gt", "gte");
            var field = FieldOf(condition);
            if (!indexes.ContainsKey(field))
                throw new FakeRefusal(400, $"Bad request: Index required but not found for \"{field}\" of one of the following types: [keyword]. " +
                    "Help: Create an index for this key or use a different filter.");
        }
    }

    public static bool Matches(JsonElement filter, JsonElement payload) =>
        Several(filter.Part("must")).All(condition => Holds(condition, payload)) &&
        !Several(filter.Part("must_not")).Any(condition => Holds(condition, payload)) &&
        (Several(filter.Part("should")) is not { Count: > 0 } some || some.Any(condition => Holds(condition, payload)));

    private static bool Holds(JsonElement condition, JsonElement payload)
    {
        if (IsFilter(condition)) return Matches(condition, payload);
        var value = payload.TryGetProperty(FieldOf(condition), out var stored) ? stored : default;
        var isList = value.ValueKind == JsonValueKind.Array;
        if (condition.TryGetProperty("is_empty", out _)) return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (isList && value.GetArrayLength() == 0);
        // A field that is not there is not null.
        if (condition.TryGetProperty("is_null", out _)) return value.ValueKind == JsonValueKind.Null;
        return (isList ? value.EnumerateArray().ToList() : [value]).Exists(one => IsMet(condition, one));
    }

    private static bool IsMet(JsonElement condition, JsonElement value)
    {
        if (condition.Part("match") is { } match)
            return match.Part("value") is { } wanted ? IsSame(wanted, value) : match.GetProperty("any").EnumerateArray().Any(one => IsSame(one, value));
        var range = condition.GetProperty("range");
        if (Number(value) is not { } number) return false;
        return range.EnumerateObject().All(bound => Number(bound.Value) is { } limit && bound.Name switch
        {
            "lt" => number < limit,
            "lte" => number <= limit,
            "gt" => number > limit,
            _ => number >= limit,
        });
    }

    // An instant counts as its microseconds, as in the index.
    private static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.UtcTicks / 10
            : null;

    private static bool IsSame(JsonElement a, JsonElement b) =>
        (a.ValueKind, b.ValueKind) switch
        {
            (JsonValueKind.String, JsonValueKind.String) => a.GetString() == b.GetString(),
            (JsonValueKind.Number, JsonValueKind.Number) => a.TryGetInt64(out var x) && b.TryGetInt64(out var y) && x == y,
            (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => a.ValueKind == b.ValueKind,
            _ => false,
        };

    private static string FieldOf(JsonElement condition) =>
        condition.Part("is_empty") is { ValueKind: JsonValueKind.Object } empty ? empty.Text("key")
        : condition.Part("is_null") is { ValueKind: JsonValueKind.Object } none ? none.Text("key")
        : condition.Text("key");

    private static bool IsFilter(JsonElement condition) =>
        condition.TryGetProperty("must", out _) || condition.TryGetProperty("should", out _) || condition.TryGetProperty("must_not", out _);

    // One condition may stand without brackets.
    private static List<JsonElement> Several(JsonElement? clause) =>
        clause is not { } conditions ? [] : conditions.ValueKind == JsonValueKind.Array ? [.. conditions.EnumerateArray()] : [conditions];
}
