using System.Globalization;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>new_knowledge</c>: since the task last ran for it, a Markdown file came into the knowledge folder or was changed there, or conversations were imported. What is said to
/// the personas from day to day does not count.
/// </summary>
internal sealed class NewKnowledgeGate(TaskMarks marks, IConversationArchive archive, IOptions<MemoryOptions> options) : ITaskGate
{
    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };

    public string Name => "new_knowledge";

    public string Example => "new_knowledge";

    public void Validate(GateSetting setting) => setting.Only();

    public async Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken)
    {
        var since = marks.Since(call);
        try
        {
            var files = await Task.Run(() => Files().Count(at => at > since), cancellationToken);
            var imported = (await archive.ListImportsAsync(cancellationToken)).Where(import => import.Undone is null && (import.Ended ?? import.Started) > since).Sum(import => import.Conversations);
            var open = files > 0 || imported > 0;
            if (open) marks.Opened(call, Name, call.Now);
            return new GateVerdict(open, string.Create(CultureInfo.InvariantCulture, $"since {FileTimes.Text(since)}, {files} knowledge file{(files == 1 ? " is" : "s are")} new or changed and {imported} conversation{(imported == 1 ? " was" : "s were")} imported"));
        }
        catch (MemoryStoreException broken)
        {
            throw new ToolException(broken.Message, broken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The knowledge folder {options.Value.Knowledge} cannot be listed ({broken.Message.TrimEnd('.')}).", broken);
        }
    }

    private IEnumerable<DateTimeOffset> Files() => options.Value.Knowledge is { Length: > 0 } folder && Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*.md", s_below).Select(FileTimes.NewestOf)
        : [];
}
