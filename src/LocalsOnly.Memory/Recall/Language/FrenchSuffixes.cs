namespace LocalsOnly.Memory.Recall.Language;

/// <summary>The endings that the French stemmer knows, by step, each with its rule; by their last letter and the longest first.</summary>
internal static class FrenchSuffixes
{
    public static readonly FrenchSuffix[]?[] Standard = Table(
        (FrenchRule.InR2, "", "ance iqUe isme able iste eux ances iqUes ismes ables istes"),
        (FrenchRule.Ation, "", "atrice ateur ation atrices ateurs ations"),
        (FrenchRule.InR2, "log", "logie logies"),
        (FrenchRule.InR2, "u", "usion ution usions utions"),
        (FrenchRule.InR2, "ent", "ence ences"),
        (FrenchRule.Ement, "", "ement ements"),
        (FrenchRule.Ite, "", "ité ités"),
        (FrenchRule.If, "", "if ive ifs ives"),
        (FrenchRule.Always, "eau", "eaux"),
        (FrenchRule.InR1, "al", "aux"),
        (FrenchRule.Oux, "ou", "oux"),
        (FrenchRule.Euse, "", "euse euses"),
        (FrenchRule.Issement, "", "issement issements"),
        (FrenchRule.Amment, "ant", "amment"),
        (FrenchRule.Amment, "ent", "emment"),
        (FrenchRule.Ment, "", "ment ments"));

    public static readonly FrenchSuffix[]?[] VerbOfI = Table((FrenchRule.Always, "", """
        îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent issais issait issant issante issantes issants
        isse issent isses issez issiez issions issons it
        """));

    public static readonly FrenchSuffix[]?[] Verb = Table(
        (FrenchRule.InR2, "", "ions"),
        (FrenchRule.Always, "", "é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez eais"),
        (FrenchRule.AfterE, "", "âmes ât âtes a ai aIent ait ant ante antes ants as asse assent asses assiez assions"),
        (FrenchRule.Ais, "", "ais aise aises"));

    /// <summary>The longest ending of the table that <paramref name="text"/> has.</summary>
    public static FrenchSuffix? Longest(FrenchSuffix[]?[] table, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || table[text[^1] & 31] is not { } suffixes) return null;
        foreach (var suffix in suffixes)
            if (text.EndsWith(suffix.Text)) return suffix;
        return null;
    }

    private static FrenchSuffix[]?[] Table(params (FrenchRule Rule, string With, string Texts)[] rows)
    {
        var table = new FrenchSuffix[32][];
        var suffixes = rows.SelectMany(row => row.Texts.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(text => new FrenchSuffix(text, row.Rule, row.With)));
        foreach (var group in suffixes.GroupBy(suffix => suffix.Text[^1] & 31)) table[group.Key] = [.. group.OrderByDescending(suffix => suffix.Text.Length)];
        return table;
    }
}

/// <param name="With">What stands in its place.</param>
internal sealed record FrenchSuffix(string Text, FrenchRule Rule, string With);

/// <summary>What has to hold before an ending goes, and what goes with it; names of one ending stand for that ending's own rule.</summary>
internal enum FrenchRule
{
    Always,
    InR1,
    InR2,
    AfterE,
    Ais,
    Amment,
    Ation,
    Ement,
    Euse,
    If,
    Issement,
    Ite,
    Ment,
    Oux,
}
