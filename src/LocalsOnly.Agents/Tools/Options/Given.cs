using System.Globalization;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>What a model gave, checked: each fault is one sentence that says what to give instead.</summary>
internal static class Given
{
    /// <summary>Call or put.</summary>
    public static OptionKind Kind(string? kind) => (kind ?? "").Trim().ToUpperInvariant() switch
    {
        "CALL" or "CALLS" or "COVERED CALL" or "C" => OptionKind.Call,
        "PUT" or "PUTS" or "CASH-SECURED PUT" or "P" => OptionKind.Put,
        _ => throw new ToolException("Give kind as call or put."),
    };

    /// <summary>An amount above 0, with at most 8 decimals, so that sums of products stay exact.</summary>
    public static decimal Amount(decimal value, string name) =>
        value > 0 && value <= 1_000_000_000 && decimal.Round(value, 8) == value
            ? value
            : throw new ToolException($"Give {name} as a number above 0 and up to 1000000000 with at most 8 decimals.");

    /// <inheritdoc cref="Amount(decimal, string)"/>
    public static decimal? Amount(decimal? value, string name) => value is { } given ? Amount(given, name) : null;

    /// <summary>An amount that may be 0.</summary>
    public static decimal AmountOrNone(decimal value, string name) => value == 0
        ? 0
        : value > 0 ? Amount(value, name) : throw new ToolException($"Give {name} as 0 or a number above it.");

    /// <summary>A volatility a year in percent, as a fraction.</summary>
    public static double Volatility(double percent, string name) => percent is >= 1 and <= 500
        ? percent / 100
        : throw new ToolException($"Give {name} in percent a year, from 1 to 500: 80 for 80 %.");

    /// <inheritdoc cref="Volatility(double, string)"/>
    public static double? Volatility(double? percent, string name) => percent is { } given ? Volatility(given, name) : null;

    /// <summary>Interest or yield a year in percent, as a fraction.</summary>
    public static double Rate(double percent, string name) => percent is >= -50 and <= 100
        ? percent / 100
        : throw new ToolException($"Give {name} in percent a year, from -50 to 100: 5 for 5 %.");

    /// <summary>Time to expiry: the days given, or those to the next settlement.</summary>
    public static TimeSpan Left(double? days, ToolTurn turn) => days switch
    {
        null => SettlementCalendar.After(turn.Now) - turn.Now,
        >= 1.0 / 1440 and <= 3650 => TimeSpan.FromDays(days.Value),
        _ => throw new ToolException("Give days as the days to expiry, above 0 and up to 3650, or leave them out for the next weekly settlement."),
    };

    /// <summary>Percentages within bounds.</summary>
    public static double? Between(double? value, double low, double high, string name) => value is null || (value >= low && value <= high)
        ? value
        : throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"Give {name} as a number from {low} to {high}."));

    /// <summary>A date that may be left out.</summary>
    public static DateOnly? Date(string? date, string name) => string.IsNullOrWhiteSpace(date)
        ? null
        : DateOnly.TryParseExact(date.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var its)
            ? its
            : throw new ToolException($"Give {name} as yyyy-MM-dd.");
}
