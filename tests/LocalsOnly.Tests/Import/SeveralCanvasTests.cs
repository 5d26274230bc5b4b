using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>A canvas of which several inputs of one command hold a text.</summary>
public sealed class SeveralCanvasTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("old.zip", "new.zip")]
    [InlineData("new.zip", "old.zip")]
    public async Task Of_two_exports_at_once_each_has_its_own_text_of_a_canvas_and_that_of_the_newest_counts(params string[] order)
    {
        var old = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Canvas("old.zip", 1750000000, "Juniper first", old);
        Canvas("new.zip", 1750009999, "Juniper final", old.AddMonths(1));
        await _house.ImportAsync([.. order.Select(_house.PathOf)]);
        Assert.Equal("Juniper final", await CanvasAsync());
    }

    [Fact]
    public async Task A_canvas_that_two_other_inputs_hold_has_the_text_that_was_written_last()
    {
        var old = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var talk = Canvas("talk.zip", 1750000000, null, old);
        Pack("a.zip", old.AddMonths(1), ("textdocs/11-22.json", """{"content":"Juniper final"}"""));
        Pack("b.zip", old, ("textdocs/11-22.json", """{"content":"Juniper first"}"""));
        await _house.ImportAsync(_house.PathOf("a.zip"), talk, _house.PathOf("b.zip"));
        Assert.Equal("Juniper final", await CanvasAsync());
    }

    private async Task<string> CanvasAsync() => (await _house.StoredAsync("chatgpt:c")).Messages.Single(message => message.Kind == MessageKind.Document).Text;

    private string Canvas(string name, int updated, string? text, DateTimeOffset written)
    {
        var talk = Array(ChatGptWith($"\"id\":\"c\",\"title\":\"Talk\",\"update_time\":{updated}", Node("a", null), NodeOf("b", "a", """
            {"author":{"role":"assistant"},"recipient":"canmore.create_textdoc","content":{"content_type":"code","text":"{\"name\":\"Plan\",\"content\":\"Juniper draft\"}"},"metadata":{"canvas":{"textdoc_id":"11-22"}}}
            """)));
        return text is null
            ? Pack(name, written, ("conversations.json", talk))
            : Pack(name, written, ("conversations.json", talk), ("textdocs/11-22.json", $$"""{"content":"{{text}}"}"""));
    }

    private string Pack(string name, DateTimeOffset written, params (string Name, string Content)[] members) => _house.Write(name, Zip(written, members));
}
