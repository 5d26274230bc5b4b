using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace LocalsOnly.Host.CommandLine;

/// <summary>One prompt of a routing set.</summary>
/// <param name="Number">Its line in the file, from 1.</param>
/// <param name="Kind">Kind of work, when the set tells: <c>report</c>, <c>plan</c>, <c>code</c>, <c>reminder</c>, <c>lookup</c>, <c>chat</c>.</param>
/// <param name="Weak">Quality of the light answer, 0 to 1.</param>
/// <param name="Strong">Quality of the heavy answer, 0 to 1.</param>
/// <param name="Answer">The light answer, when the set holds it.</param>
internal sealed record RouteEvalLine(int Number, string Prompt, string Language, string? Kind, double Weak, double Strong, string? Answer)
{
    /// <summary>What is gained when the heavy tier answers; may be negative.</summary>
    public double Gain => Strong - Weak;

    /// <summary>Whether the heavy tier answers it better.</summary>
    public bool Heavy => Gain > 0;
}

/// <summary>
/// A routing set: JSON lines of <c>{prompt, lang, label: light|heavy}</c> (what somebody meant) or <c>{prompt, lang, weak, strong}</c> (how good
/// the two answers were). <c>kind</c> and <c>answer</c> are optional. A label counts as a light answer of quality 0 or 1 and a heavy one of 1.
/// </summary>
internal sealed record RouteEvalSet(string Name, string Sha256, bool HasOutcomes, IReadOnlyList<RouteEvalLine> Lines)
{
    /// <exception cref="CommandException">The file or a line of it cannot be used; the sentence says which and why.</exception>
    public static RouteEvalSet Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCode.Usage, $"The routing set {path} cannot be read: {absent.Message}");
        }

        var lines = new List<RouteEvalLine>();
        bool? outcomes = null;
        using var reader = new StreamReader(new MemoryStream(bytes));
        for (var number = 1; reader.ReadLine() is { } text; number++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            var (line, isOutcome) = Parse(text, number);
            if (outcomes is { } before && before != isOutcome)
                throw Wrong(number, "has " + (isOutcome ? "weak and strong where the lines before it have a label" : "a label where the lines before it have weak and strong"));
            outcomes = isOutcome;
            lines.Add(line);
        }

        if (lines.Count == 0) throw new CommandException(ExitCode.Usage, $"The routing set {path} holds no prompts.");
        if (lines.Sum(line => line.Gain) <= 0)
            throw new CommandException(ExitCode.Usage, $"In the routing set {path} the heavy answers are no better than the light ones, so there is nothing to measure.");
        return new RouteEvalSet(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(bytes)), outcomes == true, lines);
    }

    private static (RouteEvalLine Line, bool IsOutcome) Parse(string text, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Wrong(number, "is not a JSON object");
            var prompt = Text(root, "prompt", number) ?? throw Wrong(number, "has no prompt");
            var (language, kind, answer) = (Text(root, "lang", number) ?? "unknown", Text(root, "kind", number), Text(root, "answer", number));
            if (root.TryGetProperty("weak", out _) || root.TryGetProperty("strong", out _))
                return (new RouteEvalLine(number, prompt, language, kind, Quality(root, "weak", number), Quality(root, "strong", number), answer), true);
            var weak = Text(root, "label", number) switch
            {
                "light" => 1.0,
                "heavy" => 0.0,
                null => throw Wrong(number, "has neither a label nor weak and strong"),
                var other => throw Wrong(number, $"has the label '{other}'; there is light and heavy"),
            };
            return (new RouteEvalLine(number, prompt, language, kind, weak, 1, answer), false);
        }
        catch (JsonException broken)
        {
            throw Wrong(number, $"is not JSON ({broken.Message.Split(" LineNumber", 2)[0].TrimEnd('.')})");
        }
    }

    private static string? Text(JsonElement root, string name, int number) =>
        !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(number, $"has a {name} that is not text");

    private static double Quality(JsonElement root, string name, int number) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var quality) && quality is >= 0 and <= 1
            ? quality
            : throw Wrong(number, $"needs a number from 0 to 1 as {name}");

    private static CommandException Wrong(int number, string what) =>
        new(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"Line {number} of the routing set {what}."));
}
