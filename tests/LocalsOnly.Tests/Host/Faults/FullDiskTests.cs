using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host.Faults;

/// <summary>Commands whose disk is full: the index's, while the archive has a disk of its own, and the archive's.</summary>
[Collection(SharedUndisturbedHouse.Name)]
public sealed class FullDiskTests(UndisturbedHouse undisturbed)
{
    // More than any file of the archive, less than the index.
    private const int Room = 1200;

    [SkippableFact]
    public async Task An_import_without_room_for_the_index_keeps_the_archive_and_indexes_it_when_there_is_room()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs ulimit");
        using var house = new FaultHouse();
        Says(await house.RunOutOfRoomAsync(Room, "import", undisturbed.Export), house.Local);
        Assert.NotEqual(0, await house.WhatIsCommittedIsFoundAsync());
        await house.SucceedAsync("import", undisturbed.Export);

        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
        Assert.Contains($"{LongExport.Conversations} conversations", await house.SucceedAsync("archive", "verify"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_import_without_room_for_the_archive_says_so_and_keeps_what_it_committed()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs ulimit");
        using var house = new FaultHouse();
        Says(await house.RunOutOfRoomAsync(Room / 2, "import", undisturbed.Export), house.Nas);
        await using var services = house.Open();
        Assert.Empty((await services.GetRequiredService<IConversationArchive>().VerifyAsync()).Faults);
        Assert.InRange(await house.WhatIsCommittedIsFoundAsync(), 1, LongExport.Conversations - 1);
    }

    [SkippableFact]
    public async Task A_rebuild_without_room_leaves_the_old_index_and_gives_the_room_back()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs ulimit");
        using var house = undisturbed.Copy();
        var sentence = await house.RunOutOfRoomAsync(Room, "memory", "rebuild");
        Says(sentence, house.Local);
        Assert.Contains("the old one is still in use", sentence, StringComparison.Ordinal);
        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
        Assert.Empty(Directory.GetFiles(house.Local, "index.rebuild.*"));

        await house.SucceedAsync("memory", "rebuild");
        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
    }

    [SkippableFact]
    public async Task A_snapshot_without_room_leaves_nothing_half_done()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs ulimit");
        using var house = undisturbed.Copy();
        Says(await house.RunOutOfRoomAsync(Room, "memory", "snapshot"), house.Nas);
        Assert.Equal(["index.db"], house.IndexFiles());
        Assert.Empty(Directory.GetFiles(Path.Combine(house.Nas, "index")));

        await house.SucceedAsync("memory", "snapshot");
        Assert.Equal(2, Directory.GetFiles(Path.Combine(house.Nas, "index")).Length);
    }

    /// <summary><c>/dev/full</c> is a disk without room: every write to it fails as one does on a full share.</summary>
    [SkippableFact]
    public async Task A_snapshot_for_which_the_archives_disk_has_no_room_keeps_the_one_before()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "needs /dev/full");
        using var house = new TestMemory();
        await house.StoreAsync(Talk.Of("a", "Workshop", "walnut"));
        await house.Snapshot.WriteAsync();
        var kept = house.Snapshot.Find();
        await house.StoreAsync(Talk.Of("b", "Garden", "roses"));
        house.Time.Advance(TimeSpan.FromDays(1));
        var copies = Path.Combine(house.Nas, "index");
        File.CreateSymbolicLink(Path.Combine(copies, $"snapshot-{house.Time.GetUtcNow():yyyyMMddHHmmssfff}.db"), "/dev/full");
        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => house.Snapshot.WriteAsync());

        Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"written to {copies}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("free space there", fault.Message, StringComparison.Ordinal);
        Assert.Equal(kept, house.Snapshot.Find());
        Assert.Equal(2, Directory.GetFiles(copies).Length);
        Assert.True(await house.Snapshot.WriteAsync());
        Assert.Equal(house.Time.GetUtcNow(), house.Snapshot.Find()!.Written);
    }

    [SkippableFact]
    public async Task What_is_forgotten_without_room_is_found_no_more_and_its_bytes_go_when_there_is_room()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs ulimit");
        using var house = undisturbed.Copy();
        var sentence = await house.RunOutOfRoomAsync(Room, "forget", "--conversation", LongExport.SecretKey, "--yes");
        Says(sentence, house.Local);
        Assert.NotEmpty(house.FilesThatHold(LongExport.Secret));
        await using (var services = house.Open())
            Assert.Empty(await services.GetRequiredService<IMemory>().SearchAsync(TestMemory.Scope, LongExport.Secret, 5));

        await house.SucceedAsync("archive", "compact");
        Assert.Empty(house.FilesThatHold(LongExport.Secret));
        Assert.Empty(Directory.GetFiles(house.Local, "index.removal"));
    }

    [Fact]
    public async Task A_damaged_index_is_set_aside_and_made_anew_and_nothing_is_lost()
    {
        using var house = undisturbed.Copy();
        using (var index = File.OpenWrite(Path.Combine(house.Local, "index.db")))
        {
            index.Position = index.Length / 2;
            index.Write(new byte[200_000]);
        }
        Assert.Contains(LongExport.SecretKey, await house.SucceedAsync("search", LongExport.Secret, "--json"), StringComparison.Ordinal);
        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
        Assert.Contains(house.IndexFiles(), name => name.StartsWith("index.db.corrupt-", StringComparison.Ordinal));
    }

    // One sentence that says where, and what to do, and no more.
    private static void Says(string errors, string directory)
    {
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("free space", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(directory, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}
