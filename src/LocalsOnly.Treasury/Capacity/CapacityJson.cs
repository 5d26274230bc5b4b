using System.Text.Json.Serialization;

namespace LocalsOnly.Treasury.Capacity;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<Hardware>))]
[JsonSerializable(typeof(IReadOnlyList<ModelEntry>))]
internal sealed partial class CapacityJson : JsonSerializerContext;
