using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>
/// Reads types in the notation of Discord's documentation: <c>name?</c> may be absent, <c>?type</c> may be null. A type begins at the margin, with the type that
/// it extends after a colon; its fields are indented. <c>[T]</c> is a list, <c>{T}</c> a map, <c>2..5</c> a range of a length or a number, <c>/…/</c> a pattern,
/// <c>1|2</c> or <c>"a"|"b"</c> are choices, <c>A|B</c> alternatives, and <c>Name = type: 1 A, 2 B</c> is told apart by a field.
/// </summary>
internal static partial class SchemaReading
{
    public static Dictionary<string, SchemaNode> Read(params ReadOnlySpan<string> texts)
    {
        var types = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var lines = text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
            for (var i = 0; i < lines.Count;)
            {
                var head = lines[i++];
                var fields = new List<SchemaField>();
                for (; i < lines.Count && lines[i][0] == ' '; i++)
                    fields.Add(Field(lines[i].Trim(), types));
                Add(head, fields, types);
            }
        }

        return types;
    }

    private static void Add(string head, List<SchemaField> fields, Dictionary<string, SchemaNode> types)
    {
        if (head.Split(" = ") is [var union, var cases])
        {
            var discriminator = cases.Split(": ");
            types.Add(union, new UnionNode(discriminator[0], discriminator[1].Split(", ").Select(one => one.Split(' ')).ToDictionary(
                one => int.Parse(one[0], CultureInfo.InvariantCulture), SchemaNode (one) => new NamedNode(types, one[1]))));
            return;
        }

        var names = head.Split(" : ");
        if (names.Length > 1)
        {
            var inherited = ((ObjectNode)types[names[1]]).Fields.Where(field => fields.TrueForAll(own => own.Name != field.Name));
            fields = [.. inherited, .. fields];
        }

        types.Add(names[0], new ObjectNode(fields));
    }

    private static SchemaField Field(string line, Dictionary<string, SchemaNode> types)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var name = line[..colon];
        return new SchemaField(name.TrimEnd('?'), name.EndsWith('?'), Type(line[(colon + 2)..], types));
    }

    private static SchemaNode Type(string text, Dictionary<string, SchemaNode> types)
    {
        var nullable = text[0] == '?';
        if (nullable)
            text = text[1..];
        if (text[0] is '[' or '{')
        {
            var end = text.LastIndexOfAny([']', '}']);
            var item = Type(text[1..end], types);
            var (fewest, most) = Range(text[(end + 1)..].Trim(), 0, int.MaxValue);
            return text[0] == '[' ? new ListNode(item, (int)fewest, (int)most) { Nullable = nullable } : new MapNode(item) { Nullable = nullable };
        }

        if (Choices().IsMatch(text))
            return new ChoiceNode(text.Split('|')) { Nullable = nullable };
        if (!text.Contains('/', StringComparison.Ordinal) && text.Split('|') is { Length: > 1 } alternatives)
            return new EitherNode([.. alternatives.Select(one => Type(one, types))]) { Nullable = nullable };
        var parts = text.Split(' ', 2);
        return Primitive(parts[0], parts.Length > 1 ? parts[1] : "", nullable) ?? new NamedNode(types, parts[0]) { Nullable = nullable };
    }

    private static SchemaNode? Primitive(string name, string rest, bool nullable)
    {
        switch (name)
        {
            case "string":
                var slash = rest.IndexOf('/', StringComparison.Ordinal);
                var pattern = slash >= 0 ? new Regex(rest[(slash + 1)..^1], RegexOptions.CultureInvariant) : null;
                var (shortest, longest) = Range(slash >= 0 ? rest[..slash].Trim() : rest, 0, int.MaxValue);
                return new StringNode((int)shortest, (int)longest, pattern) { Nullable = nullable };
            case "integer":
                var (least, most) = Range(rest, long.MinValue, long.MaxValue);
                return new IntegerNode(least, most) { Nullable = nullable };
            case "number":
                return new NumberNode { Nullable = nullable };
            case "boolean":
                return new BooleanNode { Nullable = nullable };
            case "snowflake":
                return new SnowflakeNode { Nullable = nullable };
            case "iso8601":
                return new TimeNode { Nullable = nullable };
            case "any":
                return new AnyNode { Nullable = true };
            default:
                return null;
        }
    }

    private static (long Least, long Most) Range(string text, long least, long most)
    {
        if (text.Length == 0)
            return (least, most);
        var ends = text.Split("..");
        return (ends[0].Length == 0 ? least : long.Parse(ends[0], CultureInfo.InvariantCulture), ends[1].Length == 0 ? most : long.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(-?[0-9]+|"[^"|]*")(\|(-?[0-9]+|"[^"|]*"))*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Choices();
}
