using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>Reads what a scenario says of its world.</summary>
internal static class GivenReading
{
    private const int LongestText = 20_000;
    private static readonly string[] s_keys = ["time", "zone", "passages", "tools", "colleagues"];
    private static readonly string[] s_passageKeys = ["text", "title", "date", "source", "author"];
    private static readonly string[] s_authors = ["you", "assistant"];

    public static GivenFacts Read(YamlNode node, ScenarioReading reading)
    {
        if (reading.Fields(node, "given", s_keys) is not { } fields) return GivenFacts.Nothing;
        return new GivenFacts
        {
            Time = fields.TryGetValue("time", out var time) ? ReadTime(time, reading) : null,
            Zone = fields.TryGetValue("zone", out var zone) ? ReadZone(zone, reading) : null,
            Passages = fields.TryGetValue("passages", out var passages) ? ReadPassages(passages, reading) : [],
            Tools = fields.TryGetValue("tools", out var tools) ? ReadTools(tools, reading) : GivenFacts.Nothing.Tools,
            Colleagues = fields.TryGetValue("colleagues", out var colleagues) ? ReadColleagues(colleagues, reading) : GivenFacts.Nothing.Colleagues,
        };
    }

    private static DateTime? ReadTime(YamlNode node, ScenarioReading reading)
    {
        if (node is YamlScalarNode { Value: { } text } && DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        reading.Wrong(node, "given time is a local time like 2026-11-23 12:30");
        return null;
    }

    private static TimeZoneInfo? ReadZone(YamlNode node, ScenarioReading reading)
    {
        if (node is YamlScalarNode { Value: { } id } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) return zone;
        reading.Wrong(node, "given zone is an IANA name like Europe/Paris");
        return null;
    }

    private static List<GivenPassage> ReadPassages(YamlNode node, ScenarioReading reading)
    {
        var passages = new List<GivenPassage>();
        if (node is not YamlSequenceNode list)
        {
            reading.Wrong(node, "given passages are a list, each with its text: and what else is known of it");
            return passages;
        }

        foreach (var item in list.Children)
        {
            if (item is YamlScalarNode)
            {
                if (reading.Text(item, "a passage", LongestText) is { } plain) passages.Add(new GivenPassage(plain, "Earlier", null, "chatgpt", true));
                continue;
            }

            if (reading.Fields(item, "a passage", s_passageKeys) is not { } fields) continue;
            if (!fields.TryGetValue("text", out var said))
            {
                reading.Wrong(item, "a passage has no text");
                continue;
            }

            var text = reading.Text(said, "the text of a passage", LongestText);
            var title = fields.TryGetValue("title", out var titled) ? reading.Text(titled, "title", 200) : "Earlier";
            var source = fields.TryGetValue("source", out var from) ? reading.Text(from, "source", 40) : "chatgpt";
            var author = fields.TryGetValue("author", out var by) ? reading.OneOf(by, "author", s_authors) : s_authors[0];
            var date = fields.TryGetValue("date", out var on) ? ReadDate(on, reading) : null;
            if (text is not null && title is not null && source is not null) passages.Add(new GivenPassage(text, title, date, source, author == s_authors[0]));
        }

        return passages;
    }

    private static DateOnly? ReadDate(YamlNode node, ScenarioReading reading)
    {
        if (node is YamlScalarNode { Value: { } text } && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        reading.Wrong(node, "the date of a passage is a day like 2026-03-01");
        return null;
    }

    private static Dictionary<string, IReadOnlyList<GivenResult>> ReadTools(YamlNode node, ScenarioReading reading)
    {
        var tools = new Dictionary<string, IReadOnlyList<GivenResult>>(StringComparer.Ordinal);
        foreach (var (key, name, value) in reading.Entries(node, "given tools") ?? [])
        {
            if (name == Peers.AskAgentFunction.ToolName)
            {
                reading.Wrong(key, "what a colleague answers stands under given colleagues, by the colleague's id");
                continue;
            }

            var results = new List<GivenResult>();
            foreach (var item in value is YamlSequenceNode list ? list.Children : [value])
                if (ReadResult(item, name, reading) is { } result) results.Add(result);
            if (results.Count > 0) tools[name] = results;
            else if (value is YamlSequenceNode) reading.Wrong(value, $"there is no result of {PersonSentences.Plain(name)}");
        }

        return tools;
    }

    private static GivenResult? ReadResult(YamlNode node, string name, ScenarioReading reading)
    {
        if (node is not YamlMappingNode) return reading.Text(node, $"the result of {PersonSentences.Plain(name)}", LongestText) is { } text ? new GivenResult(text, false) : null;
        return reading.Fields(node, "a result", ["fails"]) is { } fields && fields.TryGetValue("fails", out var why) && reading.Text(why, "fails", 1000) is { } sentence ? new GivenResult(sentence, true) : null;
    }

    private static Dictionary<string, string> ReadColleagues(YamlNode node, ScenarioReading reading)
    {
        var colleagues = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (_, name, value) in reading.Entries(node, "given colleagues") ?? [])
            if (reading.Text(value, $"what {PersonSentences.Plain(name)} answers", LongestText) is { } text) colleagues[name] = text;
        return colleagues;
    }
}
