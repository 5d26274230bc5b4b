using System.Diagnostics;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>What lies in a folder and is not read is named, with why.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("conversations.json.txt", "[{}]", "begins as JSON does")]
    [InlineData("conversations", " {\"a\":1}", "begins as JSON does")]
    [InlineData("export.zip.download", "PK\u0003\u0004", "begins as a zip does")]
    [InlineData("export.zip (1)", "PK\u0003\u0004", "begins as a zip does")]
    [InlineData("data-export", "PK\u0003\u0004", "begins as a zip does")]
    [InlineData("export.zip", "<html>", "is no zip")]
    public async Task A_file_whose_name_hides_what_it_is(string name, string content, string because)
    {
        Export();
        _house.Write("e/" + name, content);
        var report = await _house.ImportAsync(_house.PathOf("e"));
        Assert.Equal(1, report.Totals.Added);
        Assert.Contains(report.Inputs[0].Warnings, warning => warning.StartsWith(name + " was skipped: it " + because, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("file-abc.dat", "{\"a\":1}")]
    [InlineData("picture.png", "PK\u0003\u0004")]
    [InlineData("letter.docx", "PK\u0003\u0004")]
    [InlineData("README", "Juniper says hello")]
    [InlineData("notes.txt", "Juniper")]
    [InlineData("conversations.json.index", "")]
    public async Task What_an_export_holds_beside_its_conversations_is_not_worth_a_word(string name, string content)
    {
        Export();
        _house.Write("e/" + name, content);
        Assert.Empty((await _house.ImportAsync(_house.PathOf("e"))).Inputs[0].Warnings);
    }

    [Fact]
    public async Task Links_are_not_followed_and_named()
    {
        if (OperatingSystem.IsWindows()) return;
        Export();
        var elsewhere = _house.Write("elsewhere/conversations.json", Array(ChatGpt("d", Node("a", null))));
        File.CreateSymbolicLink(_house.PathOf("e/linked.json"), elsewhere);
        Directory.CreateSymbolicLink(_house.PathOf("e/more"), _house.PathOf("elsewhere"));
        var report = await _house.ImportAsync(_house.PathOf("e"));
        Assert.Equal(1, report.Totals.Added);
        Assert.Equal(
            ["linked.json is a link and was skipped: import what it points to.", "more is a link and was skipped: import what it points to."],
            report.Inputs[0].Warnings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_within_that_cannot_be_read_is_named_and_the_rest_is_read()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        Export();
        _house.Write("e/closed/conversations.json", Array(ChatGpt("d", Node("a", null))));
        var closed = _house.PathOf("e/closed");
        var mode = File.GetUnixFileMode(closed);
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            var report = await _house.ImportAsync(_house.PathOf("e"));
            Assert.Equal(1, report.Totals.Added);
            Assert.Contains(report.Inputs[0].Warnings, warning => warning.StartsWith("closed cannot be read (", StringComparison.Ordinal));
        }
        finally
        {
            File.SetUnixFileMode(closed, mode);
        }
    }

    [Theory]
    [InlineData("conversations.json")]
    [InlineData("x.json")]
    [InlineData("page.html")]
    [InlineData("export.zip")]
    [InlineData("export")]
    public async Task A_named_pipe_in_a_folder_is_not_waited_for(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        _house.Write("e/more/conversations.json", Array(ChatGpt("c", Node("a", null))));
        using (var made = Process.Start("mkfifo", [_house.PathOf("e/" + name)]))
        {
            await made.WaitForExitAsync();
            Assert.Equal(0, made.ExitCode);
        }
        Assert.Equal(1, (await _house.ImportAsync(_house.PathOf("e")).WaitAsync(TimeSpan.FromSeconds(30))).Totals.Added);
    }

    private void Export() => _house.Write("e/conversations.json", Array(ChatGpt("c", Node("a", null))));
}
