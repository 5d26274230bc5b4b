namespace LocalsOnly.Agents.Tools.Options;

/// <summary>
/// Beginnings of the words in which a person tells what they did, in English, French and German. They report and do not wonder: "sold" opens the book, "should I sell"
/// does not.
/// </summary>
internal static class WriteWords
{
    private static readonly string[] s_note =
    [
        "record", "note", "log", "book", "enter", "wrote",
        "enregistr", "inscri", "noté", "consign",
        "notier", "verbuch", "buch", "eintrag", "eingetragen", "trag", "erfass", "festhalt", "vermerk",
    ];

    public static IReadOnlyList<string> Open { get; } =
        [.. s_note, "sold", "opened", "filled", "vendu", "ouvert", "verkauft", "eröffnet", "eroffnet"];

    public static IReadOnlyList<string> Close { get; } =
        [.. s_note, "closed", "bought", "fermé", "ferme", "clôtur", "clotur", "rachet", "racheté", "geschlossen", "zurückgekauft", "zuruckgekauft", "glattgestellt"];

    public static IReadOnlyList<string> Settle { get; } =
    [
        .. s_note, "expired", "assigned", "exercised", "called", "settled", "expiré", "échu", "echu", "assigné", "exercé", "appelé", "réglé",
        "verfallen", "ausgeübt", "ausgeubt", "angedient", "zugeteilt", "abgerufen", "abgerechnet",
    ];

    public static IReadOnlyList<string> Collateral { get; } =
    [
        .. s_note, "deposit", "withdr", "aside", "added", "topped", "dépos", "depos", "retir", "versé", "verse", "ajout", "côté",
        "eingezahl", "einzahl", "ausgezahl", "auszahl", "abgehob", "abgezog", "beiseite", "hinterleg", "zurückgelegt", "zuruckgelegt",
    ];

    public static IReadOnlyList<string> Reverse { get; } =
        ["revers", "undo", "correct", "wrong", "mistake", "annul", "corrig", "erreur", "rectif", "storn", "korrig", "rückgängig", "ruckgangig", "falsch", "fehler", "berichtig"];
}
