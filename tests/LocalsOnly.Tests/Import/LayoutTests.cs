using System.Text;
using System.Text.Json;
using LocalsOnly.Import;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>Every way in which the vendors have delivered an export. That each report adds up is checked by <see cref="ExportHouse"/>.</summary>
public sealed class LayoutTests : IDisposable
{
    private const string Users = """[{"uuid":"acc","full_name":"Juniper","email_address":"juniper@example.invalid","verified_phone_number":null}]""";
    private const string Project = """{"uuid":"p1","name":"House","description":"Juniper house","prompt_template":"","docs":[{"uuid":"d","filename":"a.md","content":"Juniper doc","created_at":"2026-01-01T00:00:00Z"}],"created_at":"2026-01-01T00:00:00Z"}""";
    private const string Memory = """{"account_uuid":"acc","conversations_memory":"Juniper memory","project_memories":{"p1":"Juniper project memory"},"memory_files":[]}""";
    private const string Design = """{"uuid":"d1","title":"Logo","project":{"uuid":"x","name":"Brand"},"messages":[{"uuid":"m1","role":"user","content":{"content":"Juniper logo","attachments":[],"timestamp":"2026-05-01T10:00:00Z"}},{"uuid":"m2","role":"assistant","content":{"contentBlocks":[{"type":"thinking","thinking":"Juniper hm"},{"type":"text","text":"Juniper drawn"}],"timestamp":"2026-05-01T10:01:00Z"}}]}""";

    private static readonly string s_chatGpt = ChatGpt("one", Node("a", null), Node("b", "a", "assistant"));
    private static readonly string s_claude = Claude("two", Message("c"), Message("d", "assistant"));

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task ChatGPT_2023_to_2026_one_file_and_sidecars()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("conversations.json", Array(s_chatGpt)), ("chat.html", $"<script>var jsonData = {Array(s_chatGpt)};</script>"), ("message_feedback.json", """[{"conversation_id":"one","rating":"thumbs_up","content":"Juniper"}]"""),
            ("model_comparisons.json", "[]"), ("shared_conversations.json", """[{"id":"s","conversation_id":"one","title":"Juniper","is_anonymous":true}]"""),
            ("user.json", """{"id":"u","email":"juniper@example.invalid","chatgpt_plus_user":true,"phone_number":null}"""), ("group_chats.json", """{"chats":[]}"""), ("shopping.json", "{}"), ("sora.json", "{}")));
        Assert.Equal((1, 1), (report.Totals.Found, report.Totals.Added));
        Assert.Equal(["group chats 1", "published links 1", "ratings 1"], report.Inputs[0].Unused.Select(unused => $"{unused.Key} {unused.Value}"));
        Assert.Empty(report.Inputs[0].Warnings);
        Assert.Matches("^[0-9a-f]{16}$", (await _house.StoredAsync("chatgpt:one")).Account);
    }

    [Theory]
    [InlineData("""{"version":1,"manifest_file":"export_manifest.json","logical_files":{"conversations.json":{"files":["conversations-000.json","conversations-001.json"],"sharded":true}}}""")]
    [InlineData("""{"version":1,"files":[{"name":"conversations.json","shards":[{"name":"conversations-000.json"},{"name":"conversations-001.json"}]},{"name":"user.json"}]}""")]
    public async Task ChatGPT_February_2026_shards_with_a_list_of_parts(string manifest)
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("export_manifest.json", manifest), ("conversations-000.json", Array(s_chatGpt)), ("conversations-001.json", Array(ChatGpt("three", Node("x", null)))), ("conversations.json.index", "")));
        Assert.Equal(2, report.Totals.Added);
        Assert.Empty(report.Inputs[0].Warnings);
    }

    [Fact]
    public async Task ChatGPT_slim_nodes_without_children_status_or_mapping()
    {
        var report = await _house.ImportJsonAsync(Array("""
            {"conversation_id":"one","create_time":1750000000,"current_node":"b","default_model_slug":"gpt-5","gizmo_id":"g-p-abc","id":"one","mapping":{
              "a":{"id":"a","message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["Juniper a"]},"create_time":1750000000,"id":"a","metadata":{}},"parent":null},
              "b":{"id":"b","message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["Juniper b"]},"create_time":1750000001,"id":"b","metadata":{}},"parent":"a"}},"title":"Talk","update_time":1750000002}
            """, """{"conversation_id":"shell","create_time":1750000000,"current_node":"x","default_model_slug":null,"id":"shell","title":"Talk","update_time":1750000000}"""));
        Assert.Equal((1, 1), (report.Totals.Added, report.Totals.Empty));
        var one = await _house.ConversationAsync("chatgpt:one");
        Assert.Equal(("gpt-5", "chatgpt:project:g-p-abc", "chatgpt:one:b"), (one.Model, one.Project, one.Leaf));
    }

    [Fact]
    public async Task A_custom_GPT_is_no_project()
    {
        await _house.ImportJsonAsync(Array(ChatGptWith("\"id\":\"one\",\"gizmo_id\":\"g-abc\",\"conversation_template_id\":\"g-abc\"", Node("a", null))));
        Assert.Null((await _house.ConversationAsync("chatgpt:one")).Project);
    }

    [Fact]
    public async Task ChatGPT_without_JSON_is_read_from_the_page()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip", ("chat.html",
            $"<html><script>{new string(' ', 200_000)}\nvar jsonData = {Array(s_chatGpt, ChatGpt("five", NodeWith("x", null, "user", """{"content_type":"text","parts":["Juniper <\/script>"]}""")))};\nvar assetsJson = {{\"a\":\"b\"}};\nfunction draw() {{ jsonData.map(x => [1]) }}</script>")));
        Assert.Equal((2, 2), (report.Totals.Found, report.Totals.Added));
        Assert.Equal("Juniper </script>", await _house.SaidAsync("chatgpt:five"));
    }

    [Theory]
    [InlineData("function draw() { return jsonData.map(x => [1]) }\nvar jsonData = ")]
    [InlineData("if (window.jsonData == null) { x = [] }\nwindow.jsonData =\n")]
    public async Task A_page_that_names_its_conversations_before_it_holds_them_is_read(string script)
    {
        // Once as a whole, and once with the value right behind the border of two chunks.
        foreach (var padding in (string[])["", new string(' ', (1 << 16) - "<script>".Length - script.Length)])
            Assert.Equal(1, (await _house.ImportAsync(_house.Zip("e.zip", ("chat.html", $"<script>{padding}{script}{Array(s_chatGpt)};</script>")))).Totals.Found);
    }

    [Fact]
    public async Task Claude_2024_one_zip()
    {
        var report = await _house.ImportAsync(_house.Zip("data.zip", ("conversations.json", Array(s_claude)), ("users.json", Users), ("projects.json", Array(Project)), ("memories.json", Array(Memory))));
        Assert.Equal((4, 4), (report.Totals.Found, report.Totals.Added));
        Assert.Equal(["chats 1", "memories 2", "projects 1"], report.Inputs[0].Kinds.Select(kind => $"{kind.Key} {kind.Value}"));
        Assert.Empty(report.Inputs[0].NotUsed);
    }

    [Fact]
    public async Task Claude_spring_2026_batches_with_a_file_for_each_project_and_design()
    {
        var report = await _house.ImportAsync(
            _house.Zip("data-batch-0000.zip", ("conversations.json", Array(s_claude)), ("projects/p1.json", Project), ("design_chats/d1.json", Design)),
            _house.Zip("data-batch-0001.zip", ("conversations.json", Array(s_claude, Claude("three", Message("e")))), ("projects/p1.json", Project)));
        Assert.Equal((6, 4, 2, 2), (report.Totals.Found, report.Totals.Added, report.Totals.Unchanged, report.Totals.Repeated));
        var design = await _house.ConversationAsync("claude:design:d1");
        Assert.Equal((ConversationKind.Design, "Logo", "claude:design:d1:m2"), (design.Kind, design.Title, design.Leaf));
        Assert.Equal(["Juniper logo", "Juniper drawn", "Juniper hm"], design.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Claude_August_2026_a_list_of_parts_in_one_zip_and_the_parts_in_others()
    {
        const string manifest = """
            {"version":1,"created_at":"2026-08-01T00:00:00Z","total_files":5,"data_files":[
              {"batch_index":0,"category":"light_metadata","part":0,"filename":"light_metadata-000.zip","export_url":"https://storage.example.invalid/secret-token"},
              {"batch_index":0,"category":"projects","part":0,"filename":"projects-000.zip","export_url":"https://storage.example.invalid/secret-token"},
              {"batch_index":0,"category":"memories","part":0,"filename":"memories-000.zip","export_url":"https://storage.example.invalid/secret-token"},
              {"batch_index":0,"category":"frames","part":0,"filename":"frames-000.zip","export_url":"https://storage.example.invalid/secret-token"},
              {"batch_index":0,"category":"conversations","part":0,"filename":"conversations-000.zip","export_url":"https://storage.example.invalid/secret-token"}]}
            """;
        var report = await _house.ImportAsync(
            _house.Zip("manifest-2026.zip", ("manifest-2026.json", manifest)), _house.Zip("light_metadata-000.zip", ("users.json", Users), ("login_history.json", "[]")),
            _house.Zip("projects-000.zip", ("p1.json", Project)), _house.Zip("memories-000.zip", ("memories.json", Memory)), _house.Zip("conversations-000.zip", ("conversations.json", Array(s_claude))));
        Assert.Equal(4, report.Totals.Added);
        Assert.Equal(["frames-000.zip"], report.Inputs[0].Missing);
        Assert.DoesNotContain("secret-token", JsonSerializer.Serialize(report, ImportJson.Default.ImportReport), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_house.PathOf("."), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)),
            file => Encoding.UTF8.GetString(ReadShared(file)).Contains("secret-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_of_people_that_was_uploaded_says_nothing_about_whose_the_export_is()
    {
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("conversations.json", Array(s_chatGpt)), ("user.json", """{"id":"u","email":"juniper@example.invalid"}"""),
            ("file-abc-customers.json", """[{"id":"c1","email":"juniper.one@example.invalid"},{"id":"c2","email":"juniper.two@example.invalid"}]""")));
        Assert.Equal([$"chatgpt:{(await _house.StoredAsync("chatgpt:one")).Account}"], report.Inputs[0].Accounts);
    }

    [Fact]
    public async Task Parts_of_an_export_that_hold_no_conversations_are_no_failure_and_what_is_in_them_is_told()
    {
        var report = await _house.ImportAsync(
            _house.Write("manifest.json", """{"version":1,"data_files":[{"filename":"light_metadata-000.zip"},{"filename":"frames-000.zip"},{"filename":"conversations-000.zip"}]}"""),
            _house.Zip("light_metadata-000.zip", ("users.json", Users), ("login_history.json", "[]")),
            _house.Zip("frames-000.zip", ("frames/f/artifact.json", """{"id":"f","kind":"html","active_version":"v1","versions":[{"id":"v1"}]}"""), ("frames/f/versions/v1.html", "<p>Juniper</p>"), ("frames/f/page.md", "Juniper")),
            _house.Zip("conversations-000.zip", ("conversations.json", Array(s_claude))));
        Assert.Equal((1, 1), (report.Totals.Found, report.Totals.Added));
        Assert.All(report.Inputs, input => Assert.Null(input.Problem));
        Assert.Equal(["manifest.json holds no conversations: what it says about other files was used."], report.Inputs[0].Warnings);
        Assert.Equal(["light_metadata-000.zip holds no conversations: what it says about other files was used."], report.Inputs[1].Warnings);
        Assert.Equal(1, report.Inputs[2].Unused["published artifacts"]);
        Assert.Empty(report.Inputs[2].Warnings);
    }

    [Fact]
    public async Task Names_of_assets_in_one_zip_hold_for_the_conversations_in_another()
    {
        var node = NodeWith("a", null, "user", """{"content_type":"multimodal_text","parts":["Juniper",{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_1"}]}""");
        var report = await _house.ImportAsync(
            _house.Zip("Conversations.zip", ("conversations.json", Array(ChatGpt("c", node)))), _house.Zip("Files.zip", ("conversation_asset_file_names.json", """{"file_1.dat":"plan.png"}"""), ("file_1.dat", "x")));
        Assert.Equal(["plan.png"], (await _house.ConversationAsync("chatgpt:c")).Messages[0].Attachments);
        Assert.Equal((1, 0), (report.Totals.AssetsResolved, report.Totals.AssetsMissing));
    }

    [Fact]
    public async Task Files_are_known_by_what_is_in_them_whatever_they_are_called()
    {
        var node = NodeWith("a", null, "user", """{"content_type":"multimodal_text","parts":["Juniper",{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_1"}]}""");
        var report = await _house.ImportAsync(_house.Zip("e.zip",
            ("users.json", Array(ChatGpt("c", node))), ("conversations.json", Users), ("memories.json", Array(Project)), ("projects.json", Memory), ("message_feedback.json", Array(s_claude)),
            ("x.json", """{"file_1.dat":"plan.png"}"""), ("y.json", """{"data_files":[{"filename":"gone-000.zip","category":"conversations"}]}"""), ("file_1.dat", "x")));
        Assert.Equal((5, 5, 0), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Equal(["plan.png"], (await _house.ConversationAsync("chatgpt:c")).Messages[0].Attachments);
        Assert.Equal(["gone-000.zip"], report.Inputs[0].Missing);
    }

    [Fact]
    public async Task The_same_bytes_give_the_same_conversations_and_importing_again_changes_nothing()
    {
        var path = _house.Zip("e.zip",
            ("conversations.json", Array(s_chatGpt, s_claude)), ("projects.json", Array(Project)), ("memories.json", Memory), ("d.json", Design), ("user.json", """{"id":"u","email":"x"}"""));
        var first = await _house.ImportAsync(path);
        var one = _house.Read().Select(read => JsonSerializer.Serialize(read.Conversation)).ToList();
        var again = _house.Read().Select(read => JsonSerializer.Serialize(read.Conversation));
        var second = await _house.ImportAsync(path);
        Assert.Equal(one, again);
        Assert.Equal((first.Totals.Added, 0, 0), (second.Totals.Unchanged, second.Totals.Added, second.Totals.Updated));
    }

    [Fact]
    public async Task A_dry_run_says_what_is_new_and_known_and_stores_nothing()
    {
        await _house.ImportJsonAsync(Array(s_chatGpt));
        var path = _house.Zip("e.zip", ("conversations.json", Array(s_chatGpt, s_claude, s_claude, "{\"mapping\":bad}")), ("projects.json", Array(Project)));
        var report = await _house.Import.PreviewAsync([path]);
        Assert.True(report is { IsPreview: true, Totals: { Reconciles: true, Found: 5, Added: 2, Updated: 0, Unchanged: 2, Quarantined: 1, Repeated: 1 } });
        Assert.False(await _house.KnowsAsync("claude:two"));
        Assert.Equal((2, 2), ((await _house.ImportAsync(path)).Totals.Added, report.Totals.Added));
    }

    [Fact]
    public async Task A_dry_run_counts_what_was_forgotten_and_undone_as_the_import_does()
    {
        await _house.ImportJsonAsync(Array(s_chatGpt));
        await _house.Archive.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:one" });
        var undone = await _house.ImportJsonAsync(Array(s_claude));
        await _house.Archive.UndoAsync(undone.Import!.Value);
        var path = _house.Zip("e.zip", ("conversations-000.json", Array(s_chatGpt, s_claude)), ("conversations-001.json", Array(s_chatGpt)));
        var preview = (await _house.Import.PreviewAsync([path])).Totals;
        Assert.Equal((2, 1, 0), (preview.Forgotten, preview.Added, preview.Unchanged));
        var import = (await _house.ImportAsync(path)).Totals;
        Assert.Equal((preview.Forgotten, preview.Added), (import.Forgotten, import.Added));
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
