using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>A conversation that was imported before what lies beside it was there.</summary>
public sealed class LateNameTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attachment_that_is_named_later_is_listed_once(bool isNamedLater)
    {
        var talk = Array(ChatGpt("c", NodeWith("a", null, "user", """
            {"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_00000000abcd"},{"content_type":"image_asset_pointer","asset_pointer":"file-service://file-Xyz123"},"Juniper"]}
            """)));
        string[] exports =
        [
            _house.Zip("bare.zip", ("conversations.json", talk)),
            _house.Zip("named.zip", ("conversations.json", talk), ("conversation_asset_file_names.json", """{"file_00000000abcd.dat":"roof.png","other.dat":"x.png"}""")),
        ];
        await _house.ImportAsync(isNamedLater ? exports[0] : exports[1]);
        await _house.ImportAsync(isNamedLater ? exports[1] : exports[0]);
        Assert.Equal(["roof.png", "file-Xyz123"], (await _house.StoredAsync("chatgpt:c")).Messages.Single().Attachments);
    }

    [Fact]
    public async Task What_lies_beside_a_large_conversation_arrives_when_its_bytes_are_known_and_it_is_recognised_from_then_on()
    {
        string Large(string id, string content) => ChatGptWith($"\"id\":\"{id}\",\"title\":\"Talk\",\"padding\":\"{new string('x', 5000)}\"", NodeWith("a", null, "user", content));
        var talks = Array(
            Large("c", """{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_00000000abcd"},"Juniper"]}"""),
            Large("d", """{"content_type":"text","parts":["Juniper"]}"""));
        const string user = """{"id":"u","email":"juniper@example.invalid","chatgpt_plus_user":true}""";
        const string names = """{"file_00000000abcd.dat":"roof.png","other.dat":"x.png"}""";
        var bare = _house.Zip("bare.zip", ("conversations.json", talks));
        var owned = _house.Zip("owned.zip", ("conversations.json", talks), ("user.json", user));
        var named = _house.Zip("named.zip", ("conversations.json", talks), ("user.json", user), ("conversation_asset_file_names.json", names));
        await _house.ImportAsync(bare);

        Assert.Equal((2, 2), Counts(await _house.ImportAsync(owned)));
        Assert.All(["chatgpt:c", "chatgpt:d"], key => Assert.NotNull(_house.StoredAsync(key).Result.Account));
        Assert.Equal((0, 0), Counts(await _house.ImportAsync(owned)));

        // What refers to no file need not be read for the sake of names.
        Assert.Equal((1, 1), Counts(await _house.ImportAsync(named)));
        Assert.Equal(["roof.png"], (await _house.StoredAsync("chatgpt:c")).Messages.Single().Attachments);
        foreach (var export in (string[])[named, owned, bare]) Assert.Equal((0, 0), Counts(await _house.ImportAsync(export)));

        await _house.Archive.UndoAsync(3);
        Assert.Equal((1, 1), Counts(await _house.ImportAsync(named)));

        static (int Updated, int Read) Counts(LocalsOnly.Import.ImportReport report) => (report.Totals.Updated, report.Totals.Messages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_arrives_though_another_input_named_it_before(bool isNamedLater)
    {
        string Large(string id) => Array(ChatGptWith($"\"id\":\"{id}\",\"title\":\"Talk\",\"padding\":\"{new string('x', 5000)}\"", Node("a", null)));
        const string user = """{"id":"u","email":"juniper@example.invalid","chatgpt_plus_user":true}""";
        string[] apart = [_house.Zip("part1.zip", ("conversations.json", Large("c"))), _house.Zip("part2.zip", ("conversations.json", Large("d")), ("user.json", user))];
        string[] whole = [_house.Zip("whole.zip", ("conversations.json", Large("c")), ("user.json", user))];
        await _house.ImportAsync(isNamedLater ? apart : whole);
        await _house.ImportAsync(isNamedLater ? whole : apart);
        Assert.NotNull((await _house.StoredAsync("chatgpt:c")).Account);
        foreach (var inputs in (string[][])[apart, whole]) Assert.Equal((0, null), Result(await _house.ImportAsync(inputs)));

        static (int Updated, int? Import) Result(LocalsOnly.Import.ImportReport report) => (report.Totals.Updated + report.Totals.Added, report.Import);
    }
}
