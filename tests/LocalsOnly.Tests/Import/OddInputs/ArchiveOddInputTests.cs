using System.Text;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import.OddInputs;

/// <summary>1–20: a fault of an archive costs the member it is in.</summary>
public sealed class ArchiveOddInputTests : IDisposable
{
    private static readonly string s_one = Array(ChatGpt("one", Node("a", null)));
    private static readonly string s_two = Array(ChatGpt("two", Node("b", null)));
    private static readonly string s_claude = Array(Claude("three", Message("c")));

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact, OddInput(1)]
    public async Task A_folder_around_everything_changes_nothing()
    {
        Assert.Equal(1, (await _house.ImportAsync(_house.Zip("e.zip", ("My export/conversations.json", s_one)))).Totals.Added);
        Assert.Equal("Juniper a", await _house.SaidAsync("chatgpt:one"));
    }

    [Fact, OddInput(2)]
    public async Task Shards_are_read_without_a_file_of_all() =>
        Assert.Equal(2, (await _house.ImportAsync(_house.Zip("e.zip", ("conversations-000.json", s_one), ("conversations-001.json", s_two)))).Totals.Added);

    [Fact, OddInput(3)]
    public async Task A_stray_index_is_passed_by()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip", ("conversations-000.json", s_one), ("conversations.json.index", "\0\u0001Juniper")));
        Assert.Equal((1, 0), (report.Totals.Added, report.Totals.Quarantined));
        Assert.Empty(report.Inputs[0].Warnings);
    }

    [Fact, OddInput(4)]
    public async Task A_shard_that_the_list_of_parts_promises_is_named_when_it_is_missing_and_the_others_are_read()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("export_manifest.json", """{"version":1,"logical_files":{"conversations.json":{"files":["conversations-000.json","conversations-001.json"],"sharded":true}}}"""),
            ("conversations-000.json", s_one)));
        Assert.Equal(1, report.Totals.Added);
        Assert.Equal(["conversations-001.json"], report.Inputs[0].Missing);
        Assert.Contains(report.Inputs[0].Warnings, warning => warning.Contains("conversations-001.json, which is missing", StringComparison.Ordinal));
    }

    [Fact, OddInput(5)]
    public async Task A_shard_that_the_list_of_parts_does_not_know_is_read()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("export_manifest.json", """{"version":1,"files":[{"name":"conversations.json","shards":[{"name":"conversations-000.json"}]}]}"""),
            ("conversations-000.json", s_one), ("conversations-001.json", s_two)));
        Assert.Equal(2, report.Totals.Added);
        Assert.Empty(report.Inputs[0].Missing);
    }

    [Fact, OddInput(6)]
    public async Task The_zips_within_the_zip_of_the_privacy_portal_are_read()
    {
        var report = await _house.ImportAsync(_house.Write("portal.zip", Zip(
            ("report.html", Encoding.UTF8.GetBytes("<html>")),
            ("User Online Activity/Conversations__x-chatgpt-0001-part-0001.zip", Zip(("conversations.json", s_one))),
            ("User Online Activity/Conversations__x-chatgpt-0001-part-0002.zip", Zip(("conversations.json", s_two))),
            ("User Online Activity/Files__x.zip", Zip(("file-1.png", "png"))))));
        Assert.Equal((2, 0), (report.Totals.Added, report.Totals.Quarantined));
    }

    [Fact, OddInput(7)]
    public async Task Parts_without_the_list_of_users_keep_the_account_that_each_conversation_names()
    {
        var part = Claude("c", Message("m")).Replace("\"name\"", "\"account\":{\"uuid\":\"acc\"},\"name\"", StringComparison.Ordinal);
        var report = await _house.ImportAsync(_house.Zip("conversations-000.zip", ("conversations.json", Array(part))));
        Assert.Equal(1, report.Totals.Added);
        Assert.Equal("acc", (await _house.ConversationAsync("claude:c")).Account);
        Assert.Empty(report.Inputs[0].Accounts);
    }

    [Fact, OddInput(8)]
    public async Task A_conversation_in_two_shards_becomes_the_union_and_is_counted_as_met_again()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("conversations-000.json", Array(ChatGpt("same", Node("a", null)))), ("conversations-001.json", Array(ChatGpt("same", Node("a", null), Node("b", "a", "assistant"))))));
        Assert.Equal((2, 1, 1, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Updated, report.Totals.Repeated));
        Assert.Equal("Juniper a|Juniper b", await _house.SaidAsync("chatgpt:same"));
    }

    [Fact, OddInput(9)]
    public async Task Two_members_of_one_name_are_both_read() =>
        Assert.Equal(2, (await _house.ImportAsync(_house.Zip("e.zip", ("conversations.json", s_one), ("conversations.json", s_two)))).Totals.Added);

    [Theory, OddInput(10)]
    [InlineData("../../conversations.json")]
    [InlineData("/etc/conversations.json")]
    [InlineData("..\\..\\conversations.json")]
    [InlineData("C:\\Windows\\conversations.json")]
    [InlineData("NUL.json")]
    public async Task A_member_is_read_under_any_name_and_nothing_is_written_by_it(string name)
    {
        Assert.Equal(1, (await _house.ImportAsync(_house.Zip("e.zip", (name, s_one)))).Totals.Added);
        Assert.Equal(["e.zip", "local", "nas"], Directory.GetFileSystemEntries(_house.PathOf("."), "*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact, OddInput(11)]
    public async Task A_bomb_is_stopped_a_lie_about_a_size_is_survived_and_the_member_beside_them_is_read()
    {
        var bomb = Zip(("bomb.json", [.. "["u8, .. Enumerable.Repeat((byte)' ', 70 << 20), .. "]"u8]), ("conversations.json", Encoding.UTF8.GetBytes(s_one)));
        var report = await _house.ImportAsync(_house.Write("bomb.zip", bomb));
        Assert.Equal(1, report.Totals.Added);
        Assert.Contains("expands more than 200 times", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);

        var liar = Zip(("liar.json", Encoding.UTF8.GetBytes(s_two)), ("conversations.json", Encoding.UTF8.GetBytes(s_claude)));
        // The unpacked size in the central directory, of the first member.
        BitConverter.TryWriteBytes(liar.AsSpan(liar.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24), 7);
        await _house.ImportAsync(_house.Write("liar.zip", liar));
        Assert.True(await _house.KnowsAsync("claude:three"));
    }

    [SkippableFact, OddInput(12)]
    public async Task A_zip_of_more_than_4_GiB_is_read_behind_that_border()
    {
        Skip.If(OperatingSystem.IsWindows(), "There the hole would take its size on disk.");
        var path = _house.PathOf("large.zip");
        LargeZip.Write(path, hole: 5L << 30, "conversations.json", Encoding.UTF8.GetBytes(s_one));
        Assert.True(new FileInfo(path).Length > 5L << 30);
        Assert.Equal(1, (await _house.ImportAsync(path)).Totals.Added);
    }

    [Fact, OddInput(13)]
    public async Task A_zip_that_is_cut_short_gives_what_is_there_of_it_and_the_rest_of_the_run_goes_on()
    {
        var many = Array([.. Enumerable.Range(0, 2000).Select(i => ChatGpt($"m{i}", Node("a", null)))]);
        var whole = Zip(("conversations-000.json", s_one), ("conversations-001.json", many));
        var report = await _house.ImportAsync(
            _house.Write("directory.zip", whole[..^30]), _house.Write("member.zip", whole[..(whole.Length / 2)]), _house.Write("head.zip", whole[..20]),
            _house.Write("outer.zip", Zip(("part.zip", whole[..^30]), ("conversations.json", Encoding.UTF8.GetBytes(s_two)))));
        Assert.Equal(2001, report.Inputs[0].Totals.Found);
        Assert.InRange(report.Inputs[1].Totals.Unchanged, 2, 2000);
        Assert.All(report.Inputs.Take(2), input => Assert.Contains(input.Warnings, warning => warning.Contains("is a zip that is cut short: what is there of it was read", StringComparison.Ordinal)));
        Assert.Contains("cut short or damaged", report.Inputs[2].Problem, StringComparison.Ordinal);
        Assert.Contains("part.zip is a zip that is cut short", report.Inputs[3].Warnings.Single(), StringComparison.Ordinal);
        Assert.Equal(1, report.Inputs[3].Totals.Added);
    }

    [Fact, OddInput(14)]
    public async Task An_encrypted_member_is_named_with_what_to_do_and_the_rest_is_read()
    {
        var bytes = Zip(("locked.json", s_one), ("conversations.json", s_two));
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        var report = await _house.ImportAsync(_house.Write("e.zip", bytes));
        Assert.Equal(1, report.Totals.Added);
        Assert.StartsWith("locked.json is encrypted", report.Inputs[0].Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact, OddInput(15)]
    public async Task A_second_download_is_the_part_it_is_a_copy_of()
    {
        var report = await _house.ImportAsync(
            _house.Zip("manifest (1).zip", ("manifest.json", """{"version":1,"data_files":[{"category":"conversations","filename":"conversations-000.zip"}]}""")),
            _house.Zip("conversations-000 (1).zip", ("conversations (1).json", s_claude)));
        Assert.Equal(1, report.Totals.Added);
        Assert.Empty(report.Inputs[0].Missing);
    }

    [Fact, OddInput(16)]
    public async Task What_macOS_adds_is_passed_by()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip", ("__MACOSX/._conversations.json", "\0Juniper"), ("._conversations.json", "\0"), (".DS_Store", "x"), ("conversations.json", s_one)));
        Assert.Equal((1, 0), (report.Totals.Found, report.Totals.Quarantined));
        Assert.Empty(report.Inputs[0].Warnings);
    }

    [Fact, OddInput(17)]
    public async Task A_bare_file_and_an_unpacked_folder_are_read_and_an_error_page_is_called_one()
    {
        _house.Write("folder/conversations.json", s_two);
        var report = await _house.ImportAsync(_house.Write("x.json", s_one), _house.PathOf("folder"), _house.Write("export.zip", "<!doctype html><p>Juniper: this link has expired"));
        Assert.Equal(2, report.Totals.Added);
        Assert.Contains("a web page, perhaps the error page", report.Inputs[2].Problem, StringComparison.Ordinal);
    }

    [Fact, OddInput(18)]
    public async Task Both_vendors_are_imported_in_one_go_even_from_one_folder()
    {
        _house.Write("folder/chatgpt/conversations.json", s_two);
        _house.Write("folder/claude/conversations.json", Array(Claude("four", Message("d"))));
        var report = await _house.ImportAsync(_house.Zip("a.zip", ("conversations.json", s_one)), _house.Zip("b.zip", ("conversations.json", s_claude)), _house.PathOf("folder"));
        Assert.Equal(4, report.Totals.Added);
        Assert.Equal(["chatgpt", "claude"], report.Inputs[2].Sources);
    }

    [Fact, OddInput(19)]
    public async Task An_opaque_asset_has_the_name_the_person_knew_whatever_is_in_it()
    {
        var node = NodeWith("a", null, "user", """{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_1"},"Juniper"]}""");
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("conversations.json", Array(ChatGpt("c", node))), ("file_1.dat", "<svg>not a photograph</svg>"),
            ("conversation_asset_file_names.json", """{"file_1.dat":"photo.jpg"}""")));
        Assert.Equal(["photo.jpg"], (await _house.ConversationAsync("chatgpt:c")).Messages[0].Attachments);
        Assert.Equal((1, 0), (report.Totals.AssetsResolved, report.Totals.AssetsMissing));
    }

    [Fact, OddInput(20)]
    public async Task An_asset_that_is_not_there_is_counted_and_its_message_kept()
    {
        var node = NodeWith("a", null, "user", """{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"file-service://file-gone"},"Juniper"]}""");
        var report = await _house.ImportAsync(_house.Zip("e.zip", ("conversations.json", Array(ChatGpt("c", node)))));
        Assert.Equal((1, 0, 1), (report.Totals.Added, report.Totals.AssetsResolved, report.Totals.AssetsMissing));
        Assert.Equal("Juniper", await _house.SaidAsync("chatgpt:c"));
    }
}
