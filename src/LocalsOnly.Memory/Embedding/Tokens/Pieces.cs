namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>A text and the parts it is split into. One thread's, used again for one text after another.</summary>
internal sealed class Pieces : IDisposable
{
    private List<(int Start, int Length)> _ranges = [];
    private List<(int Start, int Length)> _next = [];

    public TextBuffer Text { get; } = new();

    public int Count => _ranges.Count;

    public ReadOnlySpan<char> this[int index] => Text.Text.Slice(_ranges[index].Start, _ranges[index].Length);

    public int StartOf(int index) => _ranges[index].Start;

    /// <summary>The whole text is one piece.</summary>
    public void Begin()
    {
        _ranges.Clear();
        if (Text.Text.Length > 0) _ranges.Add((0, Text.Text.Length));
    }

    /// <summary>Adds a piece to those that <see cref="Turn"/> makes the current ones; an empty one is none.</summary>
    public void Add(int start, int end)
    {
        if (end > start) _next.Add((start, end - start));
    }

    public void Turn()
    {
        (_ranges, _next) = (_next, _ranges);
        _next.Clear();
    }

    public void Dispose() => Text.Dispose();
}
