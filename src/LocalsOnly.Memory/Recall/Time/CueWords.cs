using System.Runtime.Intrinsics;
using System.Text;

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
/// The words that cues are made of, found by their letters alone: a byte for each of up to twelve, so that a word is one value and a look-up is one comparison. Longer words are none of these.
/// </summary>
internal static class CueWords
{
    public const int LongestWord = 12;

    private const int PlaceBits = 10;
    private const int Places = 1 << PlaceBits;

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

    private static readonly Vector128<byte>[] s_keys = new Vector128<byte>[Places];
    private static readonly CueWord[] s_cues = new CueWord[Places];

    // By the first letter: a bit for each length that one of the words has. Most words are told by it to be none.
    private static readonly ushort[] s_lengths = new ushort[32];

    static CueWords()
    {
        Span<byte> letters = stackalloc byte[Vector128<byte>.Count];
        foreach (var (cue, words) in s_rows)
            foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                letters.Clear();
                Encoding.ASCII.GetBytes(word, letters);
                var key = Vector128.Create<byte>(letters);
                // The first row that has a word keeps it.
                var at = Place(key);
                while (s_keys[at] != default && s_keys[at] != key) at = (at + 1) % Places;
                if (s_keys[at] == key) continue;
                s_keys[at] = key;
                s_cues[at] = cue;
                s_lengths[word[0] & 31] |= (ushort)(1 << word.Length);
            }
    }

    /// <param name="word">The letters of a word, plain and in lower case, with zeros behind them.</param>
    /// <param name="length">How many; at most 16.</param>
    public static CueWord Of(Vector128<byte> word, int length)
    {
        if ((s_lengths[word[0] & 31] >> length & 1) == 0) return CueWord.None;
        for (var at = Place(word); s_keys[at] != default; at = (at + 1) % Places)
            if (s_keys[at] == word) return s_cues[at];
        return CueWord.None;
    }

    private static int Place(Vector128<byte> word)
    {
        var parts = word.AsUInt64();
        return (int)(((parts[0] ^ (parts[1] * 0xC2B2AE3D27D4EB4F)) * 0x9E3779B97F4A7C15) >> (64 - PlaceBits));
    }
}
