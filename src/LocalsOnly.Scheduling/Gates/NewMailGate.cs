using System.Globalization;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>new_mail</c>: a Maildir (cr.yp.to/proto/maildir.html) holds messages that came since the task last ran for it, read or not. It is an inbox on this machine that a mail
/// program fills (fetchmail, mbsync, a mail server); the host fetches nothing. A message's name begins with the second in which it was delivered. Only <c>from</c> and
/// <c>subject</c> open messages, and read the headers of the newest ones.
/// </summary>
internal sealed class NewMailGate(TaskMarks marks) : ITaskGate
{
    private const int MostOpened = 200;
    private static readonly string[] s_folders = ["new", "cur"];

    public string Name => "new_mail";

    public string Example => "new_mail: {maildir: ~/Maildir, from: bank}";

    public void Validate(GateSetting setting) => Read(setting);

    public Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken) => Task.Run(() => Test(call, cancellationToken), cancellationToken);

    private GateVerdict Test(GateCall call, CancellationToken cancellationToken)
    {
        var (maildir, from, subject) = Read(call.Setting);
        var since = marks.Since(call);
        try
        {
            var fresh = Messages(maildir).Where(message => message.At > since).OrderByDescending(message => message.At).ToList();
            var meant = from is null && subject is null
                ? fresh
                : [.. fresh.Take(MostOpened).Where(message => IsMeant(message.Path, from, subject, cancellationToken))];
            var filter = string.Concat(from is null ? "" : $" from '{from}'", subject is null ? "" : $" about '{subject}'", fresh.Count > MostOpened && fresh != meant ? $" among the newest {MostOpened}" : "");
            if (fresh.Count == 0) return new GateVerdict(false, $"no message is newer than {FileTimes.Text(since)}");
            if (meant.Count == 0) return new GateVerdict(false, string.Create(CultureInfo.InvariantCulture, $"of {fresh.Count} new since {FileTimes.Text(since)} no message is{filter}"));
            // Much later than now when a clock is wrong; the message counts once all the same.
            marks.Opened(call, Name, fresh[0].At - call.Now > TimeSpan.FromSeconds(1) ? fresh[0].At : call.Now);
            return new GateVerdict(true, string.Create(
                CultureInfo.InvariantCulture, $"{meant.Count} new message{(meant.Count == 1 ? "" : "s")}{filter} since {FileTimes.Text(since)}, the newest of {FileTimes.Text(meant[0].At)}"));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The Maildir {maildir} cannot be read ({broken.Message.TrimEnd('.')}).", broken);
        }
    }

    private static IEnumerable<(string Path, DateTimeOffset At)> Messages(string maildir)
    {
        var folders = s_folders.Select(name => Path.Combine(maildir, name)).Where(Directory.Exists).ToList();
        if (folders.Count == 0) throw new ToolException($"There is no Maildir at {maildir}: it has neither new nor cur; mend the gate's maildir, or have a mail program fill it.");
        return folders.SelectMany(Directory.EnumerateFiles).Where(path => !Path.GetFileName(path).StartsWith('.')).Select(path => (path, Delivered(path)));
    }

    /// <summary>The end of the second that the name says, for a look may fall within it; of other names, the file's own time.</summary>
    private static DateTimeOffset Delivered(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot is > 8 and < 12 && long.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(TimeSpan.TicksPerSecond - 1)
            : FileTimes.NewestOf(new FileInfo(path));
    }

    private static bool IsMeant(string path, string? from, string? subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var headers = MailHeaders.Read(path);
            return Holds(headers.From, from) && Holds(headers.Subject, subject);
        }
        catch (FileNotFoundException)
        {
            // A mail program has moved it meanwhile: it is found where it went by the next look, or was deleted.
            return false;
        }
    }

    private static bool Holds(string value, string? part) => part is null || value.Contains(part, StringComparison.OrdinalIgnoreCase);

    private (string Maildir, string? From, string? Subject) Read(GateSetting setting)
    {
        setting.Only("maildir", "from", "subject");
        return (setting.Folder("maildir", Example), Part("from"), Part("subject"));

        string? Part(string key) => setting[key] is not { } text ? null : text.Trim() is { Length: > 0 } part ? part : throw new FormatException($"{key} is empty; write a part of it, or leave it out");
    }
}
