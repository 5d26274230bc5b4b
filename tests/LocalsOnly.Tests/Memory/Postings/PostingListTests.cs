using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Tests.Memory.Postings;

public sealed class PostingListTests
{
    [Fact]
    public void What_is_written_is_read_whatever_the_gaps_and_counts() => Prop.ForAll(
        Gen.Choose(0, 700).SelectMany(count => Gen.Choose(1, 1 << 20).Or(Gen.Choose(1, 3)).ListOf(count)).ToArbitrary(),
        gaps =>
        {
            var (documents, occurrences) = Lists([.. gaps]);
            Assert.Equal(documents.Zip(occurrences), ReadAll(documents, occurrences));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Seeking_finds_a_document_that_is_there_and_none_that_is_not() => Prop.ForAll(
        Gen.Choose(1, 600).SelectMany(count => Gen.Choose(1, 40).ListOf(count)).ToArbitrary(),
        gaps =>
        {
            var (documents, occurrences) = Lists([.. gaps]);
            var cursor = Cursor(documents, occurrences, out var block, out var counts);
            for (var wanted = 0; wanted <= documents[^1] + 3; wanted += 1 + (wanted % 7))
            {
                var found = cursor.Seek(wanted) && Array.IndexOf(block, wanted, 0, cursor.Count) is >= 0 and var at ? (int)counts[at] : 0;
                var place = Array.BinarySearch(documents, wanted);
                Assert.Equal(place >= 0 ? occurrences[place] : 0, found);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_that_is_cut_off_is_damage_and_not_an_answer()
    {
        var (documents, occurrences) = Lists([.. Enumerable.Repeat(300, 200)]);
        var buffer = new ByteBuffer();
        PostingList.Write(documents, occurrences, buffer);
        var list = buffer.Span[..^1].ToArray();
        Assert.Throws<DamagedIndexException>(() =>
        {
            var cursor = new PostingCursor(list, documents.Length, new int[PostingList.BlockSize], new uint[PostingList.BlockSize]);
            while (cursor.Next())
            {
            }
        });
    }

    [Fact]
    public void A_common_word_costs_less_than_a_byte_a_document()
    {
        var (documents, _) = Lists([.. Enumerable.Range(0, 12_800).Select(i => 1 + (i % 2))]);
        var buffer = new ByteBuffer();
        PostingList.Write(documents, [.. documents.Select(document => (byte)(1 + (document % 4)))], buffer);
        Assert.InRange(buffer.Length, 1, documents.Length);
    }

    private static (int[] Documents, byte[] Occurrences) Lists(List<int> gaps)
    {
        var documents = new int[gaps.Count];
        var document = -1;
        for (var i = 0; i < documents.Length; i++) documents[i] = document += gaps[i];
        return (documents, [.. gaps.Select((gap, i) => (byte)(1 + (gap * (i + 1) % 255)))]);
    }

    private static List<(int, byte)> ReadAll(int[] documents, byte[] occurrences)
    {
        var cursor = Cursor(documents, occurrences, out var block, out var counts);
        var read = new List<(int, byte)>();
        while (cursor.Next())
            for (var i = 0; i < cursor.Count; i++) read.Add((block[i], (byte)counts[i]));
        return read;
    }

    private static PostingCursor Cursor(int[] documents, byte[] occurrences, out int[] block, out uint[] counts)
    {
        var buffer = new ByteBuffer();
        PostingList.Write(documents, occurrences, buffer);
        (block, counts) = (new int[PostingList.BlockSize], new uint[PostingList.BlockSize]);
        return new PostingCursor(buffer.Span.ToArray(), documents.Length, block, counts);
    }
}
