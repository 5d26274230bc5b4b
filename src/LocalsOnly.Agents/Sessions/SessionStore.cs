using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Sessions;

/// <summary>The sessions, a file of JSON lines each under <c>Data:Local/sessions</c>: they outlive the host, and what is forgotten goes out of them.</summary>
internal sealed class SessionStore(IOptions<DataOptions> options) : ISessions, IForgotten, IDisposable
{
    private const string Ending = ".jsonl";

    /// <summary>Turns whose conversation the caller keeps. Their records are kept month by month.</summary>
    private const string Elsewhere = "turns-";

    private readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    private string Folder => Path.Combine(options.Value.Local, "sessions");

    /// <summary>The session of a persona in a place.</summary>
    public Session Open(string persona, string session) => OpenFile(NameOf(persona, session));

    /// <summary>Where the record of a turn goes whose conversation the caller keeps.</summary>
    public Session OpenElsewhere(DateTimeOffset at) => OpenFile(string.Create(CultureInfo.InvariantCulture, $"{Elsewhere}{at.UtcDateTime:yyyy-MM}"));

    /// <summary>A session's conversation is remembered day by day, so that a day of it can be forgotten.</summary>
    public static string ConversationOf(string session, DateTimeOffset at, TimeZoneInfo zone) => string.Create(CultureInfo.InvariantCulture, $"{session} {TimeZoneInfo.ConvertTime(at, zone):yyyy-MM-dd}");

    public IReadOnlyList<SessionSummaryLine> List() =>
        [.. Files().Where(name => !name.StartsWith(Elsewhere, StringComparison.Ordinal)).Select(Summarise).OfType<SessionSummaryLine>().OrderByDescending(line => line.LastAt).ThenBy(line => line.Name, StringComparer.Ordinal)];

    public IReadOnlyList<SessionLine>? Show(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Files().Contains(name) ? [.. OpenFile(name).Entries.Where(entry => entry.Said is not null).Select(entry => new SessionLine(entry.At, entry.Said!.FromPerson, entry.Said.Text))] : null;
    }

    public bool Delete(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Files().Contains(name)) return false;
        File.Delete(PathOf(name));
        return true;
    }

    public TurnRecord? Why(string? turn) => Files()
        .SelectMany(name => Readable(name))
        .Select(entry => entry.Turn)
        .OfType<TurnRecord>()
        .Where(record => turn is null || record.Id.StartsWith(turn, StringComparison.OrdinalIgnoreCase))
        .MaxBy(record => record.At);

    public void Forget(IReadOnlyCollection<string> conversationKeys)
    {
        try
        {
            foreach (var name in Files()) OpenFile(name).Forget(conversationKeys);
        }
        catch (ToolException failed)
        {
            throw new MemoryStoreException($"Nothing was forgotten: {failed.Message}", failed);
        }
    }

    public void Dispose()
    {
        foreach (var session in _open.Values) session.Dispose();
    }

    private Session OpenFile(string name) => _open.GetOrAdd(name, each => new Session(PathOf(each)));

    private string PathOf(string name) => Path.Combine(Folder, name + Ending);

    private List<string> Files() =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*" + Ending).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)] : [];

    private IReadOnlyList<SessionEntry> Readable(string name)
    {
        try
        {
            return OpenFile(name).Entries;
        }
        catch (ToolException)
        {
            return [];
        }
    }

    private SessionSummaryLine? Summarise(string name)
    {
        try
        {
            var entries = OpenFile(name).Entries;
            if (entries.Count == 0) return null;
            var opened = entries.Select(entry => entry.Opened).OfType<SessionOpened>().FirstOrDefault();
            return new SessionSummaryLine(
                name, opened?.Persona ?? "?", opened?.Session ?? name, entries.Count(entry => entry.Said is not null), entries.LastOrDefault(entry => entry.Summary is not null)?.Summary?.Covers ?? 0,
                entries[^1].At);
        }
        catch (ToolException broken)
        {
            return new SessionSummaryLine(name, "?", name, 0, 0, File.GetLastWriteTimeUtc(PathOf(name)), broken.Message);
        }
    }

    /// <summary>Readable where it can be, and never the same for two places.</summary>
    private static string NameOf(string persona, string session)
    {
        var readable = new string([.. session.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? char.ToLowerInvariant(c) : '-').Take(40)]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{persona}\n{session}")))[..8];
        return $"{persona}-{readable}-{hash}";
    }
}
