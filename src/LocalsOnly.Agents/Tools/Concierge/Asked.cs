namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>
/// What the person themselves has asked for in words: to go out in the evening, or for a hotel. It is read in their message, not in what a model passes on; and it holds for
/// the rest of the day in the same conversation, since "oysters" may be the answer to "what are you in the mood for?".
/// </summary>
internal sealed class Asked
{
    private const int MostConversations = 256;

    // How far before the words a "not" may stand and still be about them: "I really do not want to go out".
    private const int NegationReach = 4;

    private static readonly List<string>[] s_goingOut = Phrases(
        "go out", "going out", "went out", "eat out", "eating out", "dine out", "dining out", "dinner out", "meal out", "evening out", "out for dinner", "out to dinner", "out to eat",
        "out for a meal", "restaurant*", "bistro*", "brasserie*", "book us", "book me", "book somewhere", "booking*", "reserv*", "table for", "a table", "sortir", "resto*", "diner dehors",
        "manger dehors", "une table", "en ville", "ausgehen", "ausgeh*", "essen gehen", "auswarts*", "ausser haus", "einen tisch", "gehen wir essen", "gasthaus*", "lokal");

    private static readonly List<string>[] s_hotel = Phrases(
        "hotel*", "night away", "nights away", "overnight*", "a room", "place to stay", "place to sleep", "somewhere to stay", "somewhere to sleep", "sleep away", "auberge*",
        "dormir*", "une nuit", "une chambre", "nuitee*", "ubernacht*", "eine nacht", "ein zimmer", "pension*", "unterkunft*");

    private static readonly HashSet<string> s_not = new(StringComparer.Ordinal)
    {
        "no", "not", "don", "dont", "never", "without", "instead", "pas", "sans", "ni", "jamais", "plutot", "kein", "keine", "keinen", "nicht", "ohne", "nie", "statt",
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateOnly Day, bool Out, bool Hotel)> _conversations = new(StringComparer.Ordinal);

    /// <summary>What holds in a turn.</summary>
    public (bool Out, bool Hotel) In(ToolTurn turn)
    {
        var (goingOut, hotel) = (Says(turn.Message, s_goingOut), Says(turn.Message, s_hotel));
        if (turn.Conversation is not { } conversation) return (goingOut, hotel);
        var today = DateOnly.FromDateTime(turn.Now.DateTime);
        lock (_gate)
        {
            if (_conversations.TryGetValue(conversation, out var before) && before.Day == today) (goingOut, hotel) = (goingOut || before.Out, hotel || before.Hotel);
            else if (_conversations.Count >= MostConversations) _conversations.Clear();
            _conversations[conversation] = (today, goingOut, hotel);
        }
        return (goingOut, hotel);
    }

    /// <summary>Whether a message asks to go out.</summary>
    public static bool ToGoOut(string message) => Says(message, s_goingOut);

    private static bool Says(string message, List<string>[] phrases)
    {
        var words = PlainWords.Of(message);
        foreach (var phrase in phrases)
            for (var i = 0; i + phrase.Count <= words.Count; i++)
                if (Matches(words, i, phrase) && !words.Skip(Math.Max(0, i - NegationReach)).Take(Math.Min(i, NegationReach)).Any(s_not.Contains)) return true;
        return false;
    }

    private static bool Matches(List<string> words, int at, List<string> phrase)
    {
        for (var i = 0; i < phrase.Count; i++)
            if (phrase[i][^1] == '*' ? !words[at + i].StartsWith(phrase[i][..^1], StringComparison.Ordinal) : words[at + i] != phrase[i]) return false;
        return true;
    }

    private static List<string>[] Phrases(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' ').ToList())];
}
