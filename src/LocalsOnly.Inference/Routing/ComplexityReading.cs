using System.Globalization;

namespace LocalsOnly.Inference.Routing;

/// <summary>What <see cref="ComplexityModel.Read"/> found in one text: seven capped signals, and the score they add up to.</summary>
internal readonly struct ComplexityReading
{
    private readonly SignalValues _values;
    private readonly ComplexityModel? _model;

    internal ComplexityReading(ComplexityModel model, in ComplexityCounts counts)
    {
        _model = model;
        Units = counts.Units;
        HeavyStems = counts.HeavyStems;
        _values[(int)ComplexitySignal.Length] = Lg(counts.Units / 5f);
        _values[(int)ComplexitySignal.Separators] = Lg(counts.Separators);
        _values[(int)ComplexitySignal.Numbers] = Lg(counts.DigitGroups);
        _values[(int)ComplexitySignal.Symbols] = Lg(counts.Symbols);
        _values[(int)ComplexitySignal.Sentences] = Lg(counts.Sentences);
        _values[(int)ComplexitySignal.HeavyStems] = Lg(counts.HeavyStems);
        _values[(int)ComplexitySignal.BareQuestion] = counts.BareQuestion ? 1f : 0f;
        var score = 0f;
        for (var i = 0; i < SignalValues.Count; i++)
        {
            var weight = model.Weights[i];
            _values[i] = Math.Min(_values[i], weight.Cap);
            score += weight.Weight * _values[i];
        }

        Score = score;
    }

    /// <summary>Sum of the contributions; the higher, the harder the text looks.</summary>
    public float Score { get; }

    /// <summary>Length in script-weighted units: a Latin letter is 1, a Han character 3. Estimated for texts over 1,536 characters.</summary>
    public float Units { get; }

    /// <summary>Hits on the stems of verbs that ask for reasoning.</summary>
    public int HeavyStems { get; }

    /// <summary>The capped value of a signal.</summary>
    public float this[ComplexitySignal signal] => _values[(int)signal];

    /// <summary>What a signal adds to <see cref="Score"/>; negative for a bare question.</summary>
    public float Contribution(ComplexitySignal signal) => _model is null ? 0f : _model.Weights[(int)signal].Weight * _values[(int)signal];

    /// <summary>One line for each signal, as in <c>len 4.1 × 0.11 = +0.45</c>.</summary>
    public IReadOnlyList<string> Describe()
    {
        if (_model is null) return [];
        var lines = new string[SignalValues.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var (name, weight, cap) = _model.Weights[i];
            var capped = _values[i] > 0 && _values[i] >= cap && cap > 1 ? " (its cap)" : "";
            lines[i] = string.Create(
                CultureInfo.InvariantCulture, $"{name} {_values[i]:0.0#} × {weight:0.0##} = {Contribution((ComplexitySignal)i):+0.00;-0.00;0.00}{capped}");
        }

        return lines;
    }

    private static float Lg(float n) => MathF.Log2(1f + n);
}

/// <summary>What one pass over a text counts.</summary>
internal struct ComplexityCounts
{
    public float Units;
    public int Separators;
    public int DigitGroups;
    public int Symbols;
    public int Sentences;
    public int HeavyStems;
    public bool BareQuestion;
}
