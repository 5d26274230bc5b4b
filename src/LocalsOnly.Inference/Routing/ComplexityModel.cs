using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// Scores how hard a text looks, in any language and without a model: seven capped signals with fixed weights. Weights, caps, stems and
/// start quantiles are the versioned data of <c>complexity.json</c>. What it can and cannot tell: docs/decisions/0007-complexity-score.md.
/// </summary>
internal sealed class ComplexityModel
{
    /// <summary>Of a longer text the first <see cref="Head"/> and the last <see cref="Tail"/> characters are read, and its length is extrapolated.</summary>
    public const int Head = 1024;

    /// <inheritdoc cref="Head"/>
    public const int Tail = 512;

    private readonly SignalWeight[] _weights;
    private readonly double[] _startShares;
    private readonly float[] _startScores;

    private ComplexityModel(ComplexityData data)
    {
        Version = data.Version;
        _weights = [.. s_names.Select(name => data.Signals.TryGetValue(name, out var signal)
            ? new SignalWeight(name, signal.Weight, signal.Cap)
            : throw new InvalidDataException($"The complexity weights {data.Version} lack the signal {name}."))];
        if (_weights.Any(weight => weight.Name != "bareq" && weight.Weight < 0))
            throw new InvalidDataException($"The complexity weights {data.Version} have a negative weight for a count; more of something never makes a text easier.");
        (_startShares, _startScores) = (data.StartQuantiles.Shares, data.StartQuantiles.Scores);
        if (_startShares.Length == 0 || _startShares.Length != _startScores.Length || !_startShares.SequenceEqual(_startShares.Order())
            || !_startScores.SequenceEqual(_startScores.OrderDescending()))
            throw new InvalidDataException($"The complexity weights {data.Version} have start quantiles that do not fall as the share grows.");
        Units = data.Units;
        Stems = new ComplexityStems(data.Stems.Values.SelectMany(stems => stems));
    }

    private static readonly string[] s_names = ["len", "sep", "num", "sym", "sents", "heavy", "bareq"];

    /// <summary>The shipped weights.</summary>
    public static ComplexityModel Default { get; } = LoadDefault();

    /// <summary>Version of the weights, kept with every decision.</summary>
    public string Version { get; }

    /// <summary>By <see cref="ComplexitySignal"/>.</summary>
    internal ReadOnlySpan<SignalWeight> Weights => _weights;

    internal ComplexityUnits Units { get; }

    internal ComplexityStems Stems { get; }

    /// <summary>Reads weights.</summary>
    /// <exception cref="InvalidDataException">They are not valid.</exception>
    public static ComplexityModel Load(Stream json)
    {
        try
        {
            return new ComplexityModel(JsonSerializer.Deserialize(json, ComplexityJson.Default.ComplexityData) ?? throw new InvalidDataException("The complexity weights are empty."));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"The complexity weights cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>Scores a text in one pass and without allocating. Any UTF-16 will do, unpaired surrogates too.</summary>
    public ComplexityReading Read(ReadOnlySpan<char> text)
    {
        var scanner = new ComplexityScanner(this, text);
        if (text.Length <= Head + Tail)
        {
            scanner.Scan(0, text.Length);
            return new ComplexityReading(this, scanner.Finish(1f));
        }

        scanner.Scan(0, Head);
        scanner.Scan(text.Length - Tail, text.Length);
        return new ComplexityReading(this, scanner.Finish((float)text.Length / (Head + Tail)));
    }

    /// <summary>The score above which, before a host has scores of its own, <paramref name="share"/> of the prompts is expected to lie.</summary>
    internal float StartCut(double share)
    {
        if (share <= _startShares[0]) return _startScores[0];
        for (var i = 1; i < _startShares.Length; i++)
        {
            if (share > _startShares[i]) continue;
            var part = (share - _startShares[i - 1]) / (_startShares[i] - _startShares[i - 1]);
            return (float)(_startScores[i - 1] + (part * (_startScores[i] - _startScores[i - 1])));
        }

        return _startScores[^1];
    }

    private static ComplexityModel LoadDefault()
    {
        using var json = typeof(ComplexityModel).Assembly.GetManifestResourceStream("Routing/complexity.json")!;
        return Load(json);
    }
}

internal sealed record ComplexityData(
    string Version,
    Dictionary<string, ComplexitySignalData> Signals,
    ComplexityUnits Units,
    StartQuantiles StartQuantiles,
    Dictionary<string, string[]> Stems);

internal sealed record ComplexitySignalData(float Weight, float Cap);

/// <summary>Scores above which the shares of prompts lie; shares ascend, scores descend.</summary>
internal sealed record StartQuantiles(double[] Shares, float[] Scores);

/// <summary>How many units of length a character counts; a digit group counts <paramref name="DigitGroup"/> and each of its digits <paramref name="Digit"/>.</summary>
internal sealed record ComplexityUnits(float Letter, float Han, float Kana, float Hangul, float ArabicHebrew, float DigitGroup, float Digit);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ComplexityData))]
internal sealed partial class ComplexityJson : JsonSerializerContext;
