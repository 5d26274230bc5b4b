using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Import;

public sealed class ReadAheadTests
{
    [Fact]
    public async Task Elements_come_in_order_with_bytes_of_their_own()
    {
        var buffer = new byte[200_000];
        IEnumerable<ReadElement> Elements()
        {
            for (var i = 0; i < 500; i++)
            {
                // As the splitter does, one buffer for all.
                buffer.AsSpan().Fill((byte)i);
                yield return Element(i, buffer.AsMemory(0, 1 + i * 400));
            }
        }
        await using var ahead = new ReadAhead(Elements(), () => 7, CancellationToken.None);
        var expected = 0;
        await foreach (var (element, bytesRead) in ahead.ReadAllAsync(CancellationToken.None))
        {
            Assert.Equal((expected, 1 + expected * 400, 7), (element.Offset, element.Raw.Length, bytesRead));
            Assert.Equal(-1, element.Raw.Span.IndexOfAnyExcept((byte)expected));
            expected++;
        }
        Assert.Equal(500, expected);
    }

    [Fact]
    public async Task It_reads_on_no_thread_of_the_pool()
    {
        bool? inPool = null;
        IEnumerable<ReadElement> Elements()
        {
            inPool = Thread.CurrentThread.IsThreadPoolThread;
            yield return Element(0, new byte[10]);
        }
        await using var ahead = new ReadAhead(Elements(), () => 0, CancellationToken.None);
        await foreach (var (element, _) in ahead.ReadAllAsync(CancellationToken.None)) Assert.Equal(10, element.Raw.Length);
        Assert.Equal(false, inPool);
    }

    [Fact]
    public async Task What_the_file_cannot_be_read_for_is_thrown_behind_what_could_be_read()
    {
        static IEnumerable<ReadElement> Elements()
        {
            yield return Element(0, new byte[10]);
            throw new IOException("the disk is gone");
        }
        await using var ahead = new ReadAhead(Elements(), () => 0, CancellationToken.None);
        var read = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var _ in ahead.ReadAllAsync(CancellationToken.None)) read++;
        });
        Assert.Equal(1, read);
    }

    [Fact]
    public async Task It_reads_no_further_ahead_than_there_is_room_and_stops_when_nobody_listens()
    {
        var begun = 0;
        IEnumerable<ReadElement> Elements()
        {
            while (true)
            {
                begun++;
                yield return Element(begun, new byte[8 << 20]);
            }
        }
        var ahead = new ReadAhead(Elements(), () => 0, CancellationToken.None);
        await foreach (var _ in ahead.ReadAllAsync(CancellationToken.None)) break;
        await ahead.DisposeAsync();
        Assert.InRange(begun, 1, 4);
    }

    private static ReadElement Element(long offset, ReadOnlyMemory<byte> raw) => new(
        offset, ReadConversation.WithoutTree(new Conversation("chatgpt:c", "chatgpt", "Talk", null, null, null, null, []), new Notes()), raw, null, ElementShape.ChatGptConversation);
}
