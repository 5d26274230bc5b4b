using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Evaluation;
using LocalsOnly.Inference;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Scheduling;

/// <summary>Reads <c>agents/&lt;persona&gt;/tasks/&lt;name&gt;.md</c>: a YAML header between <c>---</c> lines, then the prompt. Every mistake is told with its line.</summary>
internal sealed partial class TaskFile
{
    private const int LongestName = 60;
    private const int MostRetries = 5;
    private static readonly string[] s_keys =
        ["title", "cron", "every", "once", "after", "zone", "active", "channel", "tier", "tools", "gate", "grace", "retries", "deadline", "silence", "action", "off"];

    private readonly string _file;
    private readonly Dictionary<string, (YamlNode Value, int Line)> _fields = new(StringComparer.Ordinal);
    private readonly List<TaskProblem> _problems = [];

    private TaskFile(string file) => _file = file;

    /// <param name="persona">Id of the persona.</param>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="file">What the file is called in a sentence.</param>
    /// <param name="content">All of it.</param>
    /// <param name="now">A task that is never due after it is a mistake.</param>
    /// <returns>The task, with the lines of its header's keys; null when there is any problem.</returns>
    public static (ScheduledTask? Task, IReadOnlyDictionary<string, int> Lines, IReadOnlyList<TaskProblem> Problems) Parse(string persona, string name, string file, string content, DateTimeOffset now)
    {
        var its = new TaskFile(file);
        var task = its.Read(persona, name, content, now);
        return (its._problems.Count == 0 ? task : null, its._fields.ToDictionary(field => field.Key, field => field.Value.Line), its._problems);
    }

    private ScheduledTask? Read(string persona, string name, string content, DateTimeOffset now)
    {
        if (!Name().IsMatch(name) || name.Length > LongestName)
        {
            Wrong(null, $"a task's file is named in small letters, digits and hyphens, like daily-briefing.md");
            return null;
        }

        content = content.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (!content.StartsWith("---\n", StringComparison.Ordinal))
        {
            Wrong(1, "the file must begin with a line --- that opens the header");
            return null;
        }

        var end = content.IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0 && content.EndsWith("\n---", StringComparison.Ordinal)) end = content.Length - 4;
        if (end < 0)
        {
            Wrong(null, "the header is not closed; put a line --- between the header and the prompt");
            return null;
        }

        var prompt = content[Math.Min(end + 5, content.Length)..].Trim();
        if (!ReadFields(end > 4 ? content[4..(end + 1)] : "")) return null;
        var zone = Zone();
        var schedule = zone is null ? null : Schedule(zone, now);
        var action = Text("action");
        if (prompt.Length == 0) Wrong(null, action is null ? "there is no prompt after the header; write below the second --- what the persona is to do" : "nothing stands below the header; write there what the task is for");
        var task = new ScheduledTask(persona, name, schedule ?? new EverySchedule(TimeSpan.FromDays(1)), zone ?? TimeZoneInfo.Utc, prompt)
        {
            Title = Text("title") ?? name.Replace('-', ' '),
            Active = Parsed("active", ActiveHours.Parse),
            Channels = Texts("channel") is { Count: > 0 } channels ? [.. channels.Select(channel => channel.TrimStart('#')).Distinct(StringComparer.OrdinalIgnoreCase)] : [ScheduledTask.Page],
            Tier = Parsed("tier", ParseTier),
            Tools = Texts("tools"),
            Gates = Gates(),
            Grace = Length("grace", TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            Retries = Count("retries", MostRetries) ?? 2,
            Deadline = Length("deadline", TimeSpan.FromSeconds(5), TimeSpan.FromHours(6)) ?? TimeSpan.FromMinutes(10),
            Silence = Silence(),
            Action = action,
            Off = Flag("off"),
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16],
        };
        if (_problems.Count == 0 && schedule is CronSchedule or EverySchedule && task.Next(now) is null) Wrong(LineOf("cron", "every"), "it is never due; look at its day, month, year and active hours");
        if (_problems.Count == 0 && schedule is CronSchedule && IsTooOften(task, now)) Wrong(LineOf("cron"), "it would be due more than once a minute; the first of six fields is the second, so write 0 there");
        return task;
    }

    private bool ReadFields(string yaml)
    {
        int? line = null;
        try
        {
            // A crontab field may begin with *, which YAML takes for a reference; nobody remembers the quotes.
            var root = YamlTree.Read(BareCron().Replace(yaml, "cron: \"$1\""), out line);
            if (root is not YamlMappingNode mapping)
            {
                Wrong(2, "the header is not a list of key: value lines");
                return false;
            }

            foreach (var (key, value) in mapping.Children)
            {
                var word = (key as YamlScalarNode)?.Value ?? "";
                var at = YamlTree.LineOf(key) + 1;
                if (!s_keys.Contains(word, StringComparer.Ordinal)) Wrong(at, $"unknown key '{PersonSentences.Plain(word)}'{(Nearest.Of(word, s_keys) is { } near ? $"; did you mean {near}?" : $"; known are {string.Join(", ", s_keys)}")}");
                else _fields[word] = (value, at);
            }

            return true;
        }
        catch (FormatException broken)
        {
            Wrong(line + 1, broken.Message);
            return false;
        }
    }

    private TimeZoneInfo? Zone()
    {
        if (Text("zone") is not { } id)
        {
            Wrong(2, "the header has no zone; add the IANA zone whose clock it follows, like zone: Europe/Paris");
            return null;
        }

        // Windows' own names are known to .NET too, and mean something else to every other program.
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && (zone.HasIanaId || id == "UTC")) return zone;
        Wrong(LineOf("zone"), $"there is no time zone '{PersonSentences.Plain(id)}'{(Nearest.Of(id, TimeZoneInfo.GetSystemTimeZones().Select(each => each.Id)) is { } near ? $"; did you mean {near}?" : "; write an IANA name like Europe/Paris")}");
        return null;
    }

    private TaskSchedule? Schedule(TimeZoneInfo zone, DateTimeOffset now)
    {
        string[] kinds = ["cron", "every", "once", "after"];
        var given = kinds.Where(_fields.ContainsKey).ToList();
        if (given.Count != 1)
        {
            Wrong(given.Count == 0 ? 2 : LineOf(given[1]), given.Count == 0 ? "the header does not say when; add one of cron, every, once or after" : $"it says {given[0]} and {given[1]}; keep one");
            return null;
        }

        return given[0] switch
        {
            "cron" => Parsed("cron", text => (TaskSchedule)new CronSchedule(text, zone)),
            "every" => Length("every", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)) is { } period ? new EverySchedule(period) : null,
            "once" => Parsed("once", text => (TaskSchedule)Once(text, zone)),
            _ => Text("after") is { } other ? new AfterSchedule(other.Trim().ToLowerInvariant()) : null,
        };
    }

    private static OnceSchedule Once(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text.Trim().Replace('T', ' '), ["yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new OnceSchedule(Instants.Of(local, zone), local)
            : throw new FormatException($"once is '{text}'; write date and time like 2030-12-24 18:00");

    private static Tier? ParseTier(string text) => text.Trim().ToLowerInvariant() switch
    {
        "heavy" => Tier.Heavy,
        "light" => Tier.Light,
        "auto" => null,
        _ => throw new FormatException($"tier is '{text}'; write heavy, light or auto"),
    };

    private List<GateSetting> Gates()
    {
        if (!_fields.TryGetValue("gate", out var field)) return [];
        if (field.Value is YamlScalarNode { Value: { Length: > 0 } only }) return [new GateSetting(only.Trim(), new Dictionary<string, string>())];
        if (field.Value is YamlSequenceNode list && list.Children.All(item => item is YamlScalarNode)) return [.. list.Children.Select(item => new GateSetting(((YamlScalarNode)item).Value ?? "", new Dictionary<string, string>()))];
        if (field.Value is not YamlMappingNode gates)
        {
            Wrong(field.Line, "gate names conditions, each with its settings, like price_moved: {symbol: BTC, percent: 3}");
            return [];
        }

        var settings = new List<GateSetting>();
        foreach (var (key, value) in gates.Children)
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            if (value is YamlMappingNode inner && inner.Children.All(pair => pair is { Key: YamlScalarNode, Value: YamlScalarNode }))
                foreach (var (name, scalar) in inner.Children) values[((YamlScalarNode)name).Value!.ToLowerInvariant()] = ((YamlScalarNode)scalar).Value ?? "";
            else if (value is not YamlScalarNode { Value: null or "" or "true" or "~" }) Wrong(YamlTree.LineOf(key) + 1, $"the settings of {(key as YamlScalarNode)?.Value} are pairs in braces, like {{symbol: BTC, percent: 3}}");
            settings.Add(new GateSetting((key as YamlScalarNode)?.Value ?? "", values));
        }

        return settings;
    }

    private bool Silence() => Text("silence")?.Trim().ToLowerInvariant() switch
    {
        null or "no" or "false" => false,
        "allowed" or "yes" or "true" => true,
        var other => Wrong(LineOf("silence"), $"silence is '{other}'; write silence: allowed, or leave the line out"),
    };

    private bool Flag(string key) => Text(key)?.Trim().ToLowerInvariant() switch
    {
        null or "no" or "false" => false,
        "yes" or "true" => true,
        var other => Wrong(LineOf(key), $"{key} is '{other}'; write true or false"),
    };

    private string? Text(string key)
    {
        if (!_fields.TryGetValue(key, out var field)) return null;
        if (field.Value is YamlScalarNode { Value: { Length: > 0 } text }) return text;
        Wrong(field.Line, $"{key} has no value, or not a single one");
        return null;
    }

    private List<string>? Texts(string key)
    {
        if (!_fields.TryGetValue(key, out var field)) return null;
        IEnumerable<YamlNode> nodes = field.Value is YamlSequenceNode list ? list.Children : [field.Value];
        var texts = nodes.OfType<YamlScalarNode>().Select(node => node.Value?.Trim() ?? "").Where(text => text.Length > 0).ToList();
        if (texts.Count != nodes.Count()) Wrong(field.Line, $"{key} is a word or a list of words, like [one, two]");
        return texts;
    }

    private T? Parsed<T>(string key, Func<string, T> parse)
    {
        if (Text(key) is not { } text) return default;
        try
        {
            return parse(text);
        }
        catch (FormatException wrong)
        {
            Wrong(LineOf(key), wrong.Message);
            return default;
        }
    }

    private TimeSpan? Length(string key, TimeSpan least, TimeSpan most)
    {
        if (Text(key) is not { } text) return null;
        if (Durations.Parse(text) is { } length && length >= least && length <= most) return length;
        Wrong(LineOf(key), $"{key} is '{PersonSentences.Plain(text)}'; write a length of time from {Durations.About(least)} to {Durations.About(most)}, like 15m or 1h30m{(key == "every" ? ", and cron for what is a matter of the calendar" : "")}");
        return null;
    }

    private int? Count(string key, int most)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most) return count;
        Wrong(LineOf(key), string.Create(CultureInfo.InvariantCulture, $"{key} is '{PersonSentences.Plain(text)}'; write a number from 0 to {most}"));
        return null;
    }

    private static bool IsTooOften(ScheduledTask task, DateTimeOffset now)
    {
        if (task.Next(now) is not { } first) return false;
        return task.Next(first) is { } second && second - first < TimeSpan.FromMinutes(1);
    }

    private int? LineOf(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (_fields.TryGetValue(key, out var field)) return field.Line;
        return null;
    }

    private bool Wrong(int? line, string clause)
    {
        _problems.Add(new TaskProblem(_file, line, clause));
        return false;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex("""^cron:[ \t]+([^"'\n#][^"'\n]*?)[ \t]*(?:[ \t]#[^\n]*)?$""", RegexOptions.Multiline)]
    private static partial Regex BareCron();
}
