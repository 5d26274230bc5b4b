using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Evaluation;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals memory eval</c>: how well questions are answered from a set of conversations of which the right answers are known.</summary>
internal static class MemoryEvalCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with corpus.jsonl and questions.jsonl." };
        var merged = new Option<bool>("--merged") { Description = "Search everything at once instead of each question's own scope." };
        var ablate = new Option<bool>("--ablate") { Description = "Measure again without each ingredient of the ranking." };
        var command = new Command("eval", "Measure recall on questions whose answers are known.") { folder, merged, ablate, GlobalOptions.Json };
        command.SetAction((result, cancellation) =>
            RunAsync(CommandHouse.Find(globals.Of(result)), result.GetRequiredValue(folder), result.GetValue(merged), result.GetValue(ablate), result.GetValue(GlobalOptions.Json), cancellation));
        return command.WithExample("locals memory eval my-questions --ablate");
    }

    private static async Task<int> RunAsync(CommandHouse house, string folder, bool merged, bool ablate, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var set = EvaluationSet.Load(folder);
            var progress = json ? null : new Notes();
            var report = await RecallEvaluation.RunAsync(set, merged, ablate, Source(house), progress, cancellationToken);
            if (json) Terminal.Json(report, MemoryJson.Indented.EvaluationReport);
            else Print(report);
            return ExitCode.Ok;
        }
        catch (Exception unusable) when (unusable is EvaluationSetException or EmbeddingException)
        {
            throw new CommandException(unusable is EvaluationSetException ? ExitCode.Usage : ExitCode.Failed, unusable.Message);
        }
    }

    private static void Print(EvaluationReport report)
    {
        var table = Terminal.Table("kind", "questions", "recall@5", "recall@10", "recall@20", "any hit", "MRR");
        foreach (var row in (EvaluationRow[])[.. report.Kinds, report.Headline, report.All])
            table.AddRow(
                Terminal.Cell(row.Kind), Terminal.Cell($"{row.Questions:N0}"), Terminal.Cell($"{row.RecallAt5:0.0}"), Terminal.Cell($"{row.RecallAt10:0.0}"),
                Terminal.Cell($"{row.RecallAt20:0.0}"), Terminal.Cell($"{row.AnyHit:0.0}"), Terminal.Cell($"{row.ReciprocalRank:0.000}"));
        AnsiConsole.Write(table);
        var how = report.Merged ? "searched all at once" : "each question within its scope";
        Terminal.Line($"[grey]{report.Messages:N0} messages, {how}; weights {report.Weights}; one recall takes {report.LatencyP50:0.0} ms (p50), {report.LatencyP95:0.0} ms (p95)[/]");
        PrintDense(report);
        if (report.Ablations.Count == 0) return;
        AnsiConsole.WriteLine();
        var ablations = Terminal.Table("without", "recall@10", "change");
        foreach (var row in report.Ablations) ablations.AddRow(Terminal.Cell(row.Without), Terminal.Cell($"{row.RecallAt10:0.0}"), Terminal.Cell($"{row.Change:+0.0;-0.0;0.0}"));
        AnsiConsole.Write(ablations);
    }

    private static EvaluationSource? Source(CommandHouse house)
    {
        var options = (house.Configuration.Root.GetSection(MemoryOptions.Section).Get<MemoryOptions>() ?? new MemoryOptions()).Embedding;
        return options is { Server: null, Folder: null } ? null : new EvaluationSource(options, new HouseHttp(TimeProvider.System));
    }

    private static void PrintDense(EvaluationReport report)
    {
        if (report.Dense.Count == 0) return;
        AnsiConsole.WriteLine();
        var table = Terminal.Table("weight of meaning", "recall@10", "change", "p95 ms");
        foreach (var row in report.Dense)
            table.AddRow(
                Terminal.Cell($"{row.Weight:0.0}"), Terminal.Cell($"{row.RecallAt10:0.0}"), Terminal.Cell($"{row.RecallAt10 - report.Headline.RecallAt10:+0.0;-0.0;0.0}"),
                Terminal.Cell($"{row.LatencyP95:0.0}"));
        AnsiConsole.Write(table);
        var best = report.Dense.MaxBy(row => row.RecallAt10)!;
        if (best.RecallAt10 > report.Headline.RecallAt10) Terminal.Line($"Vectors win on this set: set Memory:Embedding:Weight to {best.Weight:0.0}.");
        else Terminal.Line($"Words alone win on this set: leave Memory:Embedding:Weight at 0.");
    }

    private sealed class Notes : IProgress<string>
    {
        public void Report(string value) => Terminal.Note(value + " …");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(MemoryStatusWire))]
[JsonSerializable(typeof(IReadOnlyList<LocalsOnly.Memory.Standing.StandingRecord>))]
[JsonSerializable(typeof(KernelMemoryReport))]
internal sealed partial class MemoryJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static MemoryJson Indented { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true });
}
