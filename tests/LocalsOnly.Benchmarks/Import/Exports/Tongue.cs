namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>A language's letters and habits; the words mean nothing, but look to an index like those of one.</summary>
/// <param name="Between">Between two words.</param>
/// <param name="Stop">Ends a sentence.</param>
internal sealed record Tongue(Vocabulary Vocabulary, string Between, string Stop)
{
    /// <summary>The words of English that are met most, in order.</summary>
    public static ReadOnlySpan<string> FrequentEnglish => s_english;

    /// <summary>What made-up words are made of.</summary>
    public static string[] Syllables => s_latin;

    private static readonly string[] s_english =
    [
        "the", "to", "and", "of", "a", "you", "is", "in", "for", "it", "that", "i", "this", "with", "on", "can", "be", "or", "as", "are", "your", "if",
        "have", "not", "from", "my", "but", "by", "an", "at", "we", "use", "will", "more", "like", "which", "what", "how", "do", "so", "when", "all", "one",
        "would", "there", "then", "some", "also", "about", "has", "they", "was", "need", "make", "time", "get", "any", "these", "data", "into", "each",
        "should", "out", "than", "just", "want", "here", "example", "code", "other", "used", "no", "up", "their", "could", "them", "only", "first", "new",
        "between", "file", "using", "way", "work", "because", "set", "value", "may", "after", "good", "where", "most", "over", "while", "without",
    ];

    private static readonly string[] s_latin =
    [
        "ka", "ver", "ti", "mon", "les", "ra", "do", "per", "sin", "al", "ber", "con", "de", "el", "fra", "gen", "hol", "in", "jo", "ki", "lan", "mar", "nor",
        "os", "pla", "qui", "res", "sta", "tor", "un", "vel", "wen", "xi", "yor", "zen", "able", "ing", "er", "ed", "tion", "ly", "ness", "ment", "ous", "ful",
        "ive", "al", "ster", "bro", "che", "dis", "ex", "fo", "gra", "hy", "im", "pre", "pro", "sub", "tra", "th", "sh", "ck", "nd", "st", "ma", "li", "su",
    ];

    private static readonly string[] s_accented =
        ["que", "für", "über", "ção", "ñor", "ê", "mé", "lä", "nö", "dü", "ße", "pré", "è", "ó", "í", "en", "der", "la", "und", "de", "es", "ver", "gen", "ment", "tra", "lich", "keit", "té", "ra", "zu"];

    private static readonly string[] s_cyrillic =
        ["по", "на", "ра", "сто", "не", "ко", "ми", "про", "ве", "ли", "то", "го", "да", "ни", "ем", "ся", "ост", "ый", "ая", "ить", "при", "вы", "за", "об", "де"];

    private static readonly string[] s_ideographic =
    [
        .. "日本人大学生先今年月時間行見出来食物水火木金土町村東京国語話書読新古高安長中小多少上下左右前後何私彼女子男父母友家車電気天雨雪山川海空花犬猫魚肉米茶酒白黒赤青朝昼夜週末仕事会社員店駅道所部屋名字文化歴史旅地図"
            .Select(c => c.ToString()),
        "の", "は", "を", "に", "が", "です", "ます", "した",
    ];

    /// <summary>By how often they are met: English-like first.</summary>
    public static Tongue[] All(ExportRandom random) =>
    [
        new(Vocabulary.Create(random, 45_000, s_english, s_latin, 5), " ", "."),
        new(Vocabulary.Create(random, 20_000, ["de", "und", "que", "la", "für", "é", "est", "das", "não", "über"], [.. s_accented, .. s_latin[..20]], 5), " ", "."),
        new(Vocabulary.Create(random, 15_000, ["и", "в", "не", "на", "что", "я", "с", "как", "это", "по"], s_cyrillic, 5), " ", "."),
        new(Vocabulary.Create(random, 6_000, ["の", "は", "を", "に", "が", "で", "と", "も"], s_ideographic, 2), "", "。"),
    ];

    public static Tongue Choose(Tongue[] all, ExportRandom random) =>
        random.Unit() switch { < 0.80 => all[0], < 0.92 => all[1], < 0.96 => all[2], _ => all[3] };
}
