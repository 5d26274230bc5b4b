using System.IO.Compression;
using System.Text.Json;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>The same exports in another order, and in a folder instead of a zip.</summary>
public sealed class SameExportsTests : IDisposable
{
    private const string User = """{"id":"u","email":"juniper@example.invalid","chatgpt_plus_user":true}""";
    private const string Names = """{"file_00000000abcd.dat":"roof.png","other.dat":"x.png"}""";

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Any_order_of_single_imports_gives_the_same()
    {
        var exports = Exports().ToArray();
        string? expected = null;
        foreach (var order in Permutations(exports.Length))
        {
            using var house = new ExportHouse();
            foreach (var i in order) await house.ImportAsync(house.Write(exports[i].Name, exports[i].Bytes));
            var got = await AllAsync(house);
            expected ??= got;
            Assert.True(expected == got, $"{string.Join(',', order)}\n{expected}\n{got}");
            foreach (var i in order)
            {
                var again = await house.ImportAsync(house.PathOf(exports[i].Name));
                Assert.True(again.Import is null, $"{string.Join(',', order)} again {i}");
            }
        }
    }

    [Fact]
    public async Task Any_order_of_arguments_gives_the_same()
    {
        var exports = Exports().ToArray();
        string? expected = null;
        foreach (var order in Permutations(exports.Length))
        {
            using var house = new ExportHouse();
            await house.ImportAsync([.. order.Select(i => house.Write(exports[i].Name, exports[i].Bytes))]);
            var got = await AllAsync(house);
            expected ??= got;
            Assert.True(expected == got, $"{string.Join(',', order)}\n{expected}\n{got}");
            Assert.Null((await house.ImportAsync([.. order.Select(i => house.PathOf(exports[i].Name))])).Import);
        }
    }

    [Fact]
    public async Task The_same_export_as_zip_and_as_folder_and_moved_changes_nothing()
    {
        var (name, bytes) = Exports().First();
        await _house.ImportAsync(_house.Write(name, bytes));
        ZipFile.ExtractToDirectory(_house.PathOf(name), _house.PathOf("folder"));
        Assert.Null((await _house.ImportAsync(_house.PathOf("folder"))).Import);
        Directory.Move(_house.PathOf("folder"), _house.PathOf("moved"));
        Assert.Null((await _house.ImportAsync(_house.PathOf("moved"))).Import);
        Assert.Null((await _house.ImportAsync(_house.PathOf(name), _house.PathOf("moved"))).Import);
    }

    private static async Task<string> AllAsync(ExportHouse house)
    {
        var all = new List<string>();
        foreach (var key in (string[])["chatgpt:c", "chatgpt:memory", "claude:c", "claude:memory:acc"]) all.Add(JsonSerializer.Serialize(await house.StoredAsync(key)));
        return string.Join('\n', all);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Exports()
    {
        var spring = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
        string Talk(int updated, string title, string pad, params string[] more) => Array(ChatGptWith(
            $"\"id\":\"c\",\"title\":{title},\"create_time\":1750000000,\"update_time\":{updated},\"padding\":\"{pad}\"",
            [Node("a", null), NodeOf("b", "a", """
            {"author":{"role":"assistant"},"recipient":"canmore.create_textdoc","content":{"content_type":"code","text":"{\"name\":\"Plan\",\"content\":\"Juniper draft\"}"},"metadata":{"canvas":{"textdoc_id":"11-22"}}}
            """), NodeWith("p", "b", "user", """{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_00000000abcd"},"Juniper p"]}"""),
            NodeOf("m", "p", """{"author":{"role":"assistant"},"recipient":"bio","content":{"content_type":"text","parts":["Juniper has a dog"]}}"""), .. more]));
        var pad = new string('x', 5000);
        yield return ("old.zip", Zip(spring, ("conversations.json", Talk(1750000000, "\"One\"", pad)), ("user.json", User), ("textdocs/11-22.json", """{"content":"Juniper first"}""")));
        yield return ("new.zip", Zip(spring.AddMonths(1), ("conversations.json", Talk(1750009999, "null", pad, Node("z", "m"))), ("conversation_asset_file_names.json", Names), ("textdocs/11-22.json", """{"content":"Juniper final"}""")));
        yield return ("bare.zip", Zip(spring, ("conversations.json", Talk(1750009999, "null", pad, Node("z", "m")))));
        yield return ("claude.zip", Zip(spring.AddMonths(2), ("conversations.json", Array(Claude("c", Message("a"), Message("b", "assistant")))), ("memories.json", """[{"account_uuid":"acc","conversations_memory":"Juniper","project_memories":{}}]"""), ("user.json", User)));
    }

    private static IEnumerable<int[]> Permutations(int n)
    {
        if (n == 0) return [[]];
        return Permutations(n - 1).SelectMany(rest => Enumerable.Range(0, n).Select(at => (int[])[.. rest.Take(at), n - 1, .. rest.Skip(at)]));
    }
}
