using System.Text;
using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Schema;

/// <summary>An object with fields; any other is one that Discord does not document.</summary>
internal sealed class ObjectNode(IReadOnlyList<SchemaField> fields) : SchemaNode
{
    // Of the fields that must be there, one bit each.
    private readonly UInt128 _required = fields.Select((field, index) => field.Optional ? UInt128.Zero : UInt128.One << index).Aggregate(UInt128.Zero, (all, one) => all | one);

    public IReadOnlyList<SchemaField> Fields => fields;

    protected override void CheckValue(JsonElement value, SchemaWalk walk)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            walk.Problem("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return;
        }

        var seen = UInt128.Zero;
        var likely = 0;
        foreach (var member in value.EnumerateObject())
        {
            var index = Find(member, likely);
            if (index < 0)
            {
                walk.At(member.Name, null, "is no documented field");
                continue;
            }

            // Writers keep an order; the next field is mostly the one after this.
            likely = index + 1;
            seen |= UInt128.One << index;
            walk.Into(fields[index].Name, member.Value, fields[index].Node);
        }

        for (var missing = _required & ~seen; missing != 0; missing &= missing - 1)
            walk.At(fields[(int)UInt128.TrailingZeroCount(missing)].Name, "BASE_TYPE_REQUIRED", "This field is required");
    }

    private int Find(JsonProperty member, int likely)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var index = (likely + i) % fields.Count;
            if (member.NameEquals(fields[index].Utf8Name))
                return index;
        }

        return -1;
    }
}

internal sealed record SchemaField(string Name, bool Optional, SchemaNode Node)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}
