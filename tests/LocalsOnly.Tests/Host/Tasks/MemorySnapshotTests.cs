using System.IO.Compression;
using System.Text.Json;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Host.Tasks;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using LocalsOnly.Tests.Agents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>The nightly snapshot of what is only on the local disk.</summary>
public sealed class MemorySnapshotTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ScheduledTask _task = new("eliza", "memory-snapshot", new EverySchedule(TimeSpan.FromDays(1)), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), "Snapshot.");
    private readonly ScriptedMemory _memory = new();
    private readonly DataOptions _data;

    // 03:30 in Paris.
    private DateTimeOffset _due = new(2026, 11, 26, 2, 30, 0, TimeSpan.Zero);

    public MemorySnapshotTests()
    {
        _data = new DataOptions { Local = _directory.Combine("local"), Nas = _directory.Combine("nas") };
        _directory.Write("nas/archive.json", "{}");
        _directory.Write("local/sessions/vince.jsonl", "{\"said\":1}\n");
        _directory.Write("local/desks/paper/2026-11.jsonl", "{}\n");
        _directory.Write("local/desks/research/drafts/a.md", "# Draft");
        _directory.Write("local/ledger/usage-2026-11.jsonl", "{}\n");
        _directory.Write("local/routes/routes.jsonl", "{}\n");
        _directory.Write("local/remembered.jsonl", "{}\n");
        _directory.Write("local/index.db", "can be made again");
        _directory.Write("local/secrets/LOCALS_Discord__Tokens__kelly", "a token");
    }

    private string Today => _directory.Combine("nas", "snapshots", "2026-11-26");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_holds_what_is_nowhere_else_and_no_secret_and_says_nothing()
    {
        using var open = Database("discord.db", "hello");

        Assert.Equal("", await RunAsync());

        var manifest = Manifest(Today);
        Assert.Equal(
            ["discord.db", "remembered.jsonl", "desks/paper/2026-11.jsonl", "desks/research/drafts/a.md", "ledger/usage-2026-11.jsonl", "routes/routes.jsonl", "sessions/vince.jsonl"],
            manifest.Files.Select(file => file.Path));
        Assert.Equal([SnapshotManifest.FileName, manifest.File], Directory.EnumerateFiles(Today).Select(Path.GetFileName).Order());
        Assert.Null(SnapshotContent.Fault(Path.Combine(Today, manifest.File), manifest.Files));
        Assert.False(Directory.Exists(_directory.Combine("local", "tmp", "snapshot")));
    }

    [Fact]
    public async Task A_database_is_whole_though_it_is_in_use_and_its_newest_row_is_only_in_its_log()
    {
        using var open = Database("tasks.db", "the newest");

        await RunAsync();

        var manifest = Manifest(Today);
        ZipFile.ExtractToDirectory(Path.Combine(Today, manifest.File), _directory.Combine("restored"));
        using var restored = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _directory.Combine("restored", "tasks.db"), Pooling = false }.ToString());
        restored.Open();
        using var command = restored.CreateCommand();
        command.CommandText = "SELECT text FROM words";
        Assert.Equal("the newest", command.ExecuteScalar());
    }

    [Fact]
    public async Task A_second_one_on_the_same_day_takes_the_place_of_the_first()
    {
        await RunAsync();
        _directory.Write("local/sessions/vince.jsonl", "{\"said\":2}\n");
        _due = _due.AddMinutes(5);
        await RunAsync();

        var manifest = Manifest(Today);
        Assert.Equal([SnapshotManifest.FileName, manifest.File], Directory.EnumerateFiles(Today).Select(Path.GetFileName).Order());
        using var zip = ZipFile.OpenRead(Path.Combine(Today, manifest.File));
        using var session = new StreamReader(zip.GetEntry("sessions/vince.jsonl")!.Open());
        Assert.Equal("{\"said\":2}\n", session.ReadToEnd());
    }

    [Fact]
    public async Task What_a_killed_process_left_is_no_snapshot_and_goes()
    {
        _directory.Write("nas/snapshots/2026-11-25/snapshot-023000000.zip", "half");
        _directory.Write("local/tmp/snapshot/snapshot.zip", "half");

        await RunAsync();

        Assert.False(Directory.Exists(_directory.Combine("nas", "snapshots", "2026-11-25")));
        Assert.Null(SnapshotContent.Fault(Path.Combine(Today, Manifest(Today).File), Manifest(Today).Files));
    }

    [Fact]
    public async Task A_damaged_file_is_found_when_it_is_read()
    {
        await RunAsync();
        var manifest = Manifest(Today);

        Assert.Equal("sessions/vince.jsonl in it is damaged", SnapshotContent.Fault(
            Path.Combine(Today, manifest.File), [.. manifest.Files.Select(file => file.Path == "sessions/vince.jsonl" ? file with { Sha256 = new string('0', 64) } : file)]));
    }

    [Fact]
    public async Task Without_the_NAS_it_says_so_and_writes_nothing()
    {
        Directory.Delete(_data.Nas, recursive: true);

        Assert.Equal(
            $"No snapshot was taken, because the archive directory {_data.Nas} is away; mount it. The snapshots before are kept.",
            (await Assert.ThrowsAsync<ToolException>(RunAsync)).Message);
        Assert.False(Directory.Exists(_data.Nas));
    }

    [Fact]
    public async Task A_mount_point_with_nothing_mounted_is_not_the_NAS()
    {
        File.Delete(_directory.Combine("nas", "archive.json"));

        Assert.Contains("is away; mount it", (await Assert.ThrowsAsync<ToolException>(RunAsync)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.Nas));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_keeps_the_snapshots_before()
    {
        await RunAsync();
        _directory.Write("nas/snapshots/2026-11-27", "a file where the folder should be");
        _due = _due.AddDays(1);

        Assert.StartsWith("No snapshot could be taken in ", (await Assert.ThrowsAsync<ToolException>(RunAsync)).Message, StringComparison.Ordinal);
        Assert.Null(SnapshotContent.Fault(Path.Combine(Today, Manifest(Today).File), Manifest(Today).Files));
        Assert.False(Directory.Exists(_directory.Combine("local", "tmp", "snapshot")));
    }

    [Fact]
    public async Task Old_ones_age_out_and_folders_of_somebody_else_stay()
    {
        for (var day = new DateOnly(2025, 9, 1); day < new DateOnly(2026, 11, 26); day = day.AddDays(1))
            _directory.Write($"nas/snapshots/{day:yyyy-MM-dd}/{SnapshotManifest.FileName}", "{}");
        _directory.Write("nas/snapshots/mine/a.txt", "mine");

        await RunAsync();

        Assert.Equal(
            ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-08", "2026-11-15",
             "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "mine"],
            Directory.EnumerateDirectories(_directory.Combine("nas", "snapshots")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    private Task<string> RunAsync() => new MemorySnapshotAction(Options.Create(_data), _memory).RunAsync(new ActionCall(_task, _due, _due, _due), CancellationToken.None);

    private static SnapshotManifest Manifest(string folder) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, SnapshotManifest.FileName)), SnapshotJson.Default.SnapshotManifest)!;

    private SqliteConnection Database(string name, string text)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _directory.Combine("local", name), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE words (text TEXT); INSERT INTO words VALUES ($text);";
        command.Parameters.AddWithValue("$text", text);
        command.ExecuteNonQuery();
        return connection;
    }
}
