using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// A word of a question as the index may hold it: in several forms where the language is not sure, or as the words most like it where nobody used it.
/// </summary>
internal sealed class QueryTerm
{
    /// <param name="word">As it was asked, for messages.</param>
    /// <param name="forms">UTF-8 terms.</param>
    /// <param name="weight">Of an occurrence; less than 1 for words that are only alike.</param>
    public QueryTerm(string word, IReadOnlyList<byte[]> forms, double weight = 1)
    {
        (Word, Forms, Weight) = (word, forms, (float)weight);
        Titles = [.. forms.Select(form => (byte[])[(byte)TitleTerms.Mark, .. form])];
    }

    public string Word { get; }

    public IReadOnlyList<byte[]> Forms { get; }

    /// <summary>The forms as terms of titles.</summary>
    public IReadOnlyList<byte[]> Titles { get; }

    public float Weight { get; }

    /// <summary>Where each form is: by segment of the snapshot, then by form; titles behind them.</summary>
    public TermEntry?[][] Entries { get; private set; } = [];

    /// <summary>Messages that hold it; in more than one form counted more than once.</summary>
    public long Documents { get; private set; }

    /// <summary>Conversations with it in their title, roughly.</summary>
    public long TitleCount { get; private set; }

    /// <summary>Inverse document frequency, never negative.</summary>
    public double Idf { get; private set; }

    /// <summary>It stands for itself and not for words like it.</summary>
    public bool IsExact => Weight >= 1;

    /// <summary>Whether it was ever said.</summary>
    public bool IsKnown => Documents + TitleCount > 0;

    public void Look(IndexSnapshot snapshot, PageReader pages)
    {
        Entries = new TermEntry?[snapshot.Segments.Count][];
        (Documents, TitleCount) = (0, 0);
        for (var i = 0; i < Entries.Length; i++)
        {
            var entries = Entries[i] = new TermEntry?[2 * Forms.Count];
            for (var form = 0; form < Forms.Count; form++)
            {
                Documents += (entries[form] = snapshot.Segments[i].Segment.Find(pages, Forms[form]))?.Documents ?? 0;
                TitleCount += (entries[Forms.Count + form] = snapshot.Segments[i].Segment.Find(pages, Titles[form]))?.Documents ?? 0;
            }
        }
        Idf = InverseFrequency(Math.Max(1, Documents), snapshot.Documents);
    }

    // Spärck Jones as BM25 of Lucene has it.
    private static double InverseFrequency(long documents, long all) => Math.Log(1 + (Math.Max(0, all - documents) + 0.5) / (documents + 0.5));
}
