using LocalsOnly.Import.Reading;

namespace LocalsOnly.Tests.Import;

public sealed class AheadStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 << 10)]
    [InlineData(3_000_001)]
    public void What_is_read_ahead_is_what_the_other_stream_holds(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        using var ahead = new AheadStream(new MemoryStream(bytes));
        using var copy = new MemoryStream();
        ahead.CopyTo(copy, 1000);
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(0, ahead.Read(new byte[10]));
    }

    [Fact]
    public void A_fault_comes_behind_the_last_byte_before_it_and_comes_again()
    {
        using var ahead = new AheadStream(new Breaking(700_000));
        var read = 0;
        var fault = Assert.Throws<InvalidDataException>(() =>
        {
            while (ahead.Read(new byte[4096]) is var count and > 0) read += count;
        });
        Assert.Equal((700_000, "broken"), (read, fault.Message));
        Assert.Throws<InvalidDataException>(() => ahead.Read(new byte[1]));
    }

    [Fact]
    public void Who_stops_early_leaves_no_thread_behind_and_closes_the_other_stream()
    {
        var inner = new Breaking(int.MaxValue);
        using (var ahead = new AheadStream(inner)) Assert.True(ahead.Read(new byte[10]) > 0);
        Assert.True(inner.IsClosed);
    }

    [Fact]
    public void It_reads_on_no_thread_of_the_pool()
    {
        var inner = new Breaking(100);
        using var ahead = new AheadStream(inner);
        Assert.Equal(100, ahead.Read(new byte[100]));
        Assert.False(inner.WasReadInPool);
    }

    /// <summary>Zeros, and then a fault.</summary>
    private sealed class Breaking(int left) : MemoryStream
    {
        private int _left = left;

        public bool IsClosed { get; private set; }

        public bool WasReadInPool { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            WasReadInPool |= Thread.CurrentThread.IsThreadPoolThread;
            if (_left == 0) throw new InvalidDataException("broken");
            var given = Math.Min(_left, count);
            _left -= given;
            return given;
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
