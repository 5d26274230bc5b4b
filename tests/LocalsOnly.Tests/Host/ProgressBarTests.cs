using System.Text.RegularExpressions;
using LocalsOnly.Host.CommandLine;
using Spectre.Console;

namespace LocalsOnly.Tests.Host;

public sealed partial class ProgressBarTests
{
    [Theory]
    [InlineData(40, true)]
    [InlineData(80, true)]
    [InlineData(80, false)]
    [InlineData(120, true)]
    [InlineData(200, true)]
    public async Task A_bar_is_one_line_however_narrow_the_terminal_is(int width, bool inBytes)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        var done = await ProgressBars.ShowAsync<int, string>(
            console, "reading", inBytes, found => new Advance(41_000_000, 126_000_000, $"conversations-of-a-long-name-000.zip · {found:N0} conversations, 12 already there"), progress =>
            {
                progress!.Report(1234);
                return Task.FromResult("done");
            });

        var lines = Codes().Replace(output.ToString(), "").Split('\n', '\r').Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        Assert.Equal("done", done);
        Assert.Contains(lines, line => line.Contains("already there", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Contains('%') && line.TrimEnd().Length <= width, line));
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Codes();
}
