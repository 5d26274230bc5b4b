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
}
