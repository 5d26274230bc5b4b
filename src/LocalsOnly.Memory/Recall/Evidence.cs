namespace LocalsOnly.Memory.Recall;

/// <summary>How much each word of a question says about whether a passage speaks to it at all: what a reply may rest on needs a good part of it.</summary>
internal static class Evidence
{
    // A word that no message holds is missing evidence, but less of it than a word that one does hold: people misremember words. Where most words
    // are unknown the question is about something else, and each weighs like one that a single message holds.
    private const double UnknownShare = 0.9;

    // Of two words, either alone holds more than IndexedMemory's least coverage.
    private const double MostShare = 0.55;

    /// <summary>Of each term: its idf, bounded so that no single word decides.</summary>
    public static double[] Of(IReadOnlyList<QueryTerm> terms, bool mostlyKnown)
    {
        if (terms.Count == 0) return [];
        var known = terms.Where(term => term.IsKnown && term.IsExact).Select(term => term.Idf).DefaultIfEmpty(1).Average();
        double[] evidence = [.. terms.Select(term => (term.IsKnown && term.IsExact) || !mostlyKnown ? term.Idf : UnknownShare * known)];
        var rarest = Array.IndexOf(evidence, evidence.Max());
        var others = evidence.Sum() - evidence[rarest];
        if (others > 0) evidence[rarest] = Math.Min(evidence[rarest], others * MostShare / (1 - MostShare));
        return evidence;
    }
}
