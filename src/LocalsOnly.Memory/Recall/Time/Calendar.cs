using System.Collections.Frozen;

namespace LocalsOnly.Memory.Recall.Time;

/// <summary>A span of time that is counted.</summary>
internal enum TimeUnit
{
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// <summary>The words of the calendar in English and French, and the months in German and Spanish; in lower case and without accents.</summary>
internal static class Calendar
{
    private static readonly FrozenDictionary<string, int> s_months = Table("""
        january janvier januar enero jan janv | february fevrier februar febrero feb fevr | march mars marz marzo mar | april avril abril apr avr | may mai mayo |
        june juin juni junio jun | july juillet juli julio jul juil | august aout agosto aug | september septembre septiembre sep sept |
        october octobre oktober octubre oct | november novembre noviembre nov | december decembre dezember diciembre dec
        """);

    private static readonly FrozenDictionary<string, int> s_weekdays = Table("""
        monday lundi montag lunes | tuesday mardi dienstag | wednesday mercredi mittwoch | thursday jeudi donnerstag | friday vendredi freitag viernes |
        saturday samedi samstag | sunday dimanche sonntag
        """);

    private static readonly FrozenDictionary<string, int> s_seasons = Table("spring printemps | summer ete | autumn fall automne | winter hiver");

    private static readonly FrozenDictionary<string, int> s_units = Table("""
        hour hours heure heures minute minutes | day days jour jours | week weeks semaine semaines | month months mois | year years an ans annee annees
        """);

    private static readonly FrozenDictionary<string, int> s_numbers = Table("""
        a an one un une | two deux couple | three trois | four quatre | five cinq | six | seven sept | eight huit | nine neuf | ten dix | eleven onze | twelve douze |
        thirteen treize | fourteen quatorze | fifteen quinze
        """);

    private static readonly FrozenDictionary<string, int> s_ordinals = Table("""
        first premier | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth | eleventh | twelfth
        """);

    /// <summary>1 for January to 12; 0 for all else.</summary>
    public static int Month(string word) => s_months.GetValueOrDefault(word);

    /// <summary>Names of months that are other words too (may, march, June, mai, sep): these need a preposition or a number beside them.</summary>
    public static bool IsAmbiguousMonth(string word) =>
        word is "may" or "march" or "april" or "june" or "august" or "mai" or "mars" or "mar" or "sept" or "marz" or "julio" || word.Length == 3;

    /// <summary>1 for Monday to 7; 0 for all else.</summary>
    public static int Weekday(string word) => s_weekdays.GetValueOrDefault(word);

    /// <summary>The month in which a season of the northern half begins, after the meteorologists: 3, 6, 9 or 12; 0 for all else.</summary>
    public static int Season(string word) => 3 * s_seasons.GetValueOrDefault(word);

    public static TimeUnit? Unit(string word) => s_units.TryGetValue(word, out var unit) ? (TimeUnit)(unit - 1) : null;

    /// <summary>The value of a number in words, to fifteen; 0 for all else.</summary>
    public static int Number(string word) => s_numbers.GetValueOrDefault(word);

    /// <summary>The value of an ordinal, to the twelfth; 0 for all else.</summary>
    public static int Ordinal(string word) => s_ordinals.GetValueOrDefault(word);

    /// <summary>A few, several: more than one and not many.</summary>
    public static bool IsFew(string word) => word is "few" or "several" or "quelques" or "plusieurs";

    public static bool IsLast(string word) => word is "last" or "previous" or "past";

    /// <summary>In French it stands behind: la semaine dernière, le mois passé.</summary>
    public static bool IsDernier(string word) => word is "dernier" or "derniere" or "derniers" or "dernieres" or "passe" or "passee" or "passes" or "passees";

    public static bool IsThis(string word) => word is "this" or "ce" or "cet" or "cette";

    private static FrozenDictionary<string, int> Table(string rows) => rows.Split('|')
        .SelectMany((row, at) => row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, at + 1)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);
}
