namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>What a place is. A list may use other words too; these are the ones that a rule of the house is about, with the words that mean the same.</summary>
internal static class PlaceKinds
{
    public const string Restaurant = "restaurant";
    public const string Hotel = "hotel";
    public const string Bar = "bar";
    public const string Cafe = "cafe";
    public const string Beach = "beach";
    public const string Surf = "surf";
    public const string Pool = "pool";
    public const string Gym = "gym";
    public const string Walk = "walk";
    public const string Shop = "shop";

    private static readonly Dictionary<string, string> s_same = new(StringComparer.Ordinal)
    {
        ["restaurants"] = Restaurant,
        ["resto"] = Restaurant,
        ["bistro"] = Restaurant,
        ["bistrot"] = Restaurant,
        ["brasserie"] = Restaurant,
        ["gasthaus"] = Restaurant,
        ["hotels"] = Hotel,
        ["inn"] = Hotel,
        ["auberge"] = Hotel,
        ["guesthouse"] = Hotel,
        ["bars"] = Bar,
        ["pub"] = Bar,
        ["wine bar"] = Bar,
        ["cafes"] = Cafe,
        ["coffee"] = Cafe,
        ["tea"] = Cafe,
        ["tea room"] = Cafe,
        ["beaches"] = Beach,
        ["plage"] = Beach,
        ["strand"] = Beach,
        ["surfing"] = Surf,
        ["surf spot"] = Surf,
        ["pools"] = Pool,
        ["piscine"] = Pool,
        ["schwimmbad"] = Pool,
        ["fitness"] = Gym,
        ["walks"] = Walk,
        ["hike"] = Walk,
        ["promenade"] = Walk,
        ["spaziergang"] = Walk,
        ["shops"] = Shop,
        ["boutique"] = Shop,
        ["store"] = Shop,
    };

    /// <summary>The word that stands for a kind here.</summary>
    public static string Of(string word)
    {
        var plain = PlainWords.Fold(word.Trim());
        return s_same.GetValueOrDefault(plain, plain);
    }

    /// <summary>Nobody locks it, so it needs no hours to be open. A hotel has a night porter.</summary>
    public static bool NeverLocked(string kind) => kind is Beach or Surf or Walk or Hotel or "park" or "viewpoint" or "view" or "lake" or "hike" or "forest";

    /// <summary>Under the sky unless the list says otherwise.</summary>
    public static bool OutOfDoors(string kind) => kind != Hotel && NeverLocked(kind);

    /// <summary>At the sea, where the waves and the wind decide.</summary>
    public static bool AtSea(string kind) => kind is Beach or Surf;
}
