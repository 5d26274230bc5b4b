using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Scheduling;

/// <summary>Reads the values of a gate's setting. What is wrong is a <see cref="FormatException"/> of one clause with what to write.</summary>
internal static class GateValues
{
    /// <summary>Refuses keys that a gate does not have.</summary>
    public static void Only(this GateSetting setting, params string[] keys)
    {
        if (setting.Values.Keys.FirstOrDefault(key => !keys.Contains(key, StringComparer.Ordinal)) is not { } unknown) return;
        throw new FormatException(keys.Length == 0
            ? $"{setting.Gate} has no settings; write its name alone"
            : $"{setting.Gate} has no '{unknown}'; {(Nearest.Of(unknown, keys) is { } near ? $"did you mean {near}?" : $"it has {string.Join(", ", keys)}")}");
    }

    /// <summary>A value that must be there.</summary>
    public static string Needed(this GateSetting setting, string key, string example) =>
        setting[key] is { } value && value.Trim().Length > 0 ? value.Trim() : throw new FormatException($"{setting.Gate} needs {key}; write {example}");

    /// <summary>A number above <paramref name="above"/>, with or without a per cent sign; null when it is not given.</summary>
    public static decimal? Number(this GateSetting setting, string key, decimal above, decimal most)
    {
        if (setting[key] is not { } text) return null;
        var given = decimal.TryParse(text.Trim().TrimEnd('%').TrimEnd(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return given && number > above && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{key} '{text}' is no number above {above} and at most {most}; write digits with a point, like 3 or 2.5"));
    }

    /// <summary>One of a few words; null when it is not given.</summary>
    public static string? Word(this GateSetting setting, string key, params string[] words)
    {
        if (setting[key] is not { } text) return null;
        return words.FirstOrDefault(word => word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw new FormatException($"{key} '{text}' is not known; write {string.Join(" or ", words)}");
    }

    /// <summary>A market, as it is written everywhere: <c>BTC</c>.</summary>
    public static string Symbol(this GateSetting setting, string example)
    {
        var text = setting.Needed("symbol", example);
        try
        {
            return MarketSymbol.Parse(text).ToString();
        }
        catch (ToolException)
        {
            throw new FormatException($"symbol '{text}' is none; write 1 to 12 letters and digits like BTC, or xyz:NVDA");
        }
    }

    /// <summary>A directory: absolute, or below the home directory.</summary>
    public static string Folder(this GateSetting setting, string key, string example)
    {
        var text = setting.Needed(key, example);
        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal)) text = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), text[1..]);
        return Path.IsPathFullyQualified(text) ? Path.TrimEndingDirectorySeparator(text) : throw new FormatException($"{key} '{text}' is not absolute; begin it with / or ~/");
    }
}
