using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

public sealed class ArchiveTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_line_is_JSON_whose_checksum_standard_tools_can_verify()
    {
        await _house.StoreAsync(Talk.Of("a", "Lisboa, às cinco", "Olá"));
        var line = ArchiveFile.Lines(_house.Nas).Single(line => line.Contains("\"observation\"", StringComparison.Ordinal));
        var bytes = Encoding.UTF8.GetBytes(line);

        using var json = JsonDocument.Parse(bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(85, bytes.Length - 86))), json.RootElement.GetProperty("sha256").GetString());
        Assert.Equal("Lisboa, às cinco", json.RootElement.GetProperty("entry").GetProperty("conversation").GetProperty("title").GetString());
        Assert.Contains("às cinco", line, StringComparison.Ordinal);
        Assert.Equal(1, json.RootElement.GetProperty("entry").GetProperty("import").GetInt32());
        Assert.True(json.RootElement.GetProperty("entry").TryGetProperty("stored", out _));
    }

    [Fact]
    public void A_write_cut_off_at_any_byte_loses_only_itself()
    {
        var directory = _house.PathOf("cut");
        Append(directory, "kept");
        var file = Directory.GetFiles(directory, "conversations-*").Single();
        var kept = new FileInfo(file).Length;
        Append(directory, "cut");
        var whole = File.ReadAllBytes(file);
        for (var length = kept; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..(int)length]);
            Assert.Equal(["chatgpt:kept"], ArchiveFile.Keys(directory));
            Append(directory, "next");
            Assert.Equal(["chatgpt:kept", "chatgpt:next"], ArchiveFile.Keys(directory));
        }
    }

    [Theory]
    [InlineData("manifest.json.new", true)]
    [InlineData("conversations-000001.r2.jsonl.gz.new", true)]
    [InlineData("raw-000003.json.gz.new", true)]
    [InlineData("my notes.new", false)]
    [InlineData("conversations.new", false)]
    [InlineData(".new", false)]
    public async Task Of_files_that_end_in_new_only_those_that_a_killed_writer_left_are_deleted(string name, bool isLeftover)
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"));
        await File.WriteAllTextAsync(Path.Combine(_house.Nas, name), "half of it");
        await _house.StoreAsync(Talk.Of("b", "Garden", "roses"));

        Assert.Equal(!isLeftover, File.Exists(Path.Combine(_house.Nas, name)));
    }

    [Fact]
    public async Task A_reader_that_a_rewrite_overtakes_begins_again_with_what_it_made()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table"), Talk.Of("b", "Garden", "roses"));
        await _house.Keeping.CompactAsync();
        var old = Manifest.Read(_house.Nas);
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:b" });
        var looks = 0;
        var layout = ArchiveLayout.Read(_house.Nas, directory => looks++ == 0 ? old : Manifest.Read(directory));

        Assert.Equal(2, layout.Manifest?.Generation);
        Assert.Equal("conversations-000001.r2.jsonl.gz", layout.Lines[0].Name);
    }

    [Fact]
    public async Task After_a_kill_in_the_middle_of_a_write_everything_committed_is_recalled_and_writing_goes_on()
    {
        await _house.StoreAsync(Talk.Of("a", "First", "The walnut table is 92 centimetres wide"));
        _house.Close();
        await using (var file = new FileStream(_house.LastSegment, FileMode.Append)) await file.WriteAsync(new byte[] { 0x1f, 0x8b, 8, 4, 0, 0 });
        _house.Reopen();

        Assert.Equal([StoreOutcome.Added], await _house.StoreAsync(Talk.Of("b", "Second", "The walnut chair is 44 centimetres wide")));
        Assert.Equal(2, (await _house.RecallKeysAsync("walnut")).Count);
        Assert.Empty((await _house.Inspection.InspectAsync()).Faults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_damaged_block_is_skipped_and_reported_with_its_place(int damagedByte)
    {
        await _house.StoreAsync(Talk.Of("a", "First", "walnut one"));
        await _house.StoreAsync(Talk.Of("b", "Second", "walnut two"));
        var second = new FileInfo(_house.LastSegment).Length;
        await _house.StoreAsync(Talk.Of("c", "Third", "walnut three"));
        await _house.StoreAsync(Talk.Of("d", "Fourth", "walnut four"));
        _house.Close();
        var bytes = File.ReadAllBytes(_house.LastSegment);
        bytes[second + damagedByte] ^= 1;
        File.WriteAllBytes(_house.LastSegment, bytes);
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen();

        await _house.Store.CatchUpAsync();
        Assert.Equal(3, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        var health = await _house.Inspection.InspectAsync();
        Assert.Equal((1, 3), (health.Segments, health.Conversations));
        Assert.StartsWith($"conversations-000001.jsonl.gz: what is at byte {second} is ", Assert.Single(health.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_segment_is_followed_by_another_and_read_in_order()
    {
        var directory = _house.PathOf("many");
        for (var i = 0; i < 9; i++) Append(directory, $"c{i}", fullBytes: 1000);

        var manifest = Manifest.Read(directory)!;
        Assert.True(manifest.Conversations.Count > 2);
        Assert.All(manifest.Conversations, segment => Assert.Equal(SealedSegment.Of(Path.Combine(directory, segment.File), segment.Lines), segment));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"chatgpt:c{i}"), ArchiveFile.Keys(directory));
    }

    [Fact]
    public async Task A_second_writer_is_told_what_to_do()
    {
        await using var first = await _house.Store.OpenWriterAsync();
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Store.OpenWriterAsync());

        Assert.Contains("wait until it has finished", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_house.Nas, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_after_a_writer_is_welcome()
    {
        await using (await _house.Store.OpenWriterAsync())
        {
        }
        Assert.Equal([StoreOutcome.Added], await _house.StoreAsync(Talk.Of("a", "First", "one")));
    }

    [Fact]
    public async Task An_archive_directory_that_cannot_be_written_is_named_with_its_setting()
    {
        using var house = new TestMemory(nas: Path.Combine(_house.Write("file", "x"), "nas"));
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => house.Store.OpenWriterAsync());

        Assert.Contains(house.Nas, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Data:Nas", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_directory_that_cannot_be_written_is_named_with_its_setting()
    {
        File.WriteAllText(_house.Local, "a file where the directory should be");
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Memory.CountAsync(TestMemory.Scope));

        Assert.Contains(_house.Local, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Data:Local", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unmounted_archive_forgets_nothing_and_is_not_begun_anew()
    {
        await _house.StoreAsync(Talk.Of("a", "First", "walnut table"));
        Directory.Move(_house.Nas, _house.Nas + "-away");
        Directory.CreateDirectory(_house.Nas);

        Assert.Contains("mount it", (await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Store.CatchUpAsync())).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Store.OpenWriterAsync());
        Assert.Empty(Directory.GetFileSystemEntries(_house.Nas));
        Assert.Single(await _house.RecallKeysAsync("walnut"));
    }

    [Fact]
    public async Task What_is_remembered_is_readable_by_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        await _house.StoreAsync(Talk.Of("a", "First", "walnut"));
        const UnixFileMode Others = (UnixFileMode)0b111_111;

        foreach (var path in (string[])[_house.Local, _house.Nas, .. Directory.GetFiles(_house.Local), .. Directory.GetFiles(_house.Nas)])
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
    }

    [Fact]
    public async Task What_a_long_import_stores_and_meets_again_is_found_in_a_segment_that_it_has_begun_meanwhile()
    {
        await _house.StoreAsync(Talk.Of("old", "Old", "walnut"));
        _house.Everything.SegmentBytes = 1;
        await using var writer = await _house.Store.OpenWriterAsync();
        Assert.Equal(StoreOutcome.Updated, await writer.StoreAsync(Talk.Of("old", "Old", "walnut", "grown")));
        await writer.CommitAsync();
        Assert.Equal(StoreOutcome.Added, await writer.StoreAsync(Talk.Of("new", "New", "oak")));
        await writer.CommitAsync();
        Assert.Equal(StoreOutcome.Updated, await writer.StoreAsync(Talk.Of("new", "New", "oak", "grown")));
    }

    [Fact]
    public async Task A_segment_that_an_earlier_build_emptied_is_read_as_empty_and_made_anew_by_compacting()
    {
        await _house.ImportAsync(Talk.Of("a", "First", "walnut"), "{}");
        await _house.Keeping.ForgetAsync(new ForgetSelection { Source = "chatgpt" });
        _house.Close();
        var empty = Directory.GetFiles(_house.Nas, "raw-*.gz").Single();
        var whole = File.ReadAllBytes(empty);
        // As it was: header, length of the member, no deflate stream, trailer.
        byte[] truncated = [.. whole[..16], 28, 0, 0, 0, .. new byte[8]];
        File.WriteAllBytes(empty, truncated);
        var manifest = Path.Combine(_house.Nas, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest)
            .Replace(Convert.ToHexStringLower(SHA256.HashData(whole)), Convert.ToHexStringLower(SHA256.HashData(truncated)), StringComparison.Ordinal)
            .Replace("\"bytes\": 30", "\"bytes\": 28", StringComparison.Ordinal));
        _house.Reopen();
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);

        await _house.Keeping.CompactAsync();
        Assert.Equal(whole, File.ReadAllBytes(Directory.GetFiles(_house.Nas, "raw-*.gz").Single()));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task An_archive_that_is_away_or_shorter_than_its_index_is_not_called_right()
    {
        await _house.StoreAsync(Talk.Of("a", "First", "walnut"));
        var lines = _house.LastSegment;
        File.Move(lines, lines + ".away");
        Assert.Contains("segment 1 of the conversations is gone", Assert.Single((await _house.Keeping.VerifyAsync()).Faults), StringComparison.Ordinal);
        File.Move(lines + ".away", lines);
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);

        Directory.Move(_house.Nas, _house.Nas + ".away");
        Assert.Contains("mount it again", (await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Keeping.VerifyAsync())).Message, StringComparison.Ordinal);
        File.WriteAllText(_house.Nas, "");
        Assert.Contains("is a file", (await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Keeping.VerifyAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_takes_no_room_for_the_block_of_an_import()
    {
        var directory = _house.PathOf("small");
        Append(directory, "first");
        Assert.InRange(AllocatedBytes.Of(() => Append(directory, "next")), 1, 200_000);
    }

    private static void Append(string directory, string id, long fullBytes = ArchiveWriter.FullBytes)
    {
        using var writer = ArchiveWriter.Open(directory, fullBytes);
        writer.Append(new ArchiveEntry(ArchiveEntry.CurrentVersion, Talk.Start, "owner") { Import = 1, Conversation = Talk.Of(id, id, "text with \"quotes\"\nand lines") });
        writer.Commit();
    }
}
