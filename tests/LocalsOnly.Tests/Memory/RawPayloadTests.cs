using System.Security.Cryptography;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

public sealed class RawPayloadTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_payload_is_kept_byte_for_byte_and_its_line_says_where()
    {
        byte[] raw = [.. "{\"a\":\"\\ud83d\",\n \"b\":"u8, 0xff, 0x00, (byte)'}', (byte)'\n'];
        await using (var writer = await _house.Store.OpenWriterAsync()) await writer.StoreAsync(Talk.Of("a", "Title", "one"), raw);

        var layout = ArchiveLayout.Read(_house.Nas);
        using var lines = new LineReader(layout);
        var entry = ArchiveReader.ReadFrom(layout, ArchivePosition.Start).SelectMany(block => block.Lines().Select(line => block.Parse(line, out _))).Single(entry => entry!.Raw is not null);
        Assert.Equal(raw, lines.Read(entry!.Raw!)!.Value.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(raw)), entry.Raw!.Sha256);
        Assert.Equal(raw.Length, entry.Raw.Length);
    }

    [Fact]
    public async Task A_payload_is_known_to_the_imports_after_its_own_until_that_is_undone()
    {
        var raw = "raw bytes"u8.ToArray();
        await using (var writer = await _house.Store.OpenWriterAsync())
        {
            await writer.StoreAsync(Talk.Of("a", "Title", "one"), raw);
            Assert.False(writer.Knows(raw));
        }
        Assert.True(await KnowsAsync(raw));
        await _house.Keeping.UndoAsync(1);
        Assert.False(await KnowsAsync(raw));
        Assert.False(await KnowsAsync("other"u8.ToArray()));
    }

    [Fact]
    public async Task A_payload_that_is_forgotten_is_not_known_any_more()
    {
        await _house.ImportAsync(Talk.Of("a", "Title", "one"), "raw");
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:a" });
        Assert.False(await KnowsAsync("raw"u8.ToArray()));
    }

    [Fact]
    public async Task What_was_stored_without_its_payload_gets_it_when_an_import_brings_it()
    {
        var talk = Talk.Of("a", "Title", "one");
        await _house.StoreAsync(talk);
        await using (var writer = await _house.Store.OpenWriterAsync()) Assert.Equal(StoreOutcome.Unchanged, await writer.StoreAsync(talk, "raw"u8.ToArray()));
        Assert.Equal(["raw"], ArchiveFile.Payloads(_house.Nas));
        Assert.True(await KnowsAsync("raw"u8.ToArray()));
    }

    [Fact]
    public async Task More_than_fits_between_two_commits_goes_through_and_is_searchable()
    {
        var random = new Random(1);
        await using (var writer = await _house.Store.OpenWriterAsync())
            for (var i = 0; i < 40; i++)
            {
                var raw = new byte[3 << 20];
                random.NextBytes(raw);
                Assert.Equal(StoreOutcome.Added, await writer.StoreAsync(Talk.Of($"c{i}", "Title", $"walnut number{i}"), raw));
                Assert.Equal(StoreOutcome.Updated, await writer.StoreAsync(Talk.Of($"c{i}", "Title", $"walnut number{i}", "and more")));
            }

        Assert.Equal(40, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        Assert.Equal(80, (await _house.Memory.CountAsync(TestMemory.Scope)).Messages);
        var manifest = Manifest.Read(_house.Nas)!;
        Assert.NotEmpty(manifest.Raw);
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Payloads_and_conversations_of_all_sizes_come_back_as_they_were_though_the_callers_buffer_is_used_again()
    {
        int[] sizes = [10, 900_000, 1, 200_000, 128 << 10, (128 << 10) + 1, 3_000_000, 50];
        var (random, buffer, expected) = (new Random(1), new byte[3_000_000], new Dictionary<string, (byte[] Raw, string Text)>());
        await using (var writer = await _house.Store.OpenWriterAsync())
        {
            foreach (var size in sizes)
            {
                random.NextBytes(buffer.AsSpan(0, size));
                var text = Convert.ToHexString(buffer.AsSpan(0, size / 2)) + " \"é\u2028🚀";
                expected.Add($"chatgpt:c{size}", (buffer[..size], text));
                Assert.Equal(StoreOutcome.Added, await writer.StoreAsync(Talk.Of($"c{size}", "Title", text), buffer.AsMemory(0, size)));
                Assert.Equal(StoreOutcome.Unchanged, await writer.StoreAsync(Talk.Of($"c{size}", "Title", text), buffer.AsMemory(0, size)));
            }
        }

        var layout = ArchiveLayout.Read(_house.Nas);
        using var lines = new LineReader(layout);
        var entries = ArchiveReader.ReadFrom(layout, ArchivePosition.Start).SelectMany(block => block.Lines().Select(line => block.Parse(line, out _)!))
            .Where(entry => entry.Conversation is not null).ToList();
        Assert.Equal(expected.Keys, entries.Select(entry => entry.Conversation!.Key));
        Assert.All(entries, entry =>
        {
            Assert.Equal(expected[entry.Conversation!.Key].Raw, lines.Read(entry.Raw!)!.Value.ToArray());
            Assert.Equal(expected[entry.Conversation.Key].Text, entry.Conversation.Messages[0].Text);
            Assert.Equal(Digest.Of(entry.Conversation).ToString(), entry.Digest);
        });
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Damage_to_a_payload_and_to_the_manifest_is_found_with_file_and_byte()
    {
        await _house.ImportAsync(Talk.Of("a", "Title", "one"), "raw a");
        await _house.ImportAsync(Talk.Of("b", "Title", "two"), "raw b");
        var file = Directory.GetFiles(_house.Nas, "raw-*").Single();
        var bytes = File.ReadAllBytes(file);
        var second = bytes.AsSpan(20).IndexOf((ReadOnlySpan<byte>)[0x1f, 0x8b, 8, 4]) + 20;
        bytes[second + 22] ^= 1;
        File.WriteAllBytes(file, bytes);

        var verdict = await _house.Keeping.VerifyAsync();
        Assert.Equal(1, verdict.Payloads);
        Assert.Contains($"raw-000001.json.gz: what is at byte {second} is damaged: it does not unpack to what was written", verdict.Faults);
        Assert.Contains(verdict.Faults, fault => fault.StartsWith("conversations-000001.jsonl.gz: ", StringComparison.Ordinal) && fault.Contains("refers to a payload", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_the_manifest_lists_and_that_is_missing_is_named_and_nothing_is_forgotten()
    {
        await _house.ImportAsync(Talk.Of("a", "Walnut", "one"), "raw a");
        await _house.ImportAsync(Talk.Of("x", "Gone", "two"), "raw x");
        await _house.Keeping.UndoAsync(2);
        await _house.Keeping.CompactAsync();
        File.Move(Directory.GetFiles(_house.Nas, "conversations-*").Single(), _house.PathOf("elsewhere"));

        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Store.CatchUpAsync());
        Assert.Contains("lacks conversations-000001.r2.jsonl.gz", fault.Message, StringComparison.Ordinal);
        Assert.Single(await _house.RecallKeysAsync("walnut"));
    }

    private async Task<bool> KnowsAsync(byte[] raw)
    {
        await using var writer = await _house.Store.OpenWriterAsync();
        return writer.Knows(raw);
    }
}
