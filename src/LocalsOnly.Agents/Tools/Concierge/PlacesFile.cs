using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>
/// Reads the person's list of places: YAML, a key <c>places</c> with a list of entries. <c>agents/kelly/places.example.yaml</c> is the description of the format that
/// people read.
/// </summary>
internal static class PlacesFile
{
    private const int MostPlaces = 2000;

    private static readonly string[] s_fields =
        ["name", "kind", "town", "tags", "notes", "phone", "hours", "closed", "season", "price", "seating", "meals"];

    /// <exception cref="FormatException">One clause with the line, the field and what to write instead.</exception>
    public static IReadOnlyList<Place> Parse(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 0) return [];
            if (stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" }) return [];
            if (stream.Documents[0].RootNode is not YamlMappingNode root) throw Wrong(stream.Documents[0].RootNode, "the file", "begin it with a line places: and put the entries below");
            return Places(root);
        }
        catch (YamlException broken)
        {
            throw new FormatException($"line {broken.Start.Line}: this is not valid YAML ({(broken.InnerException?.Message ?? broken.Message).TrimEnd('.')}); check quotes, colons and indentation", broken);
        }
    }

    private static List<Place> Places(YamlMappingNode root)
    {
        var places = new List<Place>();
        foreach (var (key, value) in root.Children)
        {
            if (Text(key) != "places") throw Wrong(key, $"'{Text(key)}'", "the only key at the left margin is places");
            if (value is YamlScalarNode { Value: null or "" }) continue;
            if (value is not YamlSequenceNode entries) throw Wrong(value, "places", "write a list, each entry beginning with - name:");
            if (entries.Children.Count > MostPlaces) throw Wrong(value, "places", $"there are more than {MostPlaces}; keep the ones you would go to");
            var names = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var entry in entries.Children)
            {
                var place = Entry(entry);
                if (!names.TryAdd($"{PlainWords.Fold(place.Name)}|{PlainWords.Fold(place.Town)}", entry.Start.Line))
                    throw Wrong(entry, $"name of '{place.Name}'", $"it stands on line {names[$"{PlainWords.Fold(place.Name)}|{PlainWords.Fold(place.Town)}"]} already; keep one");
                places.Add(place);
            }
        }
        return places;
    }

    private static Place Entry(YamlNode node)
    {
        if (node is not YamlMappingNode entry) throw Wrong(node, "places", "each entry is a block of fields that begins with - name:");
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in entry.Children)
        {
            if (!s_fields.Contains(Text(key), StringComparer.Ordinal)) throw Wrong(key, $"'{Text(key)}'", $"known fields are {string.Join(", ", s_fields)}");
            fields[Text(key)] = value;
        }

        var name = Required(entry, fields, "name", "the place", "name: Café Exemple");
        string Of(string field) => $"{field} of '{name}'";
        var kind = PlaceKinds.Of(Required(entry, fields, "kind", $"'{name}'", "kind: restaurant"));
        var (indoor, outdoor) = Pair(fields, "seating", Of, "indoor", "outdoor") ?? (!PlaceKinds.OutOfDoors(kind), PlaceKinds.OutOfDoors(kind));
        return new Place(name, kind, Line(fields, "town", Of))
        {
            Tags = [.. List(fields, "tags", Of).Select(tag => tag.Text)],
            Notes = Line(fields, "notes", Of),
            Phone = Line(fields, "phone", Of),
            Price = Line(fields, "price", Of),
            Hours = fields.TryGetValue("hours", out var hours) && !IsEmpty(hours) ? HoursText.Parse(hours, Of("hours")) : null,
            Closed = Ranges(fields, "closed", Of),
            Seasons = Ranges(fields, "season", Of),
            Indoor = indoor,
            Outdoor = outdoor,
            Meals = Pair(fields, "meals", Of, "lunch", "dinner"),
        };
    }

    private static string Required(YamlNode entry, Dictionary<string, YamlNode> fields, string field, string of, string example)
    {
        var text = fields.TryGetValue(field, out var node) ? Scalar(node, $"{field} of {of}") : "";
        return text.Length > 0 ? text : throw Wrong(node ?? entry, $"{field} of {of}", $"it is missing; add a line like {example}");
    }

    private static string Line(Dictionary<string, YamlNode> fields, string field, Func<string, string> of) =>
        fields.TryGetValue(field, out var node) ? string.Join(' ', Scalar(node, of(field)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : "";

    private static (bool First, bool Second)? Pair(Dictionary<string, YamlNode> fields, string field, Func<string, string> of, string first, string second)
    {
        var words = List(fields, field, of);
        if (words.Count == 0) return null;
        foreach (var (text, node) in words)
            if (text != first && text != second) throw Wrong(node, of(field), $"'{text}' is neither {first} nor {second}");
        return (words.Any(word => word.Text == first), words.Any(word => word.Text == second));
    }

    private static List<YearRange> Ranges(Dictionary<string, YamlNode> fields, string field, Func<string, string> of)
    {
        var ranges = new List<YearRange>();
        foreach (var (text, node) in List(fields, field, of))
            ranges.Add(YearRange.TryParse(text, out var range)
                ? range
                : throw Wrong(node, of(field), $"'{text}' is no day or range; write 2026-12-25, 12-25, 12-24..01-02 or Apr..Nov"));
        return ranges;
    }

    private static List<(string Text, YamlNode Node)> List(Dictionary<string, YamlNode> fields, string field, Func<string, string> of)
    {
        if (!fields.TryGetValue(field, out var node) || IsEmpty(node)) return [];
        return node is YamlSequenceNode sequence
            ? [.. sequence.Children.Select(child => (Scalar(child, of(field)), child))]
            : [.. Scalar(node, of(field)).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => (text, node))];
    }

    /// <summary>The text of a node that holds one, without the space around it.</summary>
    internal static string Scalar(YamlNode node, string field) =>
        node is YamlScalarNode scalar ? (scalar.Value ?? "").Trim() : throw Wrong(node, field, "write one value here, or several in [brackets] where a list is meant");

    internal static string Text(YamlNode node) => (node as YamlScalarNode)?.Value?.Trim() ?? "";

    internal static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    internal static FormatException Wrong(YamlNode node, string field, string advice) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}, {field}: {advice}"));
}
