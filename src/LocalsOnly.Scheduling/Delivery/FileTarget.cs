using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Writes what comes of a task into a file, <c>reports/&lt;persona&gt;/&lt;task&gt;/&lt;local time&gt;.md</c>, on the NAS when there is one. A reader sees a file whole or not
/// at all. Its first lines hold the key of the post, so that a second try finds it, and another post of the same minute, as when the clocks go back, gets a name of its own.
/// </summary>
internal sealed class FileTarget(IOptions<DataOptions> options) : IDeliveryTarget
{
    private readonly Lock _gate = new();

    public bool Takes(string channel) => channel == ScheduledTask.File;

    public Reach Look(string channel, string persona)
    {
        try
        {
            PrivateFiles.CreateDirectory(Path.Combine(Root(), Safe(persona)));
            return new Reach(ReachState.Reachable);
        }
        catch (Exception away) when (away is DeliveryException or IOException or UnauthorizedAccessException)
        {
            return new Reach(ReachState.Away, away.Message.TrimEnd('.'));
        }
    }

    public Task<string> DeliverAsync(TaskPost post, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            lock (_gate) return Write(post);
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"The report could not be written ({away.Message.TrimEnd('.')}); make room, or give the folder to the user of the host.", mayPass: true, away);
        }
    }, cancellationToken);

    private string Write(TaskPost post)
    {
        var folder = Path.Combine(Root(), Safe(post.Persona), Safe(TaskName(post)));
        PrivateFiles.CreateDirectory(folder);
        var name = TimeZoneInfo.ConvertTime(post.Due, post.Zone).ToString("yyyy-MM-dd HHmm", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, number == 1 ? $"{name}.md" : string.Create(CultureInfo.InvariantCulture, $"{name} ({number}).md"));
            if (!File.Exists(path))
            {
                Write(path, post);
                return path;
            }

            if (IsOf(path, post.Key)) return path;
        }
    }

    private static void Write(string path, TaskPost post)
    {
        var temporary = path + ".new";
        try
        {
            using (var file = PrivateFiles.Open(temporary, FileMode.Create, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"---\n{KeyLine(post.Key)}\ntask: {Quoted(post.Task)}\ndue: {post.Due.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n---\n\n{post.Text.TrimEnd()}\n")));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static bool IsOf(string path, string key) => File.ReadLines(path).Skip(1).FirstOrDefault() == KeyLine(key);

    private static string KeyLine(string key) => $"key: {Quoted(key)}";

    // JSON's strings are YAML's too, and stay on their line.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <exception cref="DeliveryException">The NAS is not there.</exception>
    private string Root()
    {
        var (local, nas) = (options.Value.Local, options.Value.Nas);
        // Without a NAS the archive is inside the local directory; reports are beside it.
        var isShare = nas.Length > 0 && Path.GetFullPath(nas) != Path.GetFullPath(Path.Combine(local, "archive"));
        // Making it would begin a second folder under the mount point of a share that is away.
        if (isShare && !Directory.Exists(nas)) throw new DeliveryException($"The folder {nas} (Data:Nas) is not there, so no report can be written: mount the NAS, or make the folder.", mayPass: true);
        return Path.Combine(isShare ? nas : local, "reports");
    }

    private static string TaskName(TaskPost post) => post.Task.StartsWith(post.Persona + "/", StringComparison.OrdinalIgnoreCase) ? post.Task[(post.Persona.Length + 1)..] : post.Task;

    private static string Safe(string name) => name.Trim('.', ' ').Length == 0 ? "_" : string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
