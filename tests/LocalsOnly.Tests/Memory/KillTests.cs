using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

public sealed class KillTests
{
    private static readonly string[] s_keys = ["chatgpt:a", "chatgpt:b", "chatgpt:c", "chatgpt:d"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_off_after_any_byte_the_archive_is_sound_and_importing_again_completes_it(bool isKill)
    {
        var expected = await UndisturbedAsync();
        for (var bytes = 0L; ; bytes += 61)
        {
            var disk = new FailingFiles { Bytes = bytes, IsKill = isKill };
            await CutOffAsync(disk, expected);
            if (!disk.HasFailed) break;
        }
    }

    [Fact]
    public async Task Cut_off_after_any_operation_the_archive_is_sound_and_importing_again_completes_it()
    {
        var expected = await UndisturbedAsync();
        for (var operations = 0L; ; operations++)
        {
            var disk = new FailingFiles { Operations = operations, IsKill = true };
            await CutOffAsync(disk, expected);
            if (!disk.HasFailed) break;
        }
    }

    [Fact]
    public async Task What_was_committed_before_a_full_disk_stays_and_the_error_says_what_to_do()
    {
        using var house = new TestMemory();
        await house.StoreAsync(Talk.Of("a", "Workshop", "walnut"));
        house.Everything.Files = new FailingFiles { Bytes = 100 };
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => house.StoreAsync(Talk.Of("b", "Garden", "roses")));
        Assert.Contains("free space", fault.Message, StringComparison.Ordinal);

        house.Everything.Files = ArchiveFiles.Disk;
        Assert.Single(await house.RecallKeysAsync("walnut"));
        Assert.Equal([StoreOutcome.Unchanged, StoreOutcome.Added], await house.StoreAsync(Talk.Of("a", "Workshop", "walnut"), Talk.Of("b", "Garden", "roses")));
        Assert.Empty((await house.Keeping.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Cut_off_at_any_operation_a_compaction_leaves_the_old_archive_or_the_new()
    {
        for (var operations = 0L; ; operations++)
        {
            using var house = new TestMemory();
            await ImportAsync(house);
            await house.ImportAsync(Talk.Of("x", "Undone", "gone"), "raw x");
            var expected = await ArchiveState.ReadAsync(house, s_keys);
            await house.Keeping.UndoAsync((await house.Keeping.ListImportsAsync())[^1].Number);
            expected = await ArchiveState.ReadAsync(house, s_keys);
            var disk = new FailingFiles { Operations = operations, IsKill = true };
            house.Everything.Files = disk;
            try
            {
                await house.Keeping.CompactAsync();
            }
            catch (MemoryStoreException)
            {
                // As meant.
            }
            house.Everything.Files = ArchiveFiles.Disk;
            house.Reopen();
            await house.Keeping.CompactAsync();

            Assert.Equal(expected, await ArchiveState.ReadAsync(house, s_keys));
            Assert.Empty((await house.Keeping.VerifyAsync()).Faults);
            Assert.DoesNotContain("raw x", ArchiveFile.Payloads(house.Nas));
            Assert.Equal(expected, await ArchiveState.RebuildAsync(house, s_keys));
            if (!disk.HasFailed) break;
        }
    }

    private static async Task CutOffAsync(FailingFiles disk, List<string> expected)
    {
        using var house = new TestMemory();
        house.Everything.Files = disk;
        try
        {
            await ImportAsync(house);
        }
        catch (MemoryStoreException)
        {
            // As meant.
        }
        house.Reopen();
        await ImportAsync(house);

        Assert.Equal(expected, await ArchiveState.ReadAsync(house, s_keys));
        Assert.Empty((await house.Keeping.VerifyAsync()).Faults);
        Assert.Equal(expected, await ArchiveState.RebuildAsync(house, s_keys));
    }

    private static async Task<List<string>> UndisturbedAsync()
    {
        using var house = new TestMemory();
        await ImportAsync(house);
        return await ArchiveState.ReadAsync(house, s_keys);
    }

    private static async Task ImportAsync(TestMemory house)
    {
        await using (var writer = await house.Store.OpenWriterAsync(["one.zip"]))
        {
            await writer.StoreAsync(Talk.Of("a", "Workshop", "walnut table", "noted"), "raw a"u8.ToArray());
            await writer.StoreAsync(Talk.Of("b", "Garden", "roses"), "raw b"u8.ToArray());
            await writer.CommitAsync();
            await writer.StoreAsync(Talk.Of("c", "Kitchen", "bread"), "raw c"u8.ToArray());
        }
        await using (var writer = await house.Store.OpenWriterAsync(["two.zip"]))
        {
            await writer.StoreAsync(Talk.Of("a", "Workshop, renamed", "walnut table", "noted", "oiled") with { UpdatedAt = Talk.Start.AddDays(1) }, "raw a2"u8.ToArray());
            await writer.StoreAsync(Talk.Of("d", "Pottery", "kiln"), "raw d"u8.ToArray());
        }
    }
}
