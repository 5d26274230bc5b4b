using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

public sealed class ImportOrderTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(12);

    [Fact]
    public void Any_interleaving_of_partial_newer_older_and_slim_exports_gives_the_same_archive() => Check(async stories =>
    {
        var keys = stories.Select(story => story.Exports[0].Key).ToList();
        var exports = stories.SelectMany(story => story.Exports).ToArray();
        using var house = new TestMemory();
        await house.StoreAsync(exports);
        var expected = await ArchiveState.ReadAsync(house, keys);

        using var other = new TestMemory();
        var random = new Random(stories[0].Seed);
        random.Shuffle(exports);
        foreach (var import in exports.Chunk(random.Next(1, exports.Length + 1))) await other.StoreAsync(import);
        Assert.Equal(expected, await ArchiveState.ReadAsync(other, keys));
        Assert.Equal(expected, await ArchiveState.RebuildAsync(other, keys));
    });

    [Fact]
    public void Undoing_an_import_is_as_if_it_had_never_been() => Check(async stories =>
    {
        var keys = stories.Select(story => story.Exports[0].Key).ToList();
        var exports = stories.SelectMany(story => story.Exports).ToArray();
        var random = new Random(stories[0].Seed);
        random.Shuffle(exports);
        var imports = exports.Chunk(random.Next(1, exports.Length + 1)).ToList();
        var undone = random.Next(imports.Count);

        // Exports overlap. One that brings nothing new leaves no trace, neither as what was undone nor as what is left.
        imports = [.. imports.Select(import => (Conversation[])[.. import, .. exports.Where(_ => random.Next(3) == 0)])];

        using var house = new TestMemory();
        using var without = new TestMemory();
        var number = (int?)null;
        for (var i = 0; i < imports.Count; i++)
        {
            var import = await house.ImportAsync(imports[i]);
            if (i == undone) number = import;
            else if (import is not null) await without.StoreAsync(imports[i]);
        }
        if (number is null) return;
        await house.Keeping.UndoAsync(number.Value);
        var expected = await ArchiveState.ReadAsync(without, keys);
        Assert.Equal(expected, await ArchiveState.ReadAsync(house, keys));
        Assert.Equal(expected, await ArchiveState.RebuildAsync(house, keys));
    });

    private static void Check(Func<ExportStory[], Task> property) =>
        Prop.ForAll(ExportStory.Several, stories => property(stories).GetAwaiter().GetResult()).Check(s_config);
}
