using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Host.Api;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(StatusWire))]
[JsonSerializable(typeof(SearchWire))]
[JsonSerializable(typeof(ConversationWire))]
[JsonSerializable(typeof(ModelListWire))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(AnnotationWire[]))]
[JsonSerializable(typeof(SourceWire[]))]
[JsonSerializable(typeof(RouteWire))]
[JsonSerializable(typeof(StatsWire))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static ApiJson Indented { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
