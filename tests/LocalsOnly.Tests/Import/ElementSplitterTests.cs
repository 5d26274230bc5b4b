using System.Text;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Tests.Import;

public sealed class ElementSplitterTests
{
    [Theory]
    [InlineData("[]", "")]
    [InlineData("""[{"a":1},{"b":[2,{"c":"]}"}]}]""", """{"a":1}|{"b":[2,{"c":"]}"}]}""")]
    [InlineData("""[{"a":"\"}\\"} , {"b":2},]""", """{"a":"\"}\\"}|{"b":2}""")]
    [InlineData("""{"conversations":[{"a":1},{"b":2}],"more":{"x":1}}""", """{"a":1}|{"b":2}|{"x":1}""")]
    [InlineData("""{"title":"conversations","mapping":{"conversations":[1]}}""", """{"title":"conversations","mapping":{"conversations":[1]}}""")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}|{\"b\":2}")]
    [InlineData("[null, 5, \"x\", {\"a\":1}]", "null|5|\"x\"|{\"a\":1}")]
    [InlineData("\u00ef\u00bb\u00bf[{\"a\":1}]", "{\"a\":1}")]
    public void It_cuts_at_the_top_level_whatever_the_size_of_the_reads(string json, string expected)
    {
        var bytes = Encoding.Latin1.GetBytes(json);
        foreach (var chunk in (int[])[1, 3, 1 << 16])
            Assert.Equal(expected, string.Join('|', Split(bytes, chunk).Select(element => element.Text.Trim())));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void It_reads_UTF_16_with_and_without_its_mark(string encoding)
    {
        var utf16 = Encoding.GetEncoding(encoding);
        var bytes = utf16.GetBytes("[{\"a\":\"é\"}]");
        Assert.Equal(["{\"a\":\"é\"}"], Split(bytes, 5).Select(element => element.Text));
        Assert.Equal(["{\"a\":\"é\"}"], Split([.. utf16.GetPreamble(), .. bytes], 5).Select(element => element.Text));
    }

    [Theory]
    [InlineData("""{"id":1,"m":{"x":2},{"id":3,"m":4}""", "unclosed object")]
    [InlineData("""{"id":1,"m":[2},{"id":3,"m":4}""", "bracket of the wrong kind")]
    [InlineData("""{"id":1,"m":{"s":"never closed,{"id":3,"m":4}""", "unclosed string")]
    public void Behind_a_broken_element_it_finds_the_next(string broken, string why)
    {
        var json = "[{\"id\":0,\"m\":0}," + broken + ",{\"id\":5,\"m\":6}]";
        var elements = Split(Encoding.UTF8.GetBytes(json), 7);

        Assert.Contains("{\"id\":0,\"m\":0}", elements.Select(element => element.Text));
        Assert.Contains("{\"id\":5,\"m\":6}", elements.Select(element => element.Text));
        Assert.True(elements.Count(element => element.Fault != ElementFault.None) == 1, why);
    }

    [Fact]
    public void Offsets_point_at_the_element()
    {
        var json = Encoding.UTF8.GetBytes(" [ {\"é\":1} ,\n {\"b\":2} ]");
        foreach (var (offset, text, _) in Split(json, 2))
            Assert.Equal(text, Encoding.UTF8.GetString(json, (int)offset, Encoding.UTF8.GetByteCount(text)));
    }

    [Fact]
    public void A_cut_off_file_gives_all_whole_elements_and_the_size_of_the_rest_at_every_cut()
    {
        var json = Encoding.UTF8.GetBytes("""[{"id":1,"m":"ab"},{"id":2,"m":"c\"d"}]""");
        for (var length = 20; length < json.Length - 2; length++)
        {
            var elements = Split(json[..length], 6);
            Assert.Equal("""{"id":1,"m":"ab"}""", elements[0].Text);
            var last = elements[^1];
            Assert.Equal(ElementFault.Truncated, last.Fault);
            Assert.Equal(length, last.Offset + Encoding.UTF8.GetByteCount(last.Text));
        }
    }

    [Fact]
    public void An_element_over_the_cap_is_passed_by_and_the_next_is_read()
    {
        var json = $$"""[{"id":1,"m":"{{new string('x', 5000)}}"},{"id":2,"m":"y"}]""";
        using var splitter = new ElementSplitter(new MemoryStream(Encoding.UTF8.GetBytes(json)), maxBytes: 1000);
        var faults = splitter.Split().Select(element => (element.Fault, Text: Encoding.UTF8.GetString(element.Bytes.Span))).ToList();

        Assert.Equal([ElementFault.TooLarge, ElementFault.None], faults.Select(element => element.Fault));
        Assert.Equal("""{"id":2,"m":"y"}""", faults[1].Text);
    }

    [Theory]
    [InlineData("[\"x\\\"{}[],LONG\"", "]")]
    [InlineData("[5LONG", "]")]
    [InlineData("{\"conversations\":[],\"more\":\"x\\\"{}[],LONG\"}", "")]
    public void A_string_or_a_number_over_the_cap_is_passed_by_without_being_kept_and_the_next_is_read(string start, string end)
    {
        const string next = """{"id":2,"m":"y"}""";
        var json = $"{start.Replace("LONG", new string('5', 5_000_000), StringComparison.Ordinal)},{next}{end}";
        using var splitter = new ElementSplitter(new Drip(Encoding.UTF8.GetBytes(json), 1 << 16), maxBytes: 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var elements = splitter.Split().Select(element => (element.Fault, element.Offset, Text: Encoding.UTF8.GetString(element.Bytes.Span))).ToList();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal((ElementFault.None, json.Length - end.Length - next.Length, next), elements[^1]);
        Assert.All(elements.SkipLast(1), element => Assert.Equal((ElementFault.TooLarge, 1L), (element.Fault, element.Offset)));
        Assert.InRange(elements.Count, 1, 2);
    }

    [Theory]
    [InlineData("<html>", '<')]
    [InlineData("hello", 'h')]
    public void What_is_not_JSON_is_said_to_be_none(string text, char first)
    {
        using var splitter = new ElementSplitter(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1000);
        Assert.Empty(splitter.Split());
        Assert.Equal((byte)first, splitter.NotJson);
    }

    private static List<(long Offset, string Text, ElementFault Fault)> Split(byte[] bytes, int chunk)
    {
        using var splitter = new ElementSplitter(new Drip(bytes, chunk), 1 << 20);
        return [.. splitter.Split().Select(element => (element.Offset, Encoding.UTF8.GetString(element.Bytes.Span), element.Fault))];
    }

    /// <summary>Gives few bytes at a time, as a decompressing stream may.</summary>
    private sealed class Drip(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(chunk, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(chunk, count));
    }
}
