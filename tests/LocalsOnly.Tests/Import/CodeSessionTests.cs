using System.Text.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Import;

/// <summary>Session files of Claude Code: a record on each line.</summary>
public sealed class CodeSessionTests : IDisposable
{
    private const string Key = "claude-code:s1";

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_session_is_a_conversation_with_its_tools_beside_the_turns()
    {
        var report = await ImportAsync(
            """{"type":"summary","summary":"Other session","leafUuid":"elsewhere"}""",
            Record("a", null, "user", "\"Juniper fix the build\""),
            Record("b", "a", "assistant", """[{"type":"thinking","thinking":"Juniper hm"},{"type":"tool_use","id":"t","name":"Bash","input":{"command":"make"}}]""", ",\"model\":\"claude-x\""),
            Record("c", "b", "user", """[{"type":"tool_result","tool_use_id":"t","content":"Juniper failed"}]"""),
            Record("d", "c", "assistant", """[{"type":"text","text":"Juniper fixed"}]"""),
            """{"type":"file-history-snapshot","messageId":"x","sessionId":"s1","timestamp":"2026-05-01T10:00:00Z","snapshot":{}}""",
            """{"type":"summary","summary":"Fixing the build","leafUuid":"d"}""");
        Assert.Equal((1, 1, 1), (report.Totals.Found, report.Totals.Added, report.Inputs[0].Kinds["code sessions"]));
        var session = await _house.ConversationAsync(Key);
        Assert.Equal((ConversationKind.CodeSession, "claude-code", "Fixing the build", "claude-x"), (session.Kind, session.Source, session.Title, session.Model));
        Assert.Equal(
            [
                ("claude-code:s1:a", MessageKind.Visible, MessageAuthor.User), ("claude-code:s1:b", MessageKind.Reasoning, MessageAuthor.Assistant),
                ("claude-code:s1:b:tool-use-1", MessageKind.ToolCall, MessageAuthor.Assistant), ("claude-code:s1:c", MessageKind.ToolResult, MessageAuthor.Tool),
                ("claude-code:s1:d", MessageKind.Visible, MessageAuthor.Assistant),
            ],
            session.Messages.Select(message => (message.Key, message.Kind, message.Author)));
        Assert.Equal("Juniper fix the build|Juniper fixed", await _house.SaidAsync(Key));
    }

    [Fact]
    public async Task What_was_said_to_a_sub_agent_and_what_was_rewound_is_kept_and_not_current()
    {
        await ImportAsync(
            Record("a", null, "user", "\"Juniper a\""), Record("b", "a", "assistant", """[{"type":"text","text":"Juniper rewound"}]"""),
            Record("x", null, "user", "\"Juniper aside\"", ",\"isSidechain\":true"), Record("c", "a", "assistant", """[{"type":"text","text":"Juniper c"}]"""),
            Record("y", "x", "assistant", """[{"type":"text","text":"Juniper aside too"}]""", ",\"isSidechain\":true"));
        Assert.Equal("Juniper a|Juniper c", await _house.SaidAsync(Key));
        Assert.Equal(["b", "x", "y"], (await _house.ConversationAsync(Key)).Messages.Where(message => !message.Active).Select(message => message.Key[(Key.Length + 1)..]));
    }

    [Fact]
    public async Task Records_repeated_by_resuming_are_kept_once_and_sessions_in_one_file_are_told_apart()
    {
        var first = Record("a", null, "user", "\"Juniper a\"");
        var report = await ImportAsync(
            first, Record("b", "a", "assistant", """[{"type":"text","text":"Juniper b"}]"""), first, Record("c", "b", "user", "\"Juniper c\""),
            first.Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal), Record("d", "a", "user", "\"Juniper d\"").Replace("\"s1\"", "\"s2\"", StringComparison.Ordinal));
        Assert.Equal(2, report.Totals.Added);
        Assert.Equal("Juniper a|Juniper b|Juniper c", await _house.SaidAsync(Key));
        Assert.Equal("Juniper d", await _house.SaidAsync("claude-code:s2"));
    }

    [Fact]
    public async Task Tags_that_a_session_talks_about_are_words_like_any_other()
    {
        const string said = "Juniper exports wrap them in `<antArtifact identifier=x>` tags.\n<antThinking>Juniper</antThinking> is older";
        await ImportAsync(Record("a", null, "user", "\"Juniper a\""), Record("b", "a", "assistant", $$"""[{"type":"text","text":{{JsonSerializer.Serialize(said)}}}]"""));
        Assert.Equal("Juniper a|" + said, await _house.SaidAsync(Key));
    }

    [Fact]
    public async Task A_summary_at_the_top_of_a_file_is_the_title_of_the_session_it_sums_up()
    {
        await ImportAsync(
            """{"type":"summary","summary":"Too early","leafUuid":"a"}""", """{"type":"summary","summary":"Fixing the build","leafUuid":"b"}""", """{"type":"summary","summary":"Elsewhere","leafUuid":"x"}""",
            Record("a", null, "user", "\"Juniper a\""), Record("b", "a", "assistant", """[{"type":"text","text":"Juniper b"}]"""));
        Assert.Equal("Fixing the build", (await _house.ConversationAsync(Key)).Title);
    }

    [Fact]
    public async Task Compaction_does_not_cut_off_what_came_before_it_and_its_summary_is_no_turn()
    {
        await ImportAsync(
            Record("a", null, "user", "\"Juniper a\""), Record("b", "a", "assistant", """[{"type":"text","text":"Juniper b"}]"""),
            Record("s", null, "user", "\"Juniper summary\"", ",\"isCompactSummary\":true,\"logicalParentUuid\":\"b\""), Record("c", "s", "user", "\"Juniper c\""));
        Assert.Equal("Juniper a|Juniper b|Juniper c", await _house.SaidAsync(Key));
        Assert.Equal(MessageKind.Context, (await _house.ConversationAsync(Key)).Messages.Single(message => message.Key.EndsWith(":s", StringComparison.Ordinal)).Kind);
    }

    [Fact]
    public async Task A_folder_of_sessions_is_read_and_a_broken_line_costs_itself()
    {
        _house.Write("projects/-home-x/s1.jsonl", Record("a", null, "user", "\"Juniper a\"") + "\n" + Record("b", "a", "user", "\"Juniper")[..40] + "\n" + Record("c", "a", "user", "\"Juniper c\"") + "\n");
        _house.Write("projects/-home-x/subagents/agent-1.jsonl", Record("z", null, "user", "\"Juniper z\"", ",\"isSidechain\":true") + "\n");
        var report = await _house.ImportAsync(_house.PathOf("projects"));
        Assert.Equal((3, 1, 1, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Updated, report.Totals.Quarantined));
        Assert.Equal(["Juniper a", "Juniper c", "Juniper z"], (await _house.StoredAsync(Key)).Messages.Select(message => message.Text).Order(StringComparer.Ordinal));
    }

    private Task<LocalsOnly.Import.ImportReport> ImportAsync(params string[] records) => _house.ImportAsync(_house.Write("session.jsonl", string.Join('\n', records) + "\n"));

    private static string Record(string id, string? parent, string type, string content, string more = "") => $$"""
        {"parentUuid":{{(parent is null ? "null" : $"\"{parent}\"")}},"sessionId":"s1","cwd":"/x","gitBranch":"main","type":"{{type}}","message":{"role":"{{type}}","content":{{content}}{{(more.Contains("model", StringComparison.Ordinal) ? more : "")}}},"uuid":"{{id}}","timestamp":"2026-05-01T10:00:00Z"{{(more.Contains("model", StringComparison.Ordinal) ? "" : more)}}}
        """;
}
