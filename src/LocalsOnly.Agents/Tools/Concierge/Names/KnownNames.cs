namespace LocalsOnly.Agents.Tools.Concierge.Names;

/// <summary>The names that may be said: those of the list, and what the person has said themselves. Accents, capitals, articles and the rest of a long name may be missing.</summary>
internal sealed class KnownNames
{
    private static readonly HashSet<string> s_small = VenueWords.Set("le la les l the of de du des d zum zur am an im in der die das dem den von vom el los las del di da and et und y a au aux s");

    // Words that people put before the name of any place to eat.
    private static readonly HashSet<string> s_anyPlace = VenueWords.Set("restaurant resto bistro bistrot chez gasthaus");

    // Colours and ages, by which half of all inns are called.
    private static readonly HashSet<string> s_adjectives = VenueWords.Set("""
        old new grand grande petit petite vieux vieille bon bonne beau belle bleu bleue rouge noir noire vert verte blanc blanche trois deux golden goldene
        goldenen goldener alte alten alter
        rote roten roter schwarze schwarzen blaue weisse grune red blue black white green little big royal
        """);

    private readonly List<(List<string> All, List<string> Core, HashSet<string> Types)> _entries;
    private readonly List<List<string>> _saidWhole;
    private readonly List<List<string>> _said;
    private readonly HashSet<string> _towns = new(OtherNames.Towns, StringComparer.Ordinal);

    public KnownNames(IReadOnlyList<Place> list, IEnumerable<string> said)
    {
        _entries = [.. list.Select(place =>
        {
            var all = PlainWords.Of(place.Name);
            return (all, Core(all), Types: (HashSet<string>)[.. all.Where(IsType), place.Kind, PlaceKinds.Restaurant]);
        })];
        // What the person noted about a place is their word too.
        _saidWhole = [.. said.Concat(list.SelectMany(place => place.Tags.Append(place.Notes))).Select(PlainWords.Of)];
        _said = [.. _saidWhole.Select(text => text.Where(word => !s_small.Contains(word)).ToList())];
        foreach (var place in list)
        {
            if (place.Town.Length == 0) continue;
            _towns.Add(PlainWords.Fold(place.Town));
            _towns.Add(string.Join('-', PlainWords.Of(place.Town)));
            _towns.Add(string.Join('-', PlainWords.Of(place.Town).Where(word => !s_small.Contains(word))));
        }
    }

    /// <summary>A telling word of a name on the list.</summary>
    public bool IsPartOfOne(string plain) => _entries.Any(entry => entry.Core.Contains(plain)) && IsTelling(plain);

    public bool IsTown(string plain) => _towns.Contains(plain);

    /// <summary>Whole names of the list: they may be written over any number of words.</summary>
    public IEnumerable<IReadOnlyList<string>> Whole => _entries.Select(entry => entry.All);

    /// <param name="name">The words of a name in a reply, as written.</param>
    /// <param name="articleIsItsOwn">It begins with an article that has a capital where none is needed.</param>
    public bool Knows(string name, bool articleIsItsOwn)
    {
        var all = PlainWords.Of(name);
        var core = Core(all);
        var types = all.Where(IsType).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in _entries)
        {
            if (entry.All.SequenceEqual(all)) return true;
            if (!types.IsSubsetOf(entry.Types)) continue;
            if (articleIsItsOwn && !entry.All.Contains(all[0]) && !core.SequenceEqual(entry.Core)) continue;
            if (core.Count > 0 && core.Any(IsTelling) && PlainWords.IndexOf(entry.Core, core) >= 0) return true;
            if (entry.Core.Any(IsTelling) && PlainWords.IndexOf(core, entry.Core) is >= 0 and var at && AreTowns([.. core.Where((_, i) => i < at || i >= at + entry.Core.Count)])) return true;
        }
        return IsSaid(all, core, types);
    }

    // "Table for two" has not named La Table, and "Marie is coming" no Hôtel Marie.
    private bool IsSaid(List<string> all, List<string> core, HashSet<string> types)
    {
        if (core.Count == 0) return _saidWhole.Any(text => PlainWords.IndexOf(text, all) >= 0);
        var sought = all.Where(word => !s_small.Contains(word)).ToList();
        return _said.Any(text => PlainWords.IndexOf(text, sought) >= 0)
            || (types.All(s_anyPlace.Contains) && core.Any(IsTelling) && _said.Any(text => PlainWords.IndexOf(text, core) >= 0));
    }

    private bool AreTowns(List<string> words) => words.All(IsTown) || IsTown(string.Join('-', words));

    private static List<string> Core(List<string> words) => [.. words.Where(word => !s_small.Contains(word) && !IsType(word))];

    private static bool IsType(string word) => VenueWords.IsType(word) || word == "chez";

    private static bool IsTelling(string word) => word.Length >= 3 && !s_adjectives.Contains(word);
}
