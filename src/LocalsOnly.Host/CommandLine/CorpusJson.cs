using System.Text.Json.Serialization;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(CorpusExportReport))]
[JsonSerializable(typeof(IReadOnlyList<ProjectSummary>))]
[JsonSerializable(typeof(IReadOnlyList<ProjectSuggestion>))]
internal sealed partial class CorpusJson : JsonSerializerContext;
