namespace LocalsOnly.Memory.Qdrant.Protocol;

/// <summary>All of <c>must</c>, and at least one of <c>should</c> when there are any.</summary>
internal sealed record Filter(IReadOnlyList<Condition>? Must = null, IReadOnlyList<Condition>? Should = null);

/// <summary>One condition: of the forms that the API has, exactly one is filled.</summary>
/// <param name="Key">A payload field, for <paramref name="Match"/>.</param>
/// <param name="IsEmpty">True of a field that is missing, null or an empty list.</param>
/// <param name="Should">A filter within the filter.</param>
internal sealed record Condition(string? Key = null, Match? Match = null, PayloadField? IsEmpty = null, IReadOnlyList<Condition>? Should = null)
{
    public static Condition Equal(string key, string value) => new(key, new Match(value));

    public static Condition OneOf(string key, IEnumerable<string> values) => new(key, new Match(Any: [.. values]));

    /// <summary>The field is not there, or has the value.</summary>
    public static Condition NoneOrEqual(string key, string? value)
    {
        var none = new Condition(IsEmpty: new PayloadField(key));
        return value is null ? none : new Condition(Should: [none, Equal(key, value)]);
    }
}

/// <summary>Equal to a value, or to any of several.</summary>
internal sealed record Match(string? Value = null, string[]? Any = null);

/// <summary>Names a payload field.</summary>
internal sealed record PayloadField(string Key);
