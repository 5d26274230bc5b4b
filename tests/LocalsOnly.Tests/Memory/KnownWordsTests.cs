using System.Runtime.Intrinsics;
using LocalsOnly.Memory.Index;

namespace LocalsOnly.Tests.Memory;

public sealed class KnownWordsTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(2_000)]
    [InlineData(16_000)]
    public void Words_are_still_known_when_their_table_has_grown(int count)
    {
        var known = new KnownWords();
        for (var i = 0; i < count; i++) known.Add(Word(i), new KnownWord(i, i % 3 == 0));
        var found = 0;
        for (var i = 0; i < count; i++)
        {
            if (!known.TryFind(Word(i), out var word)) continue;
            Assert.Equal(new KnownWord(i, i % 3 == 0), word);
            found++;
        }
        // A few are pushed out of crowded places.
        Assert.InRange(found, count * 9 / 10, count);
        Assert.False(known.TryFind(Word(count), out _));
    }

    private static Vector128<byte> Word(int i) => Vector128.Create((ulong)i * 7919 + 1, 0).AsByte();
}
