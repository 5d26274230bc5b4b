namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>An index that is open: found by words, by meaning where there are vectors, or by both.</summary>
internal sealed class HybridIndex : IDisposable
{
    private readonly IndexFile _file;
    private readonly Vectors _vectors;
    private readonly Lock _lock = new();

    /// <param name="path">Of its file, which is made when there is none.</param>
    /// <param name="name">For sentences.</param>
    /// <param name="model">What makes vectors; null when nothing does.</param>
    public HybridIndex(string path, string name, string? model)
    {
        _file = IndexFile.Open(path);
        _vectors = new Vectors(_file);
        Records = new RecordTable(_file, name, model);
    }

    public RecordTable Records { get; }

    /// <summary>
    /// Records on a question with their relevance, best first. Relevance is the chance that it speaks to the question by its words or by its meaning, as if the two
    /// were independent: <c>1 - (1 - words) · (1 - cosine)</c>. Without vectors it is the share of the words alone.
    /// </summary>
    /// <param name="vector">Of the question; empty for none.</param>
    /// <param name="filters">As <see cref="TagFilters.Read"/> gives them.</param>
    /// <param name="least">The least relevance.</param>
    /// <param name="limit">The most records; 0 or less for all.</param>
    public List<(long Row, double Relevance)> Find(string question, ReadOnlyMemory<float> vector, IReadOnlyList<IReadOnlyList<TagPair>>? filters, double least, int limit)
    {
        var among = Records.Matching(filters);
        if (among is { Count: 0 }) return [];
        var relevance = WordRanking.Shares(_file, Stems.OfQuestion(question), among);
        if (Records.HasVectorsOfModel)
            foreach (var (row, cosine) in Cosines(vector, among))
                if (cosine > 0) relevance[row] = 1 - ((1 - relevance.GetValueOrDefault(row)) * (1 - Math.Min(1, cosine)));
        var found = relevance.Where(each => each.Value > 0 && each.Value >= least).OrderByDescending(each => each.Value).ThenBy(each => each.Key).Select(each => (each.Key, each.Value));
        return [.. limit > 0 ? found.Take(limit) : found];
    }

    /// <summary>Records that match filters, oldest first.</summary>
    /// <param name="limit">The most records; 0 or less for all.</param>
    public List<long> List(IReadOnlyList<IReadOnlyList<TagPair>>? filters, int limit)
    {
        var rows = Records.Matching(filters)?.Order().ToList() ?? Records.Rows();
        return limit > 0 && limit < rows.Count ? rows[..limit] : rows;
    }

    public void Dispose() => _file.Dispose();

    private Dictionary<long, float> Cosines(ReadOnlyMemory<float> vector, HashSet<long>? among)
    {
        lock (_lock) return _vectors.Cosines(Vectors.Unit(vector.Span), Records.Version, among);
    }
}
