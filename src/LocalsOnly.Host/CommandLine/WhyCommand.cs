using System.CommandLine;
using System.Globalization;
using LocalsOnly.Agents;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals why</c>: how an answer came about, decision by decision.</summary>
internal static class WhyCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var turn = new Argument<string?>("turn") { Description = "Its id, or the beginning of it; left out, the newest answer.", DefaultValueFactory = _ => null };
        var command = new Command("why", "How an answer came about: who gave it and why, what it was given, which tools ran, what was mended.") { turn, GlobalOptions.Json };
        command.SetAction((result, _) => SessionsCommand.WithAsync(globals.Of(result), sessions =>
        {
            var asked = result.GetValue(turn);
            var record = sessions.Why(asked)
                ?? throw new CommandException(ExitCode.NothingFound, asked is null ? "No answer was given yet; ask something with: locals chat vince" : $"No answer {PersonSentences.Plain(asked)} is kept.");
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(record, SessionsJson.Default.TurnRecord);
            else Print(record);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals why");
    }

    private static void Print(TurnRecord record)
    {
        Terminal.Line($"[bold]{record.Persona}[/] · {record.At.ToLocalTime().ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} · {record.Outcome} · turn {record.Id}");
        if (record.Session is { } session) Terminal.Line($"in {session}{(record.Channel is null ? "" : $", channel {record.Channel}")}");
        if (record.Endpoint is not null) Terminal.Line($"{record.Answered?.ToLowerInvariant()} tier · {record.Endpoint} · {record.Model}");
        List("because", record.Reasons);
        List("recalled", [.. record.Recalled.Select(passage => $"[{passage.Number}] {passage.Key}{(passage.Cited ? ", cited" : "")}")]);
        List("tools", [.. record.Tools.Select(tool => string.Create(CultureInfo.InvariantCulture, $"{tool.Name} {tool.Arguments}, {tool.TookMs:0} ms{(tool.Problem is null ? "" : $": {tool.Problem}")}"))]);
        List("the reply", record.Notes);
        var times = string.Create(
            CultureInfo.InvariantCulture,
            $"{(record.FirstTextMs is { } first ? $"first text after {first:0} ms, " : "")}{record.TotalMs:0} ms in all{(record.PromptTokens is { } prompt ? $", {prompt} tokens read" : "")}{(record.CompletionTokens is { } completion ? $", {completion} written" : "")}");
        Terminal.Line($"[grey]{times}[/]");
    }

    private static void List(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        Terminal.Line($"[bold]{title}[/]");
        foreach (var line in lines) Terminal.Line($"  {line}");
    }
}
