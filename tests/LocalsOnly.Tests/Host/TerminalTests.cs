using LocalsOnly.Host.CommandLine;
using Spectre.Console;

namespace LocalsOnly.Tests.Host;

/// <summary>What a terminal of the usual width, and a narrower one, shows of tables.</summary>
public sealed class TerminalTests
{
    private const string Key = "claude:project:4b5a6978-8897-4a6b-bc7d-0e1f2a3b4c5d";
    private const string Name = "The long winter of the walnut table and its two chairs";

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void A_table_that_does_not_fit_is_a_few_lines_for_each_row_with_every_value_whole(int width)
    {
        var table = Terminal.Table("project", "name", "from", "conversations");
        table.AddRow(Terminal.Cell(Key), Terminal.Cell(Name), Terminal.Cell("Claude"), Terminal.Cell("1,234"));
        table.AddRow(Terminal.Cell("chatgpt:g-p-7"), Terminal.Cell("Bread"), Terminal.Cell("ChatGPT"), Terminal.Cell("5"));

        var lines = Printed(table, width);

        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal) || line.Contains('│', StringComparison.Ordinal));
        Assert.Equal($"project        {Key}", lines[0]);
        Assert.Contains("conversations  1,234", lines);
        Assert.Contains("", lines);
        Assert.Contains("name           Bread", lines);
        Assert.Equal(Name, string.Join(' ', lines.Skip(1).TakeWhile(line => !line.StartsWith("from", StringComparison.Ordinal)).Select(line => line[15..].Trim())));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void A_word_longer_than_the_line_is_left_to_the_terminal_to_fold(int width)
    {
        var path = $"/mnt/nas/{new string('x', 90)}/conversations.json";
        var table = Terminal.Table("import", "from", "");
        table.AddRow(Terminal.Cell("1"), Terminal.Cell(path), Terminal.Cell("on the share"));

        Assert.Equal(["import  1", $"from    {path}", "        on the share"], Printed(table, width));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void A_table_that_fits_stays_one_and_its_last_column_breaks_between_words(int width)
    {
        const string sentence = "no model server is configured or running here, so personas answer by recall only; start one, or set Inference:Endpoints";
        var table = Terminal.Table("check", "", "");
        table.AddRow(Terminal.Cell("models"), Terminal.Cell("warn"), Terminal.Cell(sentence));

        var rows = Printed(table, width).Where(line => line.StartsWith('│')).Skip(1).Select(line => line.Split('│')[3].Trim()).ToList();

        Assert.True(rows.Count > 1);
        Assert.Equal(sentence, string.Join(' ', rows));
    }

    private static List<string> Printed(Table table, int width)
    {
        using var writer = new StringWriter();
        var console = Terminal.Create(writer, redirected: true);
        console.Profile.Width = width;
        console.Write(table);
        return [.. writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
