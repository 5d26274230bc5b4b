using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Memory;

public sealed class ArchiveTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_line_is_JSON_whose_checksum_standard_tools_can_verify()
    {
        await _house.StoreAsync(Talk.Of("a", "Lisboa, às cinco", "Olá"));
        var line = File.ReadAllBytes(_house.LastSegment);

        using var json = JsonDocument.Parse(line);
        var entry = line.AsSpan(85, line.Length - 85 - 2);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(entry)), json.RootElement.GetProperty("sha256").GetString());
        Assert.Equal("Lisboa, às cinco", json.RootElement.GetProperty("entry").GetProperty("conversation").GetProperty("title").GetString());
        Assert.Contains("às cinco", Encoding.UTF8.GetString(line), StringComparison.Ordinal);
        Assert.True(json.RootElement.GetProperty("entry").TryGetProperty("batch", out _));
        Assert.True(json.RootElement.GetProperty("entry").TryGetProperty("stored", out _));
    }

    [Fact]
    public void A_write_cut_off_at_any_byte_loses_only_itself()
    {
        var directory = _house.PathOf("cut");
        using (var writer = ArchiveWriter.Open(directory))
        {
            writer.Append(Entry("kept"));
            writer.Append(Entry("cut"));
        }
        var file = Segments.PathOf(directory, 1);
        var whole = File.ReadAllBytes(file);
        var lastLine = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = lastLine; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            Assert.Equal(["chatgpt:kept"], Keys(directory));
            using (var writer = ArchiveWriter.Open(directory)) writer.Append(Entry("next"));
            Assert.Equal(["chatgpt:kept", "chatgpt:next"], Keys(directory));
        }
    }

    [Fact]
    public async Task After_a_kill_in_the_middle_of_a_write_everything_committed_is_recalled_and_writing_goes_on()
    {
        await _house.StoreAsync(Talk.Of("a", "First", "The walnut table is 92 centimetres wide"));
        _house.Close();
        await using (var file = new FileStream(_house.LastSegment, FileMode.Append)) await file.WriteAsync("{\"sha256\":\"0123"u8.ToArray());
        _house.Reopen();

        Assert.Equal([StoreOutcome.Added], await _house.StoreAsync(Talk.Of("b", "Second", "The walnut chair is 44 centimetres wide")));
        Assert.Equal(2, (await _house.RecallKeysAsync("walnut")).Count);
        Assert.Empty((await _house.Inspection.InspectAsync()).Faults);
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_skipped_and_reported_with_its_place()
    {
        await _house.StoreAsync(Talk.Of("a", "First", "walnut one"), Talk.Of("b", "Second", "walnut two"), Talk.Of("c", "Third", "walnut three"));
        _house.Close();
        var bytes = File.ReadAllBytes(_house.LastSegment);
        var second = Array.IndexOf(bytes, (byte)'\n') + 1;
        bytes[second + 300] ^= 1;
        File.WriteAllBytes(_house.LastSegment, bytes);
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen();

        Assert.Equal(2, await _house.Store.CatchUpAsync());
        Assert.Equal(2, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        var health = await _house.Inspection.InspectAsync();
        Assert.Equal((1, 2, 2), (health.Segments, health.Lines, health.Conversations));
        Assert.Equal([$"conversations-000001.jsonl: the line at byte {second} does not match its checksum"], health.Faults);
    }

    [Fact]
    public void A_full_segment_is_followed_by_another_and_read_in_order()
    {
        var directory = _house.PathOf("many");
        using (var writer = ArchiveWriter.Open(directory, fullBytes: 1000))
            for (var i = 0; i < 9; i++) writer.Append(Entry($"c{i}"));
        using (var writer = ArchiveWriter.Open(directory, fullBytes: 1000)) writer.Append(Entry("c9"));

        Assert.True(Segments.List(directory).Count > 2);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"chatgpt:c{i}"), Keys(directory));
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
    public void After_a_half_line_that_cannot_be_taken_back_nothing_is_written_behind_it()
    {
        var directory = _house.PathOf("away");
        FailingFile? file = null;
        using (var writer = ArchiveWriter.Open(directory, open: path => file = new FailingFile(path)))
        {
            writer.Append(Entry("kept"));
            file!.Fails = true;
            Assert.Throws<MemoryStoreException>(() => writer.Append(Entry("half")));
            file.Fails = false;
            Assert.Contains("import again", Assert.Throws<MemoryStoreException>(() => writer.Append(Entry("next"))).Message, StringComparison.Ordinal);
        }
        using (var writer = ArchiveWriter.Open(directory)) writer.Append(Entry("next"));
        Assert.Equal(["chatgpt:kept", "chatgpt:next"], Keys(directory));
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

    // A share that goes away in the middle of a line.
    private sealed class FailingFile(string path) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 0)
    {
        public bool Fails { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(Fails ? buffer[..10] : buffer);
            if (Fails) throw new IOException("The share is away");
        }

        public override void SetLength(long value)
        {
            if (Fails) throw new IOException("The share is away");
            base.SetLength(value);
        }
    }

    private static ArchiveEntry Entry(string id) =>
        new(ArchiveEntry.CurrentVersion, Talk.Start, "batch", "owner", null, null, Talk.Of(id, id, "text with \"quotes\"\nand lines"));

    private static List<string> Keys(string directory) =>
        [.. new ArchiveReader(Options.Create(new DataOptions { Nas = directory })).ReadFrom(ArchivePosition.Start).Select(item => item.Entry!.Conversation.Key)];
}
