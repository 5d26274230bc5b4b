namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Words for what somebody is in the mood for, matched against the person's own tags and notes, in the house.</summary>
internal sealed class Wish
{
    private static readonly HashSet<string> s_empty = new(StringComparer.Ordinal)
    {
        "and", "the", "with", "for", "some", "something", "good", "nice", "near", "not", "but", "from", "that", "place", "somewhere", "avec", "pour", "les", "des", "une", "bon",
        "bonne", "pas", "quelque", "chose", "und", "mit", "ein", "eine", "einen", "gut", "etwas", "fur", "der", "die", "das",
    };

    private static readonly string[] s_indoor = ["indoor", "inside", "interieur", "drinnen", "warm"];
    private static readonly string[] s_outdoor = ["outdoor", "outside", "terrace", "terrasse", "dehors", "draussen"];

    private readonly List<string> _words;

    public Wish(string? text) => _words = [.. PlainWords.Of(text ?? "").Where(word => word.Length >= 3 && !s_empty.Contains(word)).Distinct()];

    public bool IsEmpty => _words.Count == 0;

    /// <summary>Two for each word among the tags, one for each in the notes or elsewhere; and the words.</summary>
    public (int Score, IReadOnlyList<string> Matched) Match(Place place)
    {
        if (IsEmpty) return (0, []);
        var tags = place.Tags.SelectMany(PlainWords.Of).ToHashSet(StringComparer.Ordinal);
        if (place.Indoor) tags.UnionWith(s_indoor);
        if (place.Outdoor) tags.UnionWith(s_outdoor);
        var rest = PlainWords.Of($"{place.Name} {place.Kind} {place.Town} {place.Notes}");
        var (score, matched) = (0, new List<string>());
        foreach (var word in _words)
        {
            var worth = tags.Any(tag => Alike(word, tag)) ? 2 : rest.Any(other => Alike(word, other)) ? 1 : 0;
            if (worth == 0) continue;
            score += worth;
            matched.Add(word);
        }
        return (score, matched);
    }

    /// <summary>The same word, or the same with another ending: oyster and oysters, huître and huîtres.</summary>
    private static bool Alike(string one, string other)
    {
        if (one == other) return true;
        var least = Math.Min(one.Length, other.Length);
        return least >= 4 && Math.Max(one.Length, other.Length) - least <= 2 && (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal));
    }
}
