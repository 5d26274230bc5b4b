using System.Text.Json;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals persona</c> as a script sees it, over folders of its own.</summary>
public sealed class PersonaCommandTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public PersonaCommandTests() => Directory.CreateDirectory(_home.Combine("agents"));

    [Fact]
    public async Task A_new_persona_is_a_file_that_is_valid_and_says_what_is_to_be_written()
    {
        var made = await LocalsAsync("persona", "new", "gardener");
        var checkedOver = await LocalsAsync("persona", "validate", "gardener");
        var again = await LocalsAsync("persona", "new", "gardener");

        Assert.Equal(0, made.ExitCode);
        Assert.Contains("locals persona validate gardener", made.Output, StringComparison.Ordinal);
        Assert.Equal(0, checkedOver.ExitCode);
        Assert.Contains("agents/gardener/persona.md, line", checkedOver.Errors, StringComparison.Ordinal);
        Assert.Contains("still waits for its author", checkedOver.Errors, StringComparison.Ordinal);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is there already", again.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gardener")]
    [InlineData("g")]
    [InlineData("../gardener")]
    [InlineData("a-name-that-is-longer-than-24")]
    [InlineData("shared")]
    public async Task What_is_no_id_is_refused_and_nothing_is_written(string id)
    {
        var result = await LocalsAsync("persona", "new", id);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_home.Combine("agents")));
    }

    [Fact]
    public async Task Validate_tells_every_problem_at_once()
    {
        _home.Write("agents/vince/persona.md", """
            ---
            name: VINCE
            description: Markets
            tools: [market_prcie]
            peers: [solas, vince]
            memory:
              sources: [chatgtp]
            ---
            You are VINCE.
            Today is 2026-11-26 and BTC stands at $61,240.
            """);
        _home.Write("agents/vince/evals/a.yaml", "- name: A\n  messages: hi\n  checks: { must_call: market_prise, hands_over_to: kelly }\n");
        _home.Write("agents/vince/evals/b.yaml", "- name: B\n  messages: hi\n  checks: { must_sya: a }\n");
        _home.Write("agents/solus/persona.md", "---\nname: Solus\n---\nYou are Solus.\n");

        var result = await LocalsAsync("persona", "validate");
        var json = await LocalsAsync("persona", "validate", "vince", "--json");

        Assert.Equal((1, 1), (result.ExitCode, json.ExitCode));
        foreach (var sentence in (string[])[
            "agents/solus/persona.md: the header has no 'description'",
            "tools names 'market_prcie', which this house does not have",
            "peers names 'solas', and there is no such persona",
            "peers names 'vince' itself",
            "memory.sources names 'chatgtp', from which no import comes; did you mean chatgpt?",
            "agents/vince/persona.md, line 10: the prompt holds the date 2026-11-26",
            "agents/vince/persona.md, line 10: the prompt holds the price $61,240",
            "must_call names 'market_prise'",
            "hands_over_to names 'kelly', whom vince may not ask",
            "agents/vince/evals/b.yaml, line 3: checks has no 'must_sya'; did you mean must_say?"])
            Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        var findings = JsonSerializer.Deserialize<JsonElement>(json.Output).GetProperty("findings").EnumerateArray().ToList();
        Assert.All(findings, finding => Assert.Equal("vince", finding.GetProperty("persona").GetString()));
        Assert.Equal("warning", findings.Single(finding => finding.GetProperty("sentence").GetString()!.Contains("must_call", StringComparison.Ordinal)).GetProperty("kind").GetString());
        Assert.Equal(4, (await LocalsAsync("persona", "validate", "nobody")).ExitCode);
    }

    [Fact]
    public async Task The_shipped_personas_have_no_problem()
    {
        var result = await LocalsProgram.RunAsync(_home.Path, ["persona", "validate", "--json"]);

        Assert.DoesNotContain(JsonSerializer.Deserialize<JsonElement>(result.Output).GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("kind").GetString() == "problem");
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task An_import_writes_a_persona_and_its_knowledge_once()
    {
        var file = _home.Write("ada.json", """{ "name": "Ada", "bio": "Keeps bees.", "knowledge": ["Bees fly far."], "settings": { "TOKEN": "tok-very-secret" }, "plugins": ["x"] }""");

        var first = await LocalsAsync("persona", "import", file, "--as", "keeper");
        var second = await LocalsAsync("persona", "import", file, "--as", "keeper");
        var forced = await LocalsAsync("persona", "import", file, "--as", "keeper", "--force");

        Assert.Equal((0, 1, 0), (first.ExitCode, second.ExitCode, forced.ExitCode));
        Assert.Contains("no value was copied: TOKEN", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tok-very-secret", first.Output, StringComparison.Ordinal);
        Assert.Contains("--force", second.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_home.Combine("agents", "keeper", "persona.md")));
        Assert.Contains("Bees fly far.", await File.ReadAllTextAsync(_home.Combine("knowledge", "keeper", "facts.md")), StringComparison.Ordinal);
        Assert.Equal(0, (await LocalsAsync("persona", "validate", "keeper")).ExitCode);
    }

    [Fact]
    public async Task What_is_no_character_is_one_sentence_and_writes_nothing()
    {
        var result = await LocalsAsync("persona", "import", _home.Write("x.json", "export const character = {"));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("x.json is no valid JSON: look at line 1.", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_home.Combine("agents")));
    }

    [Fact]
    public async Task Every_help_ends_with_an_example()
    {
        foreach (var command in (string[])["eval", "eval personas", "persona", "persona new", "persona validate", "persona import"])
        {
            var help = await LocalsAsync([.. command.Split(' '), "--help"]);
            Assert.Contains("Example:\n  locals " + (command is "eval" or "persona" ? command + " " : command), help.Output, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _home.Dispose();

    private Task<(int ExitCode, string Output, string Errors)> LocalsAsync(params string[] arguments) =>
        LocalsProgram.RunAsync(_home.Path, arguments, ("LOCALS_Agents__Folder", _home.Combine("agents")), ("LOCALS_Memory__Knowledge", _home.Combine("knowledge")));
}
