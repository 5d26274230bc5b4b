namespace LocalsOnly.Memory.Standing;

/// <summary>Names of languages, in English and French, to the English name: one slot whatever the language it was said in.</summary>
internal static class Languages
{
    /// <summary>Alternatives for a pattern.</summary>
    public const string Pattern =
        "english|french|dutch|german|spanish|italian|portuguese|turkish|arabic|chinese|mandarin|cantonese|japanese|korean|russian|polish|ukrainian|swedish|danish|norwegian|finnish|greek|hebrew|hindi|urdu|" +
        "latin|romanian|hungarian|czech|catalan|basque|flemish|frisian|welsh|irish|gaelic|farsi|persian|swahili|vietnamese|thai|indonesian|bulgarian|croatian|serbian|slovak|afrikaans|esperanto|" +
        "anglais|français|francais|néerlandais|neerlandais|allemand|espagnol|italien|portugais|turc|arabe|chinois|japonais|coréen|russe|polonais|ukrainien|suédois|danois|norvégien|finnois|grec|hébreu|" +
        "roumain|hongrois|tchèque|catalan|flamand|gallois|irlandais|persan|vietnamien|indonésien";

    private static readonly Dictionary<string, string> s_english = new(StringComparer.Ordinal)
    {
        ["anglais"] = "english",
        ["français"] = "french",
        ["francais"] = "french",
        ["néerlandais"] = "dutch",
        ["neerlandais"] = "dutch",
        ["allemand"] = "german",
        ["espagnol"] = "spanish",
        ["italien"] = "italian",
        ["portugais"] = "portuguese",
        ["turc"] = "turkish",
        ["arabe"] = "arabic",
        ["chinois"] = "chinese",
        ["japonais"] = "japanese",
        ["coréen"] = "korean",
        ["russe"] = "russian",
        ["polonais"] = "polish",
        ["ukrainien"] = "ukrainian",
        ["suédois"] = "swedish",
        ["danois"] = "danish",
        ["norvégien"] = "norwegian",
        ["finnois"] = "finnish",
        ["grec"] = "greek",
        ["hébreu"] = "hebrew",
        ["roumain"] = "romanian",
        ["hongrois"] = "hungarian",
        ["tchèque"] = "czech",
        ["flamand"] = "flemish",
        ["gallois"] = "welsh",
        ["irlandais"] = "irish",
        ["persan"] = "persian",
        ["vietnamien"] = "vietnamese",
        ["indonésien"] = "indonesian",
    };

    /// <summary>The English name of a language that <see cref="Pattern"/> matched.</summary>
    public static string Name(string matched) => s_english.GetValueOrDefault(matched, matched);
}
