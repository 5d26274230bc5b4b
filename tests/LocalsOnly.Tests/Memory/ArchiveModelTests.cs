using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

/// <summary>Any sequence of what a person does to an archive, against a model of it: a set of exports for each import.</summary>
public sealed class ArchiveModelTests
{
    private const int Steps = 14;

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(12);

    [Fact]
    public void Whatever_is_done_the_house_knows_what_the_imports_that_count_hold_and_nothing_that_was_forgotten() =>
        Prop.ForAll(ExportStory.Several, stories => CheckAsync(stories).GetAwaiter().GetResult()).Check(s_config);

    // As an importer does: what is known by its bytes is not stored.
    private static async Task<int?> ImportAsync(TestMemory house, Conversation[] exports, bool isRaw)
    {
        await using var writer = await house.Store.OpenWriterAsync();
        foreach (var export in exports)
        {
            var raw = isRaw ? JsonSerializer.SerializeToUtf8Bytes(export) : [];
            if (!isRaw || !writer.Knows(raw)) await writer.StoreAsync(export, raw);
        }
        return writer.Import;
    }

    private static async Task CheckAsync(ExportStory[] stories)
    {
        var random = new Random(stories[0].Seed);
        var exports = stories.SelectMany(story => story.Exports).ToArray();
        var keys = stories.Select(story => story.Exports[0].Key).ToList();
        var held = new SortedDictionary<int, List<Conversation>>();
        var undone = new HashSet<int>();
        var forgotten = new HashSet<string>();
        using var house = new TestMemory();
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    var import = exports.Where(_ => random.Next(3) == 0).ToArray();
                    if (await ImportAsync(house, import, isRaw: random.Next(2) == 0) is { } number) held.Add(number, [.. import.Where(export => !forgotten.Contains(export.Key))]);
                    break;
                case 5 or 6 when held.Count > 0:
                    var victim = held.Keys.ElementAt(random.Next(held.Count));
                    Assert.Equal(!undone.Add(victim), (await house.Keeping.UndoAsync(victim))!.AlreadyUndone);
                    break;
                case 7:
                    var key = keys[random.Next(keys.Count)];
                    if ((await house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = key })).Conversations == 0) break;
                    forgotten.Add(key);
                    foreach (var some in held.Values) some.RemoveAll(export => export.Key == key);
                    break;
                case 8:
                    await house.Keeping.CompactAsync();
                    break;
                case 9:
                    Assert.Equal(forgotten.Count, await house.Keeping.AllowAsync(null));
                    forgotten.Clear();
                    break;
            }
        }

        using var expected = new TestMemory();
        await expected.StoreAsync([.. held.Where(import => !undone.Contains(import.Key)).SelectMany(import => import.Value)]);
        var state = await ArchiveState.ReadAsync(expected, keys);
        Assert.Equal(state, await ArchiveState.ReadAsync(house, keys));
        Assert.Empty((await house.Keeping.VerifyAsync()).Faults);
        Assert.Equal(state, await ArchiveState.RebuildAsync(house, keys));
        await house.Keeping.CompactAsync();
        Assert.Equal(state, await ArchiveState.RebuildAsync(house, keys));
    }
}
