using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Standing;

/// <summary>What a model answers: a list of changes and nothing else.</summary>
internal sealed record RefinementAnswer([property: JsonRequired] IReadOnlyList<RefinementChange> Changes);

/// <summary>One change.</summary>
/// <param name="Op"><c>drop</c>, <c>merge</c> or <c>rephrase</c>.</param>
/// <param name="Ids">The records that it is about.</param>
/// <param name="Text">The new words; none for <c>drop</c>.</param>
internal sealed record RefinementChange([property: JsonRequired] string Op, [property: JsonRequired] IReadOnlyList<string> Ids, string? Text = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RefinementAnswer))]
internal sealed partial class RefinementJson : JsonSerializerContext;
