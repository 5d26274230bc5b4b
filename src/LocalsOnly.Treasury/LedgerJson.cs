using System.Text.Json.Serialization;
using LocalsOnly.Inference;

namespace LocalsOnly.Treasury;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageEvent))]
internal sealed partial class LedgerJson : JsonSerializerContext;
