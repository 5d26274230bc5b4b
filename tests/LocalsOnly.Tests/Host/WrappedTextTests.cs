using LocalsOnly.Host.CommandLine;

namespace LocalsOnly.Tests.Host;

public sealed class WrappedTextTests
{
    [Theory]
    [InlineData("the quick brown fox", 10, "the quick \nbrown fox\n")]
    [InlineData("one\n\ntwo", 10, "one\n\ntwo\n")]
    [InlineData("a supercalifragilistic word", 10, "a \nsupercalifragilistic\nword\n")]
    [InlineData("exactly te", 10, "exactly te\n")]
    [InlineData("", 10, "\n")]
    [InlineData("as it  comes, whatever its length", 0, "as it  comes, whatever its length\n")]
    public void Lines_break_between_words_however_the_text_comes_in(string text, int width, string expected)
    {
        Assert.Equal(expected, Write([text], width));
        Assert.Equal(expected, Write([.. text.Select(c => c.ToString())], width));
    }

    private static string Write(string[] parts, int width)
    {
        var output = new StringWriter { NewLine = "\n" };
        var wrapped = new WrappedText(output, width);
        foreach (var part in parts) wrapped.Write(part);
        wrapped.End();
        return output.ToString();
    }
}
