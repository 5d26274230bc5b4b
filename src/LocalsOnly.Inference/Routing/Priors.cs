using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// The share of heavy work of each persona and task, fitted to what became of their light answers. A file next to the journal; read at
/// start, changed only by the command that a person gives. Settable, because generated JSON code would put null in place of the defaults of
/// what can only be initialised.
/// </summary>
internal sealed record RoutePriors
{
    /// <summary>Version of the form of the file.</summary>
    public const int Form = 1;

    /// <summary>No priors: the configured shares hold.</summary>
    public static RoutePriors None { get; } = new();

    public int Version { get; set; } = Form;

    public DateTimeOffset? FittedAt { get; set; }

    public Dictionary<string, FittedShare> Personas { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, FittedShare> Tasks { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file next to a journal.</summary>
    public static string PathFor(string journal) => Path.Combine(Path.GetDirectoryName(journal) ?? "", "route-priors.json");

    /// <summary>The task's share, else the persona's; null when neither is fitted.</summary>
    public double? HeavyShare(string? persona, string? task) =>
        task is not null && Tasks.TryGetValue(task, out var ofTask) ? ofTask.Share
        : persona is not null && Personas.TryGetValue(persona, out var ofPersona) ? ofPersona.Share
        : null;

    /// <summary>Reads a file; none when there is no file.</summary>
    /// <exception cref="InvalidDataException">It is there and cannot be used; the sentence says what to do.</exception>
    public static RoutePriors Load(string path)
    {
        try
        {
            var priors = JsonSerializer.Deserialize(File.ReadAllBytes(path), PriorsJson.Default.RoutePriors);
            if (priors is null || priors.Version != Form || priors.Personas.Concat(priors.Tasks).Any(entry => entry.Value.Share is not (>= 0 and <= 1)))
                throw new InvalidDataException($"The fitted shares in {path} are not of form {Form}; move the file away, or fit again with: locals route refit --apply");
            return priors with { Personas = new(priors.Personas, StringComparer.OrdinalIgnoreCase), Tasks = new(priors.Tasks, StringComparer.OrdinalIgnoreCase) };
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return None;
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The fitted shares in {path} cannot be read ({broken.Message}); move the file away, or fit again with: locals route refit --apply", broken);
        }
    }

    /// <summary>Writes the file in one step: a reader sees the old one or the new one.</summary>
    public void Save(string path)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = RouteJournalFile.Open(draft)) JsonSerializer.Serialize(stream, this, PriorsJson.Default.RoutePriors);
        File.Move(draft, path, overwrite: true);
    }
}

/// <summary>One fitted share, and what it rests on.</summary>
/// <param name="Share">Of this work, how much should be heavy.</param>
/// <param name="Wanting">Light answers that somebody was not content with.</param>
/// <param name="Fine">Light answers that somebody liked, or whose escalation gained nothing.</param>
/// <param name="Silent">Light answers of which nobody said anything.</param>
internal sealed record FittedShare(double Share, int Wanting, int Fine, int Silent);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RoutePriors))]
internal sealed partial class PriorsJson : JsonSerializerContext;
