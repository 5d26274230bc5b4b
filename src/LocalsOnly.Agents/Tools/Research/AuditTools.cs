using System.ComponentModel;
using System.Globalization;
using System.Text;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary><c>knowledge_audit</c>: the state of what the personas know.</summary>
internal sealed class AuditTools(KnowledgeAudit audit, IOptions<MemoryOptions> options)
{
    private const int Worst = 10;
    private const int MostPairs = 5;

    public Tool Tool => new(AIFunctionFactory.Create(AuditAsync, new AIFunctionFactoryOptions
    {
        Name = "knowledge_audit",
        Description = "Looks the knowledge folder over: stale, duplicate, thin, data-heavy and unreadable files, a red-flag score per folder, and the ten worst files with the remedy. Changes nothing.",
    }))
    {
        Deadline = TimeSpan.FromSeconds(60),
    };

    private async Task<string> AuditAsync(
        [Description("Months after which a review is stale, 1 to 60.")] int months = KnowledgeAudit.UsualMonths,
        [Description("Only this folder, like solus or shared; empty for all.")] string folder = "",
        CancellationToken cancellationToken = default)
    {
        if (months is < 1 or > 60) throw new ToolException($"months is {months.ToString(CultureInfo.InvariantCulture)}; write 1 to 60.");
        var report = await audit.RunAsync(options.Value.Knowledge, months, cancellationToken);
        var only = folder.Trim();
        if (only.Length > 0 && !report.Folders.Any(each => each.Folder.Equals(only, StringComparison.OrdinalIgnoreCase)))
            throw new ToolException($"There is no such folder in the knowledge; there is {string.Join(", ", report.Folders.Select(each => each.Folder))}.");
        return report.Files == 0 ? $"The knowledge folder {report.Root} holds no file yet; write a Markdown file into it." : Write(report, only);
    }

    private static string Write(KnowledgeReport report, string only)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Files} files, {report.Words} words in {report.Root}, read {report.At:yyyy-MM-dd HH:mm} UTC.\n");
        text.Append(CultureInfo.InvariantCulture, $"Files by finding: {(report.Counts.Count == 0 ? "none" : string.Join(", ", report.Counts.Select(count => $"{Name(count.Key)} {count.Value.ToString(CultureInfo.InvariantCulture)}")))}.\n");
        text.Append("Red flags by folder (mean, 0 to 100): ").AppendJoin(", ", report.Folders.Take(20).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Folder} {each.Score} ({each.Files} files)"))).Append(".\n");
        var worst = report.Reports.Where(file => file.Score > 0 && (only.Length == 0 || file.Folder.Equals(only, StringComparison.OrdinalIgnoreCase))).Take(Worst).ToList();
        if (worst.Count == 0) text.Append("No file has a red flag.\n");
        else text.Append(CultureInfo.InvariantCulture, $"The worst {worst.Count}{(only.Length > 0 ? $" in {only}" : "")}:\n");
        foreach (var file in worst)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {file.Path}, score {file.Score}, {file.Words} words: ").AppendJoin("; ", file.Findings.Select(finding => finding.Reason));
            text.Append(CultureInfo.InvariantCulture, $". Remedy: {file.Findings[0].Remedy}.\n");
        }

        if (report.Alike.Count > 0)
            text.Append("Most alike: ").AppendJoin("; ", report.Alike.Take(MostPairs).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First} and {pair.Second} ({pair.Likeness * 100:0} %)"))).Append(".\n");
        if (report.Note is { } note) text.Append(note).Append('\n');
        return text.ToString().TrimEnd();
    }

    private static string Name(FindingKind kind) => kind switch
    {
        FindingKind.Unread => "not read",
        FindingKind.Duplicate => "duplicate",
        FindingKind.NearDuplicate => "near-duplicate",
        FindingKind.Stale => "stale",
        FindingKind.NoReview => "no review date",
        FindingKind.OldYears => "old years",
        FindingKind.Thin => "thin",
        FindingKind.NoHeadings => "no headings",
        FindingKind.NoFrontMatter => "no front matter",
        _ => "data-heavy",
    };
}
