using System.IO.Pipelines;
using System.Text;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.Tests.Inference;

public sealed class SseLinesTests
{
    private const string Stream = ": keep-alive\n\ndata: {\"a\":\"é\"}\n\nevent: x\ndata:two\n\n: prefill_progress {}\n\ndata: [DONE]\n\n";

    private static readonly (SseLine, string)[] Expected =
    [
        (SseLine.Comment, "keep-alive"),
        (SseLine.Data, "{\"a\":\"é\"}"),
        (SseLine.Field, "event: x"),
        (SseLine.Data, "two"),
        (SseLine.Comment, "prefill_progress {}"),
        (SseLine.Data, "[DONE]"),
    ];

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Lines_are_the_same_wherever_the_network_cuts_them(string lineEnd)
    {
        var bytes = Encoding.UTF8.GetBytes(Stream.Replace("\n", lineEnd, StringComparison.Ordinal));
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(Expected, await ReadAsync(bytes[..cut], bytes[cut..]));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Lines_are_the_same_when_they_come_byte_by_byte(string lineEnd)
    {
        var bytes = Encoding.UTF8.GetBytes(Stream.Replace("\n", lineEnd, StringComparison.Ordinal));
        Assert.Equal(Expected, await ReadAsync([.. bytes.Select(b => new[] { b })]));
    }

    [Fact]
    public async Task A_last_line_without_its_end_was_cut_off_and_does_not_count() =>
        Assert.Equal([(SseLine.Data, "one")], await ReadAsync("data: one\n\ndata: tw"u8.ToArray()));

    [Fact]
    public async Task A_line_that_is_no_field_is_foreign() =>
        Assert.Equal([(SseLine.Foreign, "<html>")], await ReadAsync("<html>\n"u8.ToArray()));

    private static async Task<List<(SseLine, string)>> ReadAsync(params byte[][] reads)
    {
        using var lines = new SseLines(PipeReader.Create(new CutStream(reads)));
        var found = new List<(SseLine, string)>();
        while (await lines.MoveNextAsync(CancellationToken.None) is var kind && kind != SseLine.End)
            found.Add((kind, Encoding.UTF8.GetString(lines.Value.Span)));
        return found;
    }

    /// <summary>Gives each piece to a read of its own.</summary>
    private sealed class CutStream(byte[][] reads) : MemoryStream
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_next < reads.Length && reads[_next].Length == 0)
                _next++;
            if (_next == reads.Length)
                return new ValueTask<int>(0);
            reads[_next].CopyTo(buffer);
            return new ValueTask<int>(reads[_next++].Length);
        }
    }
}
