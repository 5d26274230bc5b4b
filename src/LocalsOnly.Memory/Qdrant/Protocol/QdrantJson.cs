using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Qdrant.Protocol;

/// <summary>The wire of Qdrant's REST API, after its OpenAPI of version 1.19 (docs/redoc/v1.19.x/openapi.json), in the part that versions from 1.16 on share.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateCollection))]
[JsonSerializable(typeof(CreateIndex))]
[JsonSerializable(typeof(UpsertPoints))]
[JsonSerializable(typeof(DeletePoints))]
[JsonSerializable(typeof(CountPoints))]
[JsonSerializable(typeof(ScrollPoints))]
[JsonSerializable(typeof(QueryPoints))]
[JsonSerializable(typeof(VersionReply))]
[JsonSerializable(typeof(Reply<bool>), TypeInfoPropertyName = "Done")]
[JsonSerializable(typeof(Reply<ExistsReply>), TypeInfoPropertyName = "Existence")]
[JsonSerializable(typeof(Reply<WriteReply>), TypeInfoPropertyName = "Written")]
[JsonSerializable(typeof(Reply<CountReply>), TypeInfoPropertyName = "Counted")]
[JsonSerializable(typeof(Reply<QueryReply>), TypeInfoPropertyName = "Found")]
[JsonSerializable(typeof(Reply<ScrollReply>), TypeInfoPropertyName = "Scrolled")]
[JsonSerializable(typeof(Reply<CollectionInfo>), TypeInfoPropertyName = "Described")]
internal sealed partial class QdrantJson : JsonSerializerContext;
