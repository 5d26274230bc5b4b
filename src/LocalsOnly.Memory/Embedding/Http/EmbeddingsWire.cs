using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Embedding.Http;

/// <summary>Body of <c>POST /v1/embeddings</c>, as OpenAI documents it and local servers imitate it.</summary>
internal sealed record EmbeddingsRequest(string Model, IReadOnlyList<string> Input, string? EncodingFormat, int? Dimensions);

/// <summary>Its answer. llama.cpp and LM Studio leave parts of it out, so only the vectors are needed.</summary>
internal sealed record EmbeddingsResponse(IReadOnlyList<EmbeddingData?>? Data, EmbeddingsUsage? Usage);

/// <summary>One vector.</summary>
/// <param name="Index">Which of the request's texts it is for; null at a server that leaves it out and keeps the order.</param>
internal sealed record EmbeddingData(int? Index, [property: JsonConverter(typeof(WireVector))] float[]? Embedding);

internal sealed record EmbeddingsUsage(int? PromptTokens, int? TotalTokens);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EmbeddingsRequest))]
[JsonSerializable(typeof(EmbeddingsResponse))]
internal sealed partial class EmbeddingsJson : JsonSerializerContext;
