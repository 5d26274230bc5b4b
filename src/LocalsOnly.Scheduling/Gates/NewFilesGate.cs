using System.Globalization;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>new_files</c>: a folder holds files that came since the task last ran for it; sub-folders and hidden files are passed over. A file is as new as the later of its making
/// and its last change, so one that was moved in from the same disk is as old as it was there.
/// </summary>
internal sealed class NewFilesGate(TaskMarks marks) : ITaskGate
{
    private static readonly EnumerationOptions s_listing = new() { MatchCasing = MatchCasing.CaseInsensitive, IgnoreInaccessible = true };

    public string Name => "new_files";

    public string Example => "new_files: {folder: ~/Scans, pattern: \"*.pdf\"}";

    public void Validate(GateSetting setting) => Read(setting);

    public Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken) => Task.Run(() => Test(call), cancellationToken);

    private GateVerdict Test(GateCall call)
    {
        var (folder, pattern) = Read(call.Setting);
        if (!Directory.Exists(folder)) throw new ToolException($"The folder {folder} is not there; mount it, or mend the gate's folder.");
        var since = marks.Since(call);
        try
        {
            var times = new DirectoryInfo(folder).EnumerateFiles(pattern, s_listing).Where(file => !file.Name.StartsWith('.')).Select(FileTimes.NewestOf).Where(at => at > since).ToList();
            if (times.Count == 0) return new GateVerdict(false, $"no file {pattern} in {folder} is newer than {FileTimes.Text(since)}");
            var newest = times.Max();
            marks.Opened(call, Name, newest > call.Now ? newest : call.Now);
            return new GateVerdict(true, string.Create(CultureInfo.InvariantCulture, $"{times.Count} new file{(times.Count == 1 ? "" : "s")} {pattern} in {folder} since {FileTimes.Text(since)}, the newest of {FileTimes.Text(newest)}"));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The folder {folder} cannot be listed ({broken.Message.TrimEnd('.')}).", broken);
        }
    }

    private (string Folder, string Pattern) Read(GateSetting setting)
    {
        setting.Only("folder", "pattern");
        var pattern = setting["pattern"]?.Trim() is { Length: > 0 } given ? given : "*";
        if (pattern.AsSpan().ContainsAny('/', '\\')) throw new FormatException($"pattern '{pattern}' holds a folder; write the name alone, like *.pdf");
        return (setting.Folder("folder", Example), pattern);
    }
}

/// <summary>How new a file is.</summary>
internal static class FileTimes
{
    /// <summary>When it was made or last changed, whichever is later (UTC).</summary>
    public static DateTimeOffset NewestOf(FileSystemInfo file) => file.CreationTimeUtc > file.LastWriteTimeUtc ? file.CreationTimeUtc : file.LastWriteTimeUtc;

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
