using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalsOnly.Simulation.Discord.Schema;

internal sealed class AnyNode : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
    }
}

internal sealed class BooleanNode : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            walk.Problem("BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
    }
}

/// <summary>A string with a length in UTF-16 units.</summary>
internal sealed class StringNode(int least, int most, Regex? pattern) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            walk.Problem("STRING_TYPE_CONVERT", $"Could not interpret \"{value.GetRawText()}\" as string.");
            return;
        }

        if (least == 0 && most == int.MaxValue && pattern is null)
            return;
        var text = value.GetString()!;
        if (text.Length < least || text.Length > most)
            Length(walk, least, most);
        else if (pattern?.IsMatch(text) is false)
            walk.Problem("STRING_TYPE_REGEX", "String value did not match validation regex.");
    }

    /// <summary>A length that is out of its range, in Discord's words.</summary>
    public static void Length(SchemaWalk walk, int least, int most)
    {
        if (least == 0)
            walk.Problem("BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
        else if (most == int.MaxValue)
            walk.Problem("BASE_TYPE_MIN_LENGTH", $"Must be {least} or more in length.");
        else
            walk.Problem("BASE_TYPE_BAD_LENGTH", $"Must be between {least} and {most} in length.");
    }
}

internal sealed class IntegerNode(long least, long most) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
            walk.Problem("NUMBER_TYPE_COERCE", $"Value \"{value}\" is not int.");
        else if (number < least)
            walk.Problem("NUMBER_TYPE_MIN", $"int value should be greater than or equal to {least.ToString(CultureInfo.InvariantCulture)}.");
        else if (number > most)
            walk.Problem("NUMBER_TYPE_MAX", $"int value should be less than or equal to {most.ToString(CultureInfo.InvariantCulture)}.");
    }
}

internal sealed class NumberNode : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Number)
            walk.Problem("NUMBER_TYPE_COERCE", $"Value \"{value}\" is not float.");
    }
}

/// <summary>An id: digits in a string.</summary>
internal sealed class SnowflakeNode : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString()!.Length is 0 or > 20 || !ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            walk.Problem("NUMBER_TYPE_COERCE", $"Value \"{value}\" is not snowflake.");
    }
}

/// <summary>An instant as ISO 8601 with an offset.</summary>
internal sealed class TimeNode : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out _))
            walk.Problem("DATE_TIME_TYPE_PARSE", $"Could not parse {value}. Should be ISO8601.");
    }
}

/// <summary>One of some values, written as JSON.</summary>
internal sealed class ChoiceNode(IReadOnlyList<string> choices) : SchemaNode
{
    private readonly byte[][] _choices = [.. choices.Select(Encoding.UTF8.GetBytes)];

    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        foreach (var choice in _choices)
            if (JsonMarshalText(value).SequenceEqual(choice)) return;
        walk.Problem("BASE_TYPE_CHOICES", $"Value must be one of {{{string.Join(", ", choices)}}}.");
    }

    private static ReadOnlySpan<byte> JsonMarshalText(JsonElement value) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value);
}

/// <summary>One of several primitive kinds.</summary>
internal sealed class EitherNode(IReadOnlyList<SchemaNode> nodes) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        SchemaProblem? first = null;
        foreach (var node in nodes)
        {
            var trial = new SchemaWalk();
            node.Check(value, trial);
            if (trial.Problems.Count == 0)
                return;
            first ??= trial.Problems[0];
        }

        walk.Problem(first!.Code, first.Message);
    }
}

internal sealed class ListNode(SchemaNode item, int least, int most) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            walk.Problem("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return;
        }

        if (value.GetArrayLength() < least || value.GetArrayLength() > most)
            StringNode.Length(walk, least, most);
        var index = 0;
        foreach (var one in value.EnumerateArray())
            walk.Into(index++.ToString(CultureInfo.InvariantCulture), one, item);
    }
}

/// <summary>An object whose names are anything.</summary>
internal sealed class MapNode(SchemaNode item) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            walk.Problem("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return;
        }

        foreach (var member in value.EnumerateObject())
            walk.Into(member.Name, member.Value, item);
    }
}

/// <summary>A type by its name.</summary>
internal sealed class NamedNode(Dictionary<string, SchemaNode> types, string name) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk) => types[name].Check(value, walk);
}

/// <summary>An object whose <c>type</c> says what else is in it.</summary>
internal sealed class UnionNode(string discriminator, IReadOnlyDictionary<int, SchemaNode> cases) : SchemaNode
{
    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Object)
            walk.Problem("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        else if (!value.TryGetProperty(discriminator, out var type))
            walk.At(discriminator, "BASE_TYPE_REQUIRED", "This field is required");
        else if (type.ValueKind != JsonValueKind.Number || !type.TryGetInt32(out var number) || !cases.TryGetValue(number, out var node))
            walk.At(discriminator, "UNION_TYPE_CHOICES", $"Value of field \"{discriminator}\" must be one of ({string.Join(", ", cases.Keys.Order())}).");
        else
            node.Check(value, walk);
    }
}
