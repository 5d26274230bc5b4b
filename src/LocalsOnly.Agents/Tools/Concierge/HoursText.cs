using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>
/// Reads the hours of a place: days (<c>mon</c>, <c>wed-sat</c>, <c>daily</c>, <c>sat, sun</c>) with what is open on them (<c>12:00-14:00, 19:30-01:00</c>, or
/// <c>closed</c>). A day that is named twice has what was said last, so that <c>daily</c> can come first and the exceptions after it.
/// </summary>
internal static partial class HoursText
{
    private const string Example = "write hours like 12:00-14:00, 19:30-01:00, or closed";

    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static OpeningHours Parse(YamlNode node, string field)
    {
        if (node is not YamlMappingNode mapping) throw PlacesFile.Wrong(node, field, "write days and their hours below it, like wed-sat: 12:00-14:00");
        var week = new IReadOnlyList<OpeningInterval>[7];
        Array.Fill(week, []);
        foreach (var (key, value) in mapping.Children)
        {
            var intervals = Intervals(value, field);
            foreach (var day in Days(key, field)) week[day] = intervals;
        }
        return new OpeningHours(week);
    }

    private static IEnumerable<int> Days(YamlNode key, string field)
    {
        foreach (var part in PlacesFile.Text(key).ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries))
        {
            if (part == "daily")
            {
                for (var day = 0; day < 7; day++) yield return day;
                continue;
            }
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            var (first, last) = (Day(key, ends[0], field), Day(key, ends[^1], field));
            for (var day = first; ; day = (day + 1) % 7)
            {
                yield return day;
                if (day == last) break;
            }
        }
    }

    private static int Day(YamlNode key, string word, string field)
    {
        var day = word.Length < 3 ? -1 : Array.FindIndex(s_days, short3 => word.StartsWith(short3, StringComparison.Ordinal));
        return day >= 0 && CultureInfo.InvariantCulture.DateTimeFormat.DayNames[day].StartsWith(word, StringComparison.OrdinalIgnoreCase)
            ? day
            : throw PlacesFile.Wrong(key, field, $"'{word}' is no day; write mon, tue, wed, thu, fri, sat, sun, a range like wed-sat, or daily");
    }

    private static List<OpeningInterval> Intervals(YamlNode value, string field)
    {
        var texts = value is YamlSequenceNode sequence
            ? sequence.Children.Select(child => (Text: PlacesFile.Scalar(child, field), Node: child))
            : PlacesFile.Scalar(value, field).Split(',', StringSplitOptions.TrimEntries).Select(text => (Text: text, Node: value));
        var intervals = new List<OpeningInterval>();
        foreach (var (text, node) in texts)
        {
            if (text.Equals("closed", StringComparison.OrdinalIgnoreCase)) continue;
            var interval = One(node, text, field);
            if (intervals.Count > 0 && interval.From < intervals[^1].To) throw PlacesFile.Wrong(node, field, $"'{text}' begins before the interval in front of it has ended; write them in order and apart");
            intervals.Add(interval);
        }
        return intervals;
    }

    private static OpeningInterval One(YamlNode node, string text, string field)
    {
        var match = Interval().Match(text);
        if (!match.Success) throw PlacesFile.Wrong(node, field, $"'{text}' is no interval; {Example}");
        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        var (from, to) = (Number(1) * 60 + Number(2), Number(3) * 60 + Number(4));
        if (from >= OpeningInterval.Day || to > OpeningInterval.Day || Number(2) > 59 || Number(4) > 59) throw PlacesFile.Wrong(node, field, $"'{text}' holds a time that no clock shows; {Example}");
        return new OpeningInterval(from, to > from ? to : to + OpeningInterval.Day);
    }

    [GeneratedRegex(@"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")]
    private static partial Regex Interval();
}
