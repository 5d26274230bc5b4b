using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LocalsOnly.Import;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Import;

/// <summary>Everything a person may pass as an export, and what may have happened to it.</summary>
public sealed class ExportShapeTests : IDisposable
{
    private const string One = """{"id":"c1","title":"One","create_time":1750000000,"mapping":{"r":{"id":"r","message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["walnut"]}},"parent":null}}}""";
    private const string Two = """{"uuid":"c2","name":"Two","chat_messages":[{"uuid":"m","sender":"human","text":"oak","content":[{"type":"text","text":"oak"}]}]}""";

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("[" + One + "," + Two + "]", 2)]
    [InlineData("\ufeff[" + One + "]", 1)]
    [InlineData("{\"conversations\":[" + One + "," + Two + "]}", 2)]
    [InlineData(One, 1)]
    [InlineData(Two, 1)]
    [InlineData(One + "\n" + Two, 2)]
    [InlineData("[" + One + "," + Two + ",]", 2)]
    [InlineData("[" + One + "," + One + "]", 2)]
    public async Task A_bare_file_of_any_root_shape_is_read(string json, int found)
    {
        var report = await ImportAsync(_house.Write("anything.txt", json));
        Assert.Equal((found, 0), (report.Totals.Found, report.Totals.Quarantined));
    }

    [Theory]
    [InlineData("conversations.json")]
    [InlineData("My export/conversations.json")]
    [InlineData("conversations-000.json")]
    [InlineData("../../conversations.json")]
    [InlineData("/etc/conversations.json")]
    [InlineData("C:\\temp\\conversations.json")]
    [InlineData("CON.json")]
    [InlineData("conversations (1).json")]
    public async Task A_zip_is_read_whatever_its_members_are_called_and_nothing_is_written_by_their_names(string name)
    {
        var report = await ImportAsync(Zip("export.zip", (name, "[" + One + "]")));
        Assert.Equal(1, report.Totals.Added);
        Assert.Equal(["export.zip", "local", "nas"], Directory.GetFileSystemEntries(_house.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_macOS_adds_and_stray_files_are_passed_by()
    {
        var report = await ImportAsync(Zip("e.zip",
            ("__MACOSX/x/._conversations.json", "binary"), ("x/._conversations.json", "binary"), ("x/conversations.json", "[" + One + "]"), ("x/conversations.json.index", "?"), ("x/chat.html", "<html>")));
        Assert.Equal((1, 0), (report.Totals.Added, report.Totals.Quarantined));
        Assert.Empty(report.Inputs[0].Warnings);
    }

    [Theory]
    [InlineData("""{"version":1,"logical_files":{"conversations.json":{"files":["conversations-000.json","conversations-001.json"],"sharded":true}}}""")]
    [InlineData("""{"version":1,"files":[{"name":"conversations.json","shards":[{"name":"conversations-000.json"},{"name":"conversations-001.json"}]}]}""")]
    [InlineData("""{"data_files":[{"category":"conversations","filename":"conversations-000.json"},{"category":"conversations","filename":"conversations-001.json","export_url":"https://secret"}]}""")]
    public async Task A_shard_that_the_manifest_names_and_is_missing_is_reported_and_an_unlisted_one_is_read(string manifest)
    {
        var report = await ImportAsync(Zip("e.zip", ("export_manifest.json", manifest), ("conversations-000.json", "[" + One + "]"), ("conversations-007.json", "[" + Two + "]")));
        Assert.Equal(2, report.Totals.Added);
        Assert.Equal(["export_manifest.json lists conversations-001.json, which is missing: download that part, or the whole export, again."], report.Inputs[0].Warnings);
        Assert.DoesNotContain("secret", Json(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zips_within_zips_are_read_two_levels_deep()
    {
        var inner = ZipBytes(("conversations.json", Encoding.UTF8.GetBytes("[" + One + "]")));
        var middle = ZipBytes(("a/inner.zip", inner), ("conversations.json", Encoding.UTF8.GetBytes("[" + Two + "]")));
        Assert.Equal(2, (await ImportAsync(ZipOf("two.zip", ("User Online Activity/middle.zip", middle)))).Totals.Found);

        var deeper = await ImportAsync(ZipOf("three.zip", ("x.zip", ZipBytes(("middle.zip", middle)))));
        Assert.Equal(1, deeper.Totals.Found);
        Assert.Contains("levels deep", deeper.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_import_unpacked_is_removed_by_the_next()
    {
        var left = _house.Write("local/tmp/import-left", "private");
        await ImportAsync(ZipOf("two.zip", ("inner.zip", ZipBytes(("conversations.json", Encoding.UTF8.GetBytes("[" + One + "]"))))));
        Assert.False(File.Exists(left));
        Assert.Empty(Directory.GetFiles(_house.PathOf("local/tmp")));
    }

    [SkippableFact]
    public async Task What_is_unpacked_has_no_name_that_a_killed_import_could_leave_behind()
    {
        Skip.If(OperatingSystem.IsWindows(), "There a file has a name until it is closed.");
        var inner = ZipBytes(("conversations.json", Encoding.UTF8.GetBytes("[" + One + "]")));
        var names = new List<string>();
        var unpacked = _house.PathOf("local/tmp");
        await _house.Import.ImportAsync([ZipOf("two.zip", ("inner.zip", inner))], new Watch(() =>
        {
            if (Directory.Exists(unpacked)) names.Add(string.Join(',', Directory.GetFiles(unpacked)));
        }));
        Assert.NotEmpty(names);
        Assert.All(names, Assert.Empty);
    }

    [Fact]
    public async Task A_folder_is_read_with_the_zips_in_it()
    {
        _house.Write("folder/a/conversations.json", "[" + One + "]");
        File.WriteAllBytes(_house.PathOf("folder/part.zip"), ZipBytes(("conversations.json", Encoding.UTF8.GetBytes("[" + Two + "]"))));
        Assert.Equal(["chatgpt", "claude"], (await ImportAsync(_house.PathOf("folder"))).Inputs[0].Sources);
    }

    [Fact]
    public async Task A_file_of_a_folder_that_cannot_be_read_is_named_and_the_others_are_read()
    {
        _house.Write("folder/conversations.json", "[" + One + "]");
        var zip = _house.PathOf("folder/part.zip");
        File.WriteAllBytes(zip, ZipBytes(("conversations.json", Encoding.UTF8.GetBytes("[" + Two + "]"))));
        using var locked = new FileStream(zip, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var report = await ImportAsync(_house.PathOf("folder"));
        Assert.Equal((1, null), (report.Totals.Added, report.Inputs[0].Problem));
        Assert.StartsWith("part.zip cannot be read", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_members_of_the_same_name_are_both_read()
    {
        var report = await ImportAsync(Zip("e.zip", ("conversations.json", "[" + One + "]"), ("conversations.json", "[" + Two + "]")));
        Assert.Equal(2, report.Totals.Added);
    }

    [Fact]
    public async Task A_broken_conversation_is_quarantined_with_its_place_and_the_others_are_kept()
    {
        var json = "[" + One + ",{\"id\":\"bad\",\"title\":secret words},null," + One.Replace("c1", "c3", StringComparison.Ordinal) + "]";
        var report = await ImportAsync(Zip("e.zip", ("conversations.json", json)));

        Assert.Equal((4, 2, 2), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.True(report.Totals.Reconciles);
        Assert.Equal(("conversations.json", One.Length + 2L), (report.Inputs[0].Quarantined[0].File, report.Inputs[0].Quarantined[0].Offset));
        Assert.StartsWith("is not valid JSON", report.Inputs[0].Quarantined[0].Reason, StringComparison.Ordinal);
        Assert.Equal("is not an object", report.Inputs[0].Quarantined[1].Reason);
        Assert.DoesNotContain("secret words", Json(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_tail_keeps_what_came_before_and_counts_the_unread_bytes()
    {
        var report = await ImportAsync(_house.Write("conversations.json", "[" + One + "," + One[..50]));
        Assert.Equal((2, 1, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Contains("50 bytes are unread", report.Inputs[0].Quarantined[0].Reason, StringComparison.Ordinal);

        report = await ImportAsync(_house.Write("conversations.json", "[" + One + ","));
        Assert.Contains("ends before its list is closed", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.zip", null, "does not exist")]
    [InlineData("empty.zip", "", "it is empty")]
    [InlineData("page.zip", "<!doctype html><title>Link expired</title>", "web page")]
    [InlineData("notes.txt", "dear diary", "neither a zip nor JSON")]
    [InlineData("other.json", "{\"name\":\"x\",\"version\":\"1\"}", "no conversations are in it")]
    [InlineData("cut.zip", "PK\u0003\u0004rest is missing", "cut short or damaged")]
    public async Task What_is_no_export_is_one_sentence_and_stops_nothing_else(string name, string? content, string because)
    {
        if (content is not null) _house.Write(name, content);
        var report = await _house.Import.ImportAsync([_house.PathOf(name), _house.Write("good.json", One)]);

        Assert.Contains(because, report.Inputs[0].Problem, StringComparison.Ordinal);
        Assert.Contains(name, report.Inputs[0].Problem, StringComparison.Ordinal);
        Assert.Null(report.Inputs[1].Problem);
        Assert.Equal(1, report.Totals.Added);
    }

    [Fact]
    public async Task A_folder_and_a_zip_without_conversations_say_so()
    {
        Directory.CreateDirectory(_house.PathOf("empty"));
        Assert.Contains("is not a ChatGPT or Claude export", (await ImportAsync(_house.PathOf("empty"))).Inputs[0].Problem, StringComparison.Ordinal);
        Assert.Contains("chat.html", (await ImportAsync(Zip("e.zip", ("chat.html", "<html>")))).Inputs[0].Problem, StringComparison.Ordinal);
        var none = await ImportAsync(Zip("n.zip", ("conversations.json", "[]")));
        Assert.Null(none.Inputs[0].Problem);
        Assert.Equal(["conversations.json holds no conversations."], none.Inputs[0].Warnings);
    }

    [Fact]
    public async Task An_encrypted_member_is_named_and_the_rest_is_read()
    {
        var path = Zip("e.zip", ("locked.json", "[" + One + "]"), ("conversations.json", "[" + Two + "]"));
        var bytes = File.ReadAllBytes(path);
        // Bit 0 of the flags, in the local header and in the central directory.
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        File.WriteAllBytes(path, bytes);

        var report = await ImportAsync(path);
        Assert.Equal(1, report.Totals.Added);
        Assert.StartsWith("locked.json is encrypted", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_sidecars_are_listed_and_never_counted()
    {
        var report = await ImportAsync(Zip("e.zip",
            ("conversations.json", "[" + One + "]"), ("user.json", "{\"id\":\"u\"}"), ("shared_conversations.json", "[{\"id\":\"s\",\"conversation_id\":\"c1\",\"title\":\"One\"}]"),
            ("projects/p.json", "{\"uuid\":\"p\",\"name\":\"x\",\"created_at\":\"2026-01-01\"}"), ("odd.json", "[{\"a\":1}]")));
        Assert.Equal(1, report.Totals.Found);
        Assert.Equal(["odd.json", "projects/p.json", "shared_conversations.json", "user.json"], report.Inputs[0].NotUsed);
        Assert.Empty(report.Inputs[0].Warnings);
    }

    [Fact]
    public async Task A_table_of_thousands_of_rows_is_no_broken_conversations()
    {
        _house.Write("folder/conversations.json", "[" + One + "]");
        _house.Write("folder/table.json", "[" + string.Join(',', Enumerable.Range(0, 5000).Select(row => $"{{\"row\":{row},\"name\":\"n\"}}")) + "]");
        var report = await ImportAsync(_house.PathOf("folder"));

        Assert.Equal((1, 1, 0), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Equal(["table.json"], report.Inputs[0].NotUsed);
        Assert.Empty(report.Inputs[0].Warnings);
    }

    [Theory]
    [InlineData("""[{"foo":1},{"bar":2},{"conversation_id":"x","rating":"up"}]""")]
    [InlineData("""[{"conversation_id":"x","rating":"up"},{"foo":1},{"bar":2}]""")]
    public async Task What_stands_beside_a_rating_is_no_broken_conversation_in_any_order(string json)
    {
        var report = await ImportAsync(Zip("e.zip", ("conversations.json", "[" + One + "]"), ("odd.json", json)));
        Assert.Equal((1, 0), (report.Totals.Found, report.Totals.Quarantined));
        Assert.Equal(1, report.Inputs[0].Unused["ratings"]);
    }

    [Fact]
    public async Task A_file_that_breaks_off_before_its_first_conversation_is_named_with_the_reason()
    {
        var rows = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, 900).Select(row => $"{{\"row\":{row}}}")) + ",");
        var report = await ImportAsync(ZipOf("e.zip", ("conversations.json", Encoding.UTF8.GetBytes("[" + One + "]")), ("odd.json", [.. rows, .. Enumerable.Repeat((byte)' ', 70 << 20), .. "]"u8])));

        Assert.Equal((1, 0), (report.Totals.Found, report.Totals.Quarantined));
        Assert.Contains("odd.json was not read to its end", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
        Assert.Contains("no conversation came before", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(["odd.json"], report.Inputs[0].NotUsed);
    }

    [Theory]
    [InlineData("c\\u001b[31m", "m $(reboot)")]
    [InlineData("a b", "\\u0022quoted\\u0022")]
    [InlineData("../../etc", "line\\nfeed")]
    [InlineData("ünïcode", "")]
    public async Task An_id_of_an_export_never_becomes_a_key_that_a_terminal_or_a_link_could_act_on(string conversation, string node)
    {
        var json = """
            [{"id":"CONVERSATION","mapping":{
              "NODE":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["walnut"] } } },
              "NODE 2":{"parent":"NODE","message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["oak"]}}}}},
             {"uuid":"CONVERSATION","name":"Two","chat_messages":[
              {"uuid":"NODE 1","sender":"human","text":"larch","parent_message_uuid":"NODE 0"},{"uuid":"NODE 2","sender":"assistant","text":"yew","parent_message_uuid":"NODE 1"}]}]
            """.Replace("CONVERSATION", conversation, StringComparison.Ordinal).Replace("NODE", node, StringComparison.Ordinal);
        var path = _house.Write("conversations.json", json);
        Assert.Equal(2, (await ImportAsync(path)).Totals.Added);
        Assert.Equal(2, (await ImportAsync(path)).Totals.Unchanged);

        foreach (var word in (string[])["walnut", "larch"])
        {
            var opened = (await _house.Memory.OpenAsync(TestMemory.Scope, (await _house.RecallKeysAsync(word)).First()))!;
            Assert.All(opened.Messages.SelectMany(message => new[] { message.Key, message.ParentKey }).OfType<string>().Append(opened.Key), key => Assert.Matches(@"\A[A-Za-z0-9._:-]+\z", key));
            Assert.Equal(opened.Messages[0].Key, opened.Messages[1].ParentKey);
            Assert.Equal(2, opened.Messages.DistinctBy(message => message.Key).Count());
        }
    }

    [Theory]
    [InlineData("MaxDepth", "-1")]
    [InlineData("MaxRatio", "0")]
    [InlineData("MaxConversationBytes", "2000000000")]
    [InlineData("MaxExpandedBytes", "-5")]
    [InlineData("MaxEntries", "0")]
    [InlineData("MaxNestedZips", "-1")]
    [InlineData("MaxTextLength", "0")]
    public void A_limit_out_of_bounds_is_refused_by_its_name(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Import:{name}", (string?)value)]).Build();
        using var services = new ServiceCollection().AddImport(configuration).BuildServiceProvider();
        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ImportOptions>>().Value);
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_runs_from_nothing_to_the_whole_size_on_disk()
    {
        var seen = new Recorder();
        var path = Zip("e.zip", ("conversations.json", "[" + One + "," + Two + "]"));
        await _house.Import.ImportAsync([path], seen);

        Assert.Equal(0, seen.Reports[0].BytesRead);
        Assert.Equal((new FileInfo(path).Length, 2), (seen.Reports[^1].BytesRead, seen.Reports[^1].Conversations));
        Assert.All(seen.Reports, report => Assert.Equal(new FileInfo(path).Length, report.BytesTotal));
    }

    [Fact]
    public async Task A_report_reads_back_from_its_JSON_without_any_conversation_text()
    {
        var report = await ImportAsync(_house.Write("c.json", "[" + One + "," + Two + "]"));
        var json = Json(report);
        Assert.DoesNotContain("walnut", json, StringComparison.Ordinal);
        Assert.Equal(report.Totals, JsonSerializer.Deserialize(json, ImportJson.Default.ImportReport)!.Totals);
    }

    [Fact]
    public async Task A_member_that_expands_beyond_reason_is_stopped_and_reported()
    {
        var report = await ImportAsync(ZipOf("bomb.zip", ("conversations.json", [.. "["u8, .. Enumerable.Repeat((byte)' ', 70 << 20), .. "]"u8])));
        Assert.Contains("expands more than 200 times", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
    }

    private Task<ImportReport> ImportAsync(string path) => _house.Import.ImportAsync([path]);

    private static string Json(ImportReport report) => JsonSerializer.Serialize(report, ImportJson.Default.ImportReport);

    private string Zip(string name, params (string Name, string Content)[] members) =>
        ZipOf(name, [.. members.Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Content)))]);

    private string ZipOf(string name, params (string Name, byte[] Content)[] members)
    {
        File.WriteAllBytes(_house.PathOf(name), ZipBytes(members));
        return _house.PathOf(name);
    }

    private static byte[] ZipBytes(params (string Name, byte[] Content)[] members)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in members)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }

    private sealed class Watch(Action look) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => look();
    }

    private sealed class Recorder : IProgress<ImportProgress>
    {
        public List<ImportProgress> Reports { get; } = [];

        public void Report(ImportProgress value) => Reports.Add(value);
    }
}
