using System.Globalization;
using System.Text;

namespace LocalsOnly.Tests.Host.Faults;

/// <summary><c>locals import</c> and Ctrl-C.</summary>
public sealed class InterruptedImportTests : IDisposable
{
    private const int Conversations = 60;

    private readonly TemporaryDirectory _exports = new();

    public void Dispose() => _exports.Dispose();

    [Fact]
    public async Task It_says_that_what_is_stored_is_kept_and_how_to_go_on_or_back()
    {
        using var house = new FaultHouse();
        string[] import = ["import", Export()];
        var (exitCode, errors) = await house.InterruptAsync(import, house.Nas, "conversations-*", 1);

        Assert.Equal((130, "Interrupted: what was stored is kept, importing the same again completes it, and locals imports undo 1 takes it back."), (exitCode, errors.Trim()));
        Assert.Contains($"{Conversations} found = ", await house.SucceedAsync(import), StringComparison.Ordinal);
        Assert.Contains($"{Conversations} conversations", await house.SucceedAsync("archive", "verify"), StringComparison.Ordinal);
    }

    // Long enough that it commits long before its end: what is attached is kept and not indexed.
    private string Export()
    {
        var notes = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"Line {i} of the notes. "));
        var json = new StringBuilder("[");
        for (var i = 0; i < Conversations; i++)
            json.Append(i > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$$"""{"uuid":"c{{{i}}}","name":"Talk","chat_messages":[{"uuid":"m","sender":"human","text":"Hello {{{i}}}","attachments":[{"file_name":"notes.txt","extracted_content":"{{{i}}} {{{notes}}}"}]}]}""");
        return _exports.Write("export.json", json.Append(']').ToString());
    }
}
