namespace LocalsOnly.Inference.Routing;

/// <summary>The signals of the complexity score, in the order in which they are printed.</summary>
internal enum ComplexitySignal
{
    /// <summary><c>len</c>: lg(U / 5), U being the length in script-weighted units.</summary>
    Length,

    /// <summary><c>sep</c>: lg of commas, semicolons and colons, CJK and Arabic forms too, but not between digits.</summary>
    Separators,

    /// <summary><c>num</c>: lg of digit groups; <c>1,500.25</c> is one.</summary>
    Numbers,

    /// <summary><c>sym</c>: lg of mathematical and operator signs.</summary>
    Symbols,

    /// <summary><c>sents</c>: lg of sentence ends and lines without one.</summary>
    Sentences,

    /// <summary><c>heavy</c>: lg of hits on the stems of verbs that ask for reasoning.</summary>
    HeavyStems,

    /// <summary><c>bareq</c>: 1 when the text is one sentence that ends in its only question mark.</summary>
    BareQuestion,
}

/// <summary>How much one signal counts. The score is the sum of weight × min(signal, cap).</summary>
/// <param name="Name">As printed and as keyed in the data.</param>
internal readonly record struct SignalWeight(string Name, float Weight, float Cap);

/// <summary>One value for each <see cref="ComplexitySignal"/>.</summary>
[System.Runtime.CompilerServices.InlineArray(Count)]
internal struct SignalValues
{
    public const int Count = 7;
    private float _first;
}
