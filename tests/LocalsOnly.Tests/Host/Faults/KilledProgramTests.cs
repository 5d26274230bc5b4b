using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host.Faults;

/// <summary>Commands that are killed (SIGKILL) at what they are seen doing, again and again, and then run to their end.</summary>
[Collection(SharedUndisturbedHouse.Name)]
public sealed class KilledProgramTests(UndisturbedHouse undisturbed)
{
    [Fact]
    public async Task An_import_that_is_killed_keeps_what_it_committed_and_the_next_completes_it()
    {
        using var house = new FaultHouse();
        string[] import = ["import", undisturbed.Export];
        await house.KillAsync(import, house.Nas, "archive.lock", 1);
        await house.KillAsync(import, house.Nas, "raw-*", 20_000);
        Assert.Equal(0, await house.WhatIsCommittedIsFoundAsync());
        await house.KillAsync(import, house.Nas, "conversations-*", 1000);
        // Not looked at: the next one begins with an index that lacks what is committed, and is killed while it adds it.
        await house.KillAsync(import, house.Local, "index.db-wal", 100_000);
        var committed = await house.WhatIsCommittedIsFoundAsync();
        Assert.InRange(committed, 1, LongExport.Conversations);
        await house.SucceedAsync(import);

        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
        Assert.Contains($"{LongExport.Conversations} conversations", await house.SucceedAsync("archive", "verify"), StringComparison.Ordinal);
        Assert.Equal(["index.db"], house.IndexFiles());
    }

    [Fact]
    public async Task A_rebuild_that_is_killed_leaves_the_old_index_which_answers_all_the_while()
    {
        using var house = undisturbed.Copy();
        async Task SameAsync() => Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
        // Killed at once, it leaves what it had made; later, it may have come to its end while the answers were looked at.
        await house.KillAsync(["memory", "rebuild"], house.Local, "index.rebuild.db", 1);
        Assert.True(File.Exists(Path.Combine(house.Local, "index.rebuild.db")));
        await SameAsync();
        foreach (var (file, grownBy) in ((string, int)[])[("index.rebuild.db-wal", 300_000), ("index.db-wal", 300_000)])
        {
            await house.KillAsync(["memory", "rebuild"], house.Local, file, grownBy, SameAsync);
            await SameAsync();
        }
        Assert.Contains("The index was made anew", await house.SucceedAsync("memory", "rebuild"), StringComparison.Ordinal);

        await SameAsync();
        Assert.Equal(["index.db"], house.IndexFiles());
    }

    [Fact]
    public async Task A_snapshot_that_is_killed_never_counts_and_the_next_is_whole()
    {
        using var house = undisturbed.Copy();
        var copies = Path.Combine(house.Nas, "index");
        await house.KillAsync(["memory", "snapshot"], house.Local, "index.snapshot.db", 1);
        // Should it have come to its end all the same, the next would have nothing to do.
        foreach (var path in Directory.GetFiles(copies)) File.Delete(path);
        await house.KillAsync(["memory", "snapshot"], copies, "snapshot-*.db", 1);
        File.Delete(Path.Combine(copies, "snapshot.json"));
        File.WriteAllText(Path.Combine(copies, "snapshot-20260101000000000.db"), "half of one");
        File.WriteAllText(Path.Combine(house.Local, "index.snapshot.db"), "half of one");
        await house.SucceedAsync("memory", "snapshot");
        Assert.Equal(["index.db"], house.IndexFiles());
        Assert.Equal(2, Directory.GetFiles(copies).Length);

        Directory.Delete(house.Local, recursive: true);
        await house.SucceedAsync("search", LongExport.Secret);
        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
        Assert.Equal(["index.db"], house.IndexFiles());
    }

    [Fact]
    public async Task What_killed_commands_left_is_cleared_away_by_the_next_that_writes()
    {
        using var house = undisturbed.Copy();
        await house.KillAsync(["memory", "snapshot"], house.Local, "index.snapshot.db", 1);
        await house.KillAsync(["memory", "rebuild"], house.Local, "index.rebuild.db-wal", 100_000);
        foreach (var left in Directory.GetFiles(house.Local, "index.rebuild.*")) File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        await house.SucceedAsync("import", undisturbed.Export);

        Assert.Equal(["index.db"], house.IndexFiles());
        Assert.Equal(undisturbed.Answers, await house.AnswersAsync());
    }

    [Fact]
    public async Task A_forgetting_that_is_killed_is_finished_by_the_next()
    {
        using var house = undisturbed.Copy();
        string[] forget = ["forget", "--conversation", LongExport.SecretKey, "--yes"];
        await house.KillAsync(["memory", "rebuild"], house.Local, "index.rebuild.db-wal", 300_000);
        Assert.Contains("index.db", house.FilesThatHold(LongExport.Secret));
        await house.KillAsync(forget, house.Nas, "*.r2.*", 1);
        await house.KillAsync(forget, house.Local, "index.db-wal", 100_000);
        await house.RunAsync(forget);

        Assert.Empty(house.FilesThatHold(LongExport.Secret));
        Assert.Empty(house.FilesThatHold(LongExport.MarkerOf(7) + " "));
        Assert.Equal(["index.db"], house.IndexFiles());
        Assert.Contains($"{LongExport.Conversations - 1} conversations", await house.SucceedAsync("archive", "verify"), StringComparison.Ordinal);
        await using var services = house.Open();
        Assert.Empty(await services.GetRequiredService<IMemory>().SearchAsync(new MemoryScope(MemoryScope.DefaultOwner), LongExport.Secret, 5));
    }
}
