namespace LocalsOnly.Memory.Recall.Time;

/// <summary>What a word may be a sign of; what stands before it decides.</summary>
internal enum CueWord : byte
{
    None,
    I,
    My,
    Je,
    Would,
    From,
    Now,
    A,
    Partir,
    When,
    Au,
    Rather,
    Instead,
    Than,
    Of,
    Que,
    Never,
    Mind,
    Please,
    Last,
    Unit,
    Meridiem,
    Maybe,
    Preposition,

    // Between two words that belong together: I really don't like, je n'aime pas.
    Filler,

    // One word is enough.
    Time,
    Number,
    Prefer,

    // At the beginning of a sentence.
    Always,

    // Behind I, je or my.
    Likes,
    Ask,
    Aime,
    Favourite,
    Lieu,
    Plutot,
    Maintenant,
    Avenir,
}

/// <summary>
/// The words that cues are made of, found by their letters alone: five bits for each of up to twelve, so that a word is one number and a look-up is one
/// comparison. Longer words are none of these.
/// </summary>
internal static class CueWords
{
    public const int LongestWord = 12;

    private const int Places = 2048;
    private const int Shift = 64 - 11;

    private static readonly (CueWord Cue, string Words)[] s_rows =
    [
        (CueWord.Filler, "really also just still do don t absolutely personally n ne te vous"), (CueWord.I, "i"), (CueWord.My, "my mon ma mes"), (CueWord.Je, "j je"), (CueWord.Would, "d would wish"), (CueWord.From, "from"), (CueWord.Now, "now"), (CueWord.A, "a l"),
        (CueWord.Partir, "partir"), (CueWord.When, "when whenever quand lorsque"), (CueWord.Au, "au"), (CueWord.Rather, "rather"), (CueWord.Instead, "instead"),
        (CueWord.Than, "than"), (CueWord.Of, "of"), (CueWord.Que, "que qu"), (CueWord.Never, "never"), (CueWord.Mind, "mind"), (CueWord.Please, "please merci plait"),
        (CueWord.Last, "last next past previous this every"),
        (CueWord.Unit, "week month year weekend spring summer fall autumn winter night morning afternoon evening"), (CueWord.Meridiem, "am pm oclock"),
        (CueWord.Maybe, "may march april june august mars mai jan feb mar apr jun jul aug sep sept oct nov dec"),
        (CueWord.Preposition, "in since until during before after early late mid en depuis avant apres debut fin mois"),
        (CueWord.Time, """
            today yesterday tomorrow tonight ago monday tuesday wednesday thursday friday saturday sunday january february july september october november
            december christmas easter halloween midnight noon hier demain aujourd lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juin juillet
            aout septembre octobre novembre decembre noel minuit midi dernier derniere prochain prochaine weeks months years days semaine semaines jours annee annees
            """),
        (CueWord.Number, """
            two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty sixty hundred hundreds thousand thousands million
            dozen twice deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze vingt trente quarante cinquante soixante cent mille millions douzaine
            """),
        (CueWord.Prefer, "prefer prefers preferred preference preferences prefere prefererais preferais preferences"),
        (CueWord.Always, "always toujours jamais desormais dorenavant"), (CueWord.Likes, "like love hate enjoy dislike adore loathe"), (CueWord.Ask, "ask demande"),
        (CueWord.Aime, "aime adore deteste apprecie aimais"), (CueWord.Favourite, "favorite favourite favorites favourites preferee preferes preferees favori favoris"),
        (CueWord.Lieu, "lieu"), (CueWord.Plutot, "plutot"), (CueWord.Maintenant, "maintenant"), (CueWord.Avenir, "avenir"),
    ];

    private static readonly ulong[] s_keys = new ulong[Places];
    private static readonly CueWord[] s_cues = new CueWord[Places];

    static CueWords()
    {
        foreach (var (cue, words) in s_rows)
            foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var key = 0ul;
                foreach (var c in word) key = (key << 5) | (uint)(c & 31);
                // The first row that has a word keeps it.
                var at = Place(key);
                while (s_keys[at] != 0 && s_keys[at] != key) at = (at + 1) % Places;
                if (s_keys[at] == key) continue;
                s_keys[at] = key;
                s_cues[at] = cue;
            }
    }

    /// <param name="key">The letters of a word, five bits each, a is 1; 0 for a word that is too long.</param>
    public static CueWord Of(ulong key)
    {
        for (var at = Place(key); s_keys[at] != 0; at = (at + 1) % Places)
            if (s_keys[at] == key) return s_cues[at];
        return CueWord.None;
    }

    private static int Place(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> Shift);
}
