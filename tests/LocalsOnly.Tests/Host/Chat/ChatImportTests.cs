using LocalsOnly.Host.Chat;
using LocalsOnly.Tests.Import;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Host.Chat;

/// <summary>What somebody reads who attached an export to a message.</summary>
public sealed class ChatImportTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task The_report_names_what_was_skipped_what_is_odd_and_what_was_gathered_and_adds_up()
    {
        var noted = NodeWith("b", "a", "assistant", """{"content_type":"text","parts":["Juniper has a dog"]}""", ",\"recipient\":\"bio\"");
        var path = _house.Write("conversations.json", Array(ChatGpt("c", Node("a", null), noted), "{\"mapping\":7}")[..^1]);

        var text = await new ChatImport(_house.Import).ImportAsync(path, new Progress<string>(), CancellationToken.None);

        Assert.Equal(
            [
                "One conversation was skipped: it has neither mapping nor chat_messages",
                "conversations.json ends before its list is closed: everything up to its end was read, but there may have been more; download the export again.",
                "2 found = 1 new + 0 updated + 0 unchanged + 0 empty + 0 forgotten + 1 skipped",
                "Beside them what ChatGPT noted about you was gathered.",
                "This was import 1; `locals imports undo 1` takes it back.",
            ],
            text.Split('\n'));
    }

    [Fact]
    public async Task Of_many_faults_a_few_are_named()
    {
        var path = _house.Write("conversations.json", Array([ChatGpt("c", Node("a", null)), .. Enumerable.Range(0, 8).Select(_ => "7")]));
        var text = await new ChatImport(_house.Import).ImportAsync(path, new Progress<string>(), CancellationToken.None);
        Assert.Equal(5, text.Split("One conversation was skipped").Length - 1);
        Assert.Contains("and 3 more; `locals import` names them all.", text, StringComparison.Ordinal);
    }
}
