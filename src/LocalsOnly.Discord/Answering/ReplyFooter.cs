using LocalsOnly.Agents;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Discord.Answering;

/// <summary>What stands under an answer, in small letters: whether it is simulated, where it stopped, what could not be read, what it rests on.</summary>
internal static class ReplyFooter
{
    public static string Compose(TurnTold told, IReadOnlyList<string> problems, TimeZoneInfo zone)
    {
        var lines = new List<string>();
        if (told.Route is { Mode: AnswerMode.Model, Simulated: true }) lines.Add("-# simulated: no model wrote this");
        if (told.Completed?.CutAtTokenLimit == true) lines.Add("-# cut off at the longest answer that is allowed (Agents:MaxReplyTokens); ask for the rest");
        lines.AddRange(problems.Select(problem => problem.StartsWith("-# ", StringComparison.Ordinal) ? problem : $"-# {problem}"));
        if (told.Completed is { } completed && SourceFooter.Compose(completed.Sources, zone) is { Length: > 0 } sources) lines.Add(sources);
        return string.Join("\n", lines);
    }
}
