using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>What is known of a model by its id.</summary>
/// <param name="Shape">What its speed depends on.</param>
/// <param name="Estimated">The list does not have it; its shape was guessed from the sizes in its id.</param>
/// <param name="Basis">What was known and what was assumed, for people.</param>
public sealed record KnownModel(ModelShape Shape, bool Estimated, string Basis);

/// <summary>Models by id.</summary>
public static partial class ModelCatalog
{
    /// <summary>Of the active weights of a mixture of experts, those outside of the experts: 0.33 to 0.45 in the models of the list.</summary>
    private const double CommonShare = 0.38;

    private static readonly Lazy<IReadOnlyList<ModelEntry>> s_entries = new(() =>
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream("LocalsOnly.Treasury.Capacity.models.json")!;
        return JsonSerializer.Deserialize(stream, CapacityJson.Default.IReadOnlyListModelEntry)!;
    });

    internal static IReadOnlyList<ModelEntry> Entries => s_entries.Value;

    /// <summary>What is known of a model, e.g. <c>mlx-community/Qwen3-235B-A22B-8bit</c> or <c>qwen3:8b</c>.</summary>
    /// <exception cref="CapacityException">Neither the list nor the id says how large it is.</exception>
    public static KnownModel Find(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var said = Quantisation.Of(id);
        if (Entry(id) is { } entry)
        {
            var native = entry.Native is { } bits && (bits.When is null || bits.When.Split('|').Any(part => id.Contains(part, StringComparison.OrdinalIgnoreCase)))
                ? new Quantisation(bits.RoutedBits, bits.OtherBits, $"as published: experts {Text(bits.RoutedBits)}, other weights {Text(bits.OtherBits)} bits")
                : null;
            var quantisation = said ?? native ?? new Quantisation(16, 16, "16 bits a weight, as the id names none", Assumed: true);
            return new KnownModel(entry.Shape(id, quantisation), false, $"{entry.Source} ({entry.Date}); {quantisation.Basis}");
        }

        return Guess(id, said ?? new Quantisation(16, 16, "16 bits a weight, as the id names none", Assumed: true));
    }

    private static ModelEntry? Entry(string id)
    {
        // Distilled models carry the teacher's name and have the pupil's shape.
        if (id.Contains("distill", StringComparison.OrdinalIgnoreCase)) return null;
        var plain = Plain(id);
        return Entries.Where(entry => plain.Contains(Plain(entry.Pattern), StringComparison.Ordinal)).MaxBy(entry => entry.Pattern.Length);
    }

    private static string Plain(string id) => string.Concat(id.Where(c => c is not ('-' or '_' or ':' or ' '))).ToLowerInvariant();

    /// <summary>A dense transformer of width 128 × layers has about 12 × layers × width² weights; for a mixture, the geometric mean of all and active ones.</summary>
    private static KnownModel Guess(string id, Quantisation bits)
    {
        var name = id[(id.LastIndexOf('/') + 1)..];
        if (Total().Match(name) is not { Success: true } size)
            throw new CapacityException($"Nothing is known of the model '{id}' and its id names no size such as 8B or 235B-A22B; give one that does with --model.");
        var total = Number(size.Groups["total"]) * (size.Groups["times"] is { Success: true } times ? Number(times) : 1) * 1e9;
        var active = Active().Match(name) is { Success: true } part ? Number(part.Groups[1]) * 1e9 : size.Groups["times"].Success ? total / 4 : total;
        var layers = Math.Max(8, (int)Math.Round(Math.Cbrt(Math.Sqrt(total * active) / (12 * 128 * 128))));
        var mixture = active < total;
        var common = mixture ? active * CommonShare : total;
        var shape = new ModelShape(id, layers)
        {
            RoutedParameters = total - common,
            RoutedShare = mixture ? (active - common) / (total - common) : 0,
            CommonParameters = common,
            RoutedBytes = bits.RoutedBits / 8,
            CommonBytes = bits.OtherBits / 8,
            HiddenSize = 128 * layers,
            AttentionWidth = 128 * layers,
            KeyValueBytes = 4.0 * layers * 8 * 128,
            KeyValueHeads = 8,
        };
        return new KnownModel(
            shape, true,
            $"estimated: the list does not have it; {Text(total / 1e9)} billion weights{(mixture ? $", {Text(active / 1e9)} active" : "")}, read off the id; {bits.Basis}");
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![a-zA-Z0-9.])((?<times>\d+)x)?(?<total>\d+(\.\d+)?)[bB](?![a-zA-Z])")]
    private static partial Regex Total();

    [GeneratedRegex(@"(?<![a-zA-Z0-9])[aA](\d+(\.\d+)?)[bB](?![a-zA-Z])")]
    private static partial Regex Active();
}
