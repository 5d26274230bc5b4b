using LocalsOnly.Memory.Knowledge;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class WatchTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly Dictionary<string, string> s_nothing = [];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RaisedEvents _events = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<KnowledgeChange> _changes;

    public WatchTests() => _changes = new KnowledgeWatch(Root, _time, () => _events).ChangesAsync(s_nothing, _stop.Token).GetAsyncEnumerator();

    private string Root => _folder.Combine("knowledge");

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _changes.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Two_readings_differ_in_what_was_added_changed_and_removed()
    {
        Write("solus/a.md", "one");
        Write("solus/b.md", "two");
        Write("solus/c.md", "three");
        var known = KnowledgeFolder.Read(Root).ToDictionary(document => document.Path, document => document.ContentHash);
        Assert.Empty(KnowledgeWatch.Differences(Root, known));

        Write("solus/b.md", "two!");
        File.Delete(Path.Combine(Root, "solus/c.md"));
        Write("solus/a0.md", "new");
        File.SetLastWriteTimeUtc(Path.Combine(Root, "solus/a.md"), DateTime.UnixEpoch);

        Assert.Equal(
            [(KnowledgeChangeKind.Added, "solus/a0.md", "new"), (KnowledgeChangeKind.Changed, "solus/b.md", "two!"), (KnowledgeChangeKind.Removed, "solus/c.md", null)],
            KnowledgeWatch.Differences(Root, known).Select(change => (change.Kind, change.Path, change.Document?.Chunks[0].Text)));
    }

    [Fact]
    public async Task The_first_reading_gives_what_is_not_yet_known()
    {
        Write("solus/a.md", "one");
        Write("solus/b.md", "two");

        Assert.Equal((KnowledgeChangeKind.Added, "solus/a.md"), await NextAsync());
        Assert.Equal((KnowledgeChangeKind.Added, "solus/b.md"), await NextAsync());
    }

    [Fact]
    public async Task Several_writes_in_a_row_are_one_change_once_it_is_quiet()
    {
        Write("solus/a.md", "one");
        await NextAsync();
        var next = _changes.MoveNextAsync();
        for (var i = 0; i < 5; i++)
        {
            Write("solus/a.md", $"draft {i}");
            _events.Raise();
            _time.Advance(KnowledgeWatch.Quiet - TimeSpan.FromMilliseconds(1));
        }
        Assert.Equal(1, _events.Listens);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await next.AsTask().WaitAsync(s_patience));
        Assert.Equal("draft 4", _changes.Current.Document!.Chunks[0].Text);
    }

    [Fact]
    public async Task A_folder_that_is_never_quiet_is_read_all_the_same()
    {
        Write("solus/a.md", "one");
        await NextAsync();
        var next = _changes.MoveNextAsync();
        Write("solus/a.md", "two");
        var step = KnowledgeWatch.Quiet / 2;
        for (var waited = TimeSpan.Zero; waited <= KnowledgeWatch.Longest; waited += step)
        {
            _events.Raise();
            _time.Advance(step);
        }

        Assert.True(await next.AsTask().WaitAsync(s_patience));
        Assert.Equal(KnowledgeChangeKind.Changed, _changes.Current.Kind);
    }

    [Fact]
    public async Task What_no_event_told_is_found_by_the_next_full_reading_which_also_listens_anew()
    {
        Write("solus/a.md", "one");
        await NextAsync();
        var next = _changes.MoveNextAsync();
        Write("solus/a.md", "two");
        _time.Advance(KnowledgeWatch.Rescan - TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next.AsTask().WaitAsync(s_patience));
        Assert.Equal((KnowledgeChangeKind.Changed, "solus/a.md", 2), (_changes.Current.Kind, _changes.Current.Path, _events.Listens));
    }

    [Fact]
    public async Task A_folder_that_goes_away_or_is_a_mount_point_with_nothing_mounted_removes_nothing()
    {
        Write("solus/a.md", "one");
        var scan = new FolderScan(Root, s_nothing);
        Assert.Single(scan.Differences());

        Directory.Move(Root, Root + "-away");
        Assert.Empty(scan.Differences());
        Directory.CreateDirectory(Root);
        Assert.Empty(scan.Differences());
        Directory.Delete(Root);
        Directory.Move(Root + "-away", Root);
        Assert.Empty(scan.Differences());

        // Somebody emptied it: the README is still there.
        Write("README.md", "about");
        Directory.Delete(Path.Combine(Root, "solus"), recursive: true);
        Assert.Equal(KnowledgeChangeKind.Removed, Assert.Single(scan.Differences()).Kind);
        await Task.CompletedTask;
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_once_and_what_was_known_of_it_stays()
    {
        Write("solus/a.md", "one");
        File.CreateSymbolicLink(Path.Combine(Root, "solus/b.md"), Path.Combine(Root, "solus/a.md"));
        var scan = new FolderScan(Root, s_nothing);

        Assert.Equal(["solus/a.md", "solus/b.md"], scan.Differences().Select(change => change.Path));
        Assert.Empty(scan.Differences());

        File.Delete(Path.Combine(Root, "solus/a.md"));
        File.CreateSymbolicLink(Path.Combine(Root, "solus/a.md"), Path.Combine(Root, "nowhere"));
        Assert.Empty(scan.Differences());
        File.Delete(Path.Combine(Root, "solus/b.md"));
        Write("solus/b.md", "a copy");
        var change = Assert.Single(scan.Differences());
        Assert.Equal((KnowledgeChangeKind.Changed, "a copy"), (change.Kind, change.Document!.Chunks[0].Text));
    }

    [Fact]
    public async Task A_watch_that_is_cancelled_ends_and_stops_listening()
    {
        Write("solus/a.md", "one");
        await NextAsync();
        var next = _changes.MoveNextAsync();
        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next.AsTask().WaitAsync(s_patience));
        Assert.True(_events.Disposed);
    }

    [Fact]
    public async Task A_write_anywhere_below_is_an_event_of_the_system()
    {
        Write("solus/deep/a.md", "one");
        var heard = new TaskCompletionSource();
        using var events = new FolderEvents(Root);
        events.Listen(() => heard.TrySetResult());
        Write("solus/deep/a.md", "two");

        await heard.Task.WaitAsync(s_patience);
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_events_and_no_exception()
    {
        using var events = new FolderEvents(Root);
        var heard = 0;
        events.Listen(() => heard++);
        Write("solus/a.md", "one");

        Assert.Equal(0, heard);
    }

    private async Task<(KnowledgeChangeKind, string)> NextAsync()
    {
        Assert.True(await _changes.MoveNextAsync().AsTask().WaitAsync(s_patience));
        return (_changes.Current.Kind, _changes.Current.Path);
    }

    private void Write(string name, string content) => _folder.Write(Path.Combine("knowledge", name), content);

    private sealed class RaisedEvents : IFolderEvents
    {
        private Action _changed = () => { };

        public int Listens { get; private set; }

        public bool Disposed { get; private set; }

        public void Raise() => _changed();

        public void Listen(Action changed)
        {
            _changed = changed;
            Listens++;
        }

        public void Dispose() => Disposed = true;
    }
}
