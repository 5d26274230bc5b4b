using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>What changes in the knowledge folder while it is watched.</summary>
/// <remarks>An event of the file system only says when to look. What changed is always found by reading the folder and comparing hashes, so a lost event costs time and no correctness.</remarks>
public sealed class KnowledgeWatch
{
    /// <summary>An editor writes a file several times; the folder is read when it has been quiet for this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    /// <summary>And after this long if it does not get quiet, as while many files are copied in.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>How often the folder is read although nothing was heard.</summary>
    public static readonly TimeSpan Rescan = TimeSpan.FromMinutes(3);

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly Func<IFolderEvents> _events;

    /// <param name="root">The folder; it need not be there yet.</param>
    public KnowledgeWatch(string root, TimeProvider time)
        : this(root, time, () => new FolderEvents(root))
    {
    }

    internal KnowledgeWatch(string root, TimeProvider time, Func<IFolderEvents> events) => (_root, _time, _events) = (root, time, events);

    /// <summary>What changed between two readings, by path and content hash.</summary>
    /// <param name="known">Content hash by path of the reading before; empty for everything.</param>
    /// <returns>Lazy, in the order of paths, what was removed last. Absence of the whole folder is no removal.</returns>
    public static IEnumerable<KnowledgeChange> Differences(string root, IReadOnlyDictionary<string, string> known) => new FolderScan(root, known).Differences();

    /// <summary>
    /// First what differs from <paramref name="known"/>, then every change as it is found, until cancelled. The folder is listened to before it is first read, so
    /// nothing falls between the two. One reader; reading happens on its thread.
    /// </summary>
    /// <param name="known">Content hash by path of what is already held; empty to be given every file.</param>
    /// <exception cref="OperationCanceledException">The watch was cancelled.</exception>
    public async IAsyncEnumerable<KnowledgeChange> ChangesAsync(IReadOnlyDictionary<string, string> known, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scan = new FolderScan(_root, known);
        // One look is enough for however many reasons to look have come together.
        var due = Channel.CreateBounded<Reason>(new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        using var debounce = new Debounce(_time, Quiet, Longest, () => due.Writer.TryWrite(Reason.Event));
        await using var timer = _time.CreateTimer(_ => due.Writer.TryWrite(Reason.Time), null, Rescan, Rescan);
        using var events = _events();
        due.Writer.TryWrite(Reason.Time);
        await foreach (var reason in due.Reader.ReadAllAsync(cancellationToken))
        {
            // The old listener may be deaf without knowing it.
            if (reason == Reason.Time) events.Listen(debounce.Touch);
            foreach (var change in scan.Differences()) yield return change;
        }
    }

    private enum Reason
    {
        Event,
        Time,
    }
}
