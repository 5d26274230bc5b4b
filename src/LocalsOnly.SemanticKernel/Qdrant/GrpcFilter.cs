using System.Diagnostics.CodeAnalysis;
using LocalsOnly.Memory.Qdrant.Protocol;
using Wire = global::Qdrant.Client.Grpc;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Filters as gRPC has them.</summary>
internal static class GrpcFilter
{
    [return: NotNullIfNotNull(nameof(filter))]
    public static Wire.Filter? Write(Filter? filter)
    {
        if (filter is null) return null;
        var wire = new Wire.Filter();
        wire.Must.AddRange((filter.Must ?? []).Select(Write));
        wire.Should.AddRange((filter.Should ?? []).Select(Write));
        return wire;
    }

    private static Wire.Condition Write(Condition condition) =>
        condition.Should is { } some ? new Wire.Condition { Filter = Write(new Filter(Should: some)) }
        : condition.IsEmpty is { } empty ? new Wire.Condition { IsEmpty = new Wire.IsEmptyCondition { Key = empty.Key } }
        : new Wire.Condition { Field = new Wire.FieldCondition { Key = condition.Key, Match = Write(condition.Match!) } };

    private static Wire.Match Write(Match match)
    {
        if (match.Any is not { } any) return new Wire.Match { Keyword = match.Value };
        var several = new Wire.RepeatedStrings();
        several.Strings.AddRange(any);
        return new Wire.Match { Keywords = several };
    }
}
