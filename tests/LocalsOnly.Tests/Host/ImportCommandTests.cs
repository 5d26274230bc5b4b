using System.Text.Json;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals import</c> as a script sees it.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private static readonly string s_export = Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "07-claude-official-2026-branching.json");

    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_dry_run_says_what_is_new_and_what_is_known_and_stores_nothing()
    {
        var before = await LocalsProgram.RunAsync(_home.Path, ["import", s_export, "--dry-run"]);
        Assert.Equal((0, true), (before.ExitCode, before.Output.Contains("2 found = 2 new + 0 updated + 0 known", StringComparison.Ordinal)));
        Assert.Contains("nothing was stored", before.Errors, StringComparison.Ordinal);

        await LocalsProgram.RunAsync(_home.Path, ["import", s_export]);
        var after = await LocalsProgram.RunAsync(_home.Path, ["import", s_export, "--dry-run", "--json"]);
        using var report = JsonDocument.Parse(after.Output);
        Assert.True(report.RootElement.GetProperty("is_preview").GetBoolean());
        Assert.Equal(2, report.RootElement.GetProperty("totals").GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task An_older_export_that_changes_nothing_to_read_is_not_said_to_have_changed_nothing()
    {
        var newer = _home.Write("newer.json", Array(Claude("c", Message("a"), Message("b", "assistant"))));
        var older = _home.Write("older.json", Array(Claude("c", Message("a")).Replace("T11:00", "T10:30", StringComparison.Ordinal)));
        await LocalsAsync("import", newer);
        var first = await LocalsAsync("import", older);
        var second = await LocalsAsync("import", older);

        Assert.Contains("Nothing is said in there that was not known; the archive keeps how this export has it beside what it had.", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing changed", first.Output, StringComparison.Ordinal);
        Assert.Contains("This was import 2;", first.Errors, StringComparison.Ordinal);
        Assert.Contains("Everything in there was known already; nothing changed.", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("This was import", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_it_ended_with_1_is_the_last_line_also_where_other_exports_were_imported()
    {
        var result = await LocalsAsync("import", "nowhere.zip", s_export);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("This was import 1;", result.Errors, StringComparison.Ordinal);
        Assert.Contains("nowhere.zip does not exist", result.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_forgotten_or_skipped_is_not_said_to_be_known()
    {
        var export = _home.Write("export.json", Array(Claude("c", Message("a")), Claude("d", Message("b")), "{\"chat_messages\":bad}"));
        await LocalsAsync("import", export);
        var skipped = await LocalsAsync("import", export);
        await LocalsAsync("forget", "--conversation", "claude:d", "--yes");
        var forgotten = await LocalsAsync("import", export);

        Assert.Contains("Everything in there that could be read was known already; nothing changed.", skipped.Output, StringComparison.Ordinal);
        Assert.Contains("Everything in there that is not forgotten and could be read was known already; nothing changed.", forgotten.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_conversations_refer_to_and_the_export_lacks_are_told()
    {
        const string picture = """{"content_type":"multimodal_text","parts":["Juniper",{"content_type":"image_asset_pointer","asset_pointer":"sediment://file_1"}]}""";
        var one = _home.Write("one.json", Array(ChatGpt("c", NodeWith("a", null, "user", picture))));
        var two = _home.Write("two.json", Array(ChatGpt("d", NodeWith("a", null, "user", picture), NodeWith("b", "a", "user", picture))));

        Assert.Contains("1 file that conversations refer to is not in the export;", (await LocalsAsync("import", one)).Errors, StringComparison.Ordinal);
        Assert.Contains("2 files that conversations refer to are not in the export; give all its parts at once if there are more.", (await LocalsAsync("import", two)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ChatGPT_noted_is_told_apart_from_what_is_in_the_file()
    {
        var bio = NodeWith("b", "a", "assistant", """{"content_type":"text","parts":["Juniper moved to Lisbon"]}""", ",\"recipient\":\"bio\"");
        var export = _home.Write("export.json", Array(ChatGpt("c", Node("a", null), bio)));
        var imported = await LocalsAsync("import", export);
        var again = await LocalsAsync("import", export, "--json");

        Assert.Contains("1 found = 1 new +", imported.Output, StringComparison.Ordinal);
        Assert.Contains("Beside them 1 memory was gathered, of what ChatGPT noted about you in them.", imported.Errors, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(again.Output).RootElement.GetProperty("totals").GetProperty("gathered").GetInt32());
    }

    [Fact]
    public async Task A_note_says_which_of_several_exports_it_belongs_to()
    {
        var odd = _home.Write("odd.json", Array(Claude("c", MessageWith("a", "\"text\":\"\",\"content\":[{\"type\":\"hologram\"},{\"type\":\"text\",\"text\":\"Juniper\"}]")), "{\"chat_messages\":bad}"));
        var good = _home.Write("good.json", Array(Claude("d", Message("b"))));
        var none = _home.Write("none.json", "{}");
        var both = await LocalsAsync("import", good, odd, none);
        var alone = await LocalsAsync("import", odd);

        Assert.Contains("\nodd.json: 1 × content blocks of an unknown type (hologram)", both.Errors, StringComparison.Ordinal);
        Assert.Contains("odd.json, byte", both.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("odd.json: odd.json", both.Errors, StringComparison.Ordinal);
        Assert.Contains($"{none} is not a ChatGPT or Claude export", both.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain($"none.json: {none}", both.Errors, StringComparison.Ordinal);
        Assert.Contains("\n1 × content blocks of an unknown type (hologram)", alone.Errors, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Errors)> LocalsAsync(params string[] arguments) => LocalsProgram.RunAsync(_home.Path, arguments);
}
