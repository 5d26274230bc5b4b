using System.Text.Json;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals corpus</c>, <c>locals projects</c> and what is redacted, as a person at a terminal meets them.</summary>
public sealed class CorpusCommandTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(4, "corpus export out --format jsonl", "Nothing is remembered yet, so there is nothing to export")]
    [InlineData(2, "corpus export out --format jsonl --valid 100%", "--valid takes a share like 10% or 0.1, less than 100%.")]
    [InlineData(2, "corpus export out --format jsonl --valid 60% --test 50%", "leave nothing to train on")]
    [InlineData(2, "corpus export out --format jsonl --min-turns 1", "--min-turns takes a number of 2 or more.")]
    [InlineData(2, "corpus export out --format jsonl --min-turns abc", "--min-turns takes a number of 2 or more.")]
    [InlineData(2, "corpus export out --format jsonl --max-tokens abc", "--max-tokens takes a number of 64 or more.")]
    [InlineData(2, "corpus export out", "Option '--format' is required.")]
    [InlineData(2, "search words --unredacted", "--unredacted opens one conversation: give its key with --open.")]
    [InlineData(4, "projects", "No project is known")]
    [InlineData(4, "projects confirm 1", "There is no suggestion 1; there are 0")]
    [InlineData(4, "projects set claude:gone nothing", "There is no project nothing; the known ones are listed by: locals projects")]
    [InlineData(4, "forget --yes --conversation knowledge:eliza/walnuts.md", "Knowledge files are not forgotten but deleted")]
    [InlineData(4, "projects clear claude:gone", "No conversation has the key claude:gone")]
    public async Task A_mistake_is_one_sentence_and_a_code_a_script_can_rely_on(int exitCode, string arguments, string sentence)
    {
        var result = await LocalsAsync(arguments.Split(' '));

        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task A_secret_that_was_imported_shows_nowhere_but_where_its_owner_asks_for_it()
    {
        var imported = await LocalsAsync("import", Secret());
        var found = await LocalsAsync("search", "walnut");
        var opened = await LocalsAsync("search", "--open", "chatgpt:c1");
        var original = await LocalsAsync("search", "--open", "chatgpt:c1", "--unredacted");
        var status = JsonSerializer.Deserialize<JsonElement>((await LocalsAsync("status", "--json")).Output);

        Assert.Contains("Redacted in what is remembered: 1 card number.", imported.Errors, StringComparison.Ordinal);
        Assert.Contains("[redacted: card number]", found.Output, StringComparison.Ordinal);
        Assert.Contains("[redacted: card number]", opened.Output, StringComparison.Ordinal);
        Assert.Contains("4111 1111 1111 1111", original.Output, StringComparison.Ordinal);
        Assert.Equal(1, status.GetProperty("memory").GetProperty("redactions").GetProperty("card number").GetInt32());
        foreach (var output in (string[])[imported.Output, imported.Errors, found.Output, found.Errors, opened.Output])
            Assert.DoesNotContain("4111 1111", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_says_what_it_wrote_and_left_out_and_overwrites_nothing_unasked()
    {
        await LocalsAsync("import", Secret());
        var first = await LocalsAsync("corpus", "export", "out", "--format", "mlx", "--valid", "0%", "--source", "ChatGPT");
        var second = await LocalsAsync("corpus", "export", "out", "--format", "mlx");
        var forced = await LocalsAsync("corpus", "export", "out", "--format", "markdown", "--force", "--json");
        var none = await LocalsAsync("corpus", "export", "none", "--format", "jsonl", "--source", "claude");

        Assert.Equal((0, 1, 0, 4), (first.ExitCode, second.ExitCode, forced.ExitCode, none.ExitCode));
        Assert.Contains("train.jsonl", first.Output, StringComparison.Ordinal);
        Assert.Contains("Redacted: 1 card number.", first.Errors, StringComparison.Ordinal);
        Assert.Contains("valid.jsonl has 0 examples", first.Errors, StringComparison.Ordinal);
        Assert.Contains("1 conversation is in ", first.Output, StringComparison.Ordinal);
        Assert.Contains("is not empty, and nothing in it is overwritten unasked", second.Errors, StringComparison.Ordinal);
        Assert.Contains("1 conversation left out: not asked for", none.Errors, StringComparison.Ordinal);
        var report = JsonSerializer.Deserialize<JsonElement>(forced.Output);
        Assert.Equal((1, "*.md"), (report.GetProperty("conversations").GetInt32(), report.GetProperty("files")[0].GetProperty("name").GetString()));
        Assert.True(File.Exists(_home.Combine("out", "train.jsonl")));
    }

    [Fact]
    public async Task A_pattern_that_is_none_is_named_before_anything_is_read()
    {
        var config = _home.Write("appsettings.json", """{"Redaction":{"Patterns":[{"Name":"member","Expression":"("}],"Exceptions":["4111 1111 1111 1111","ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"]}}""");

        var result = await LocalsAsync("config", "validate", "--config", config);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Redaction:Patterns:0:Expression is not a regular expression", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("looks like a secret", result.Errors, StringComparison.Ordinal);
    }

    private string Secret() => _home.Write("secret.json", """
        [{"id":"c1","title":"Card","create_time":1700000000,"current_node":"b","mapping":{
          "a":{"id":"a","parent":null,"message":{"author":{"role":"user"},"create_time":1700000000,"content":{"content_type":"text","parts":["My walnut card is 4111 1111 1111 1111."]}}},
          "b":{"id":"b","parent":"a","message":{"author":{"role":"assistant"},"create_time":1700000001,"content":{"content_type":"text","parts":["Noted, the walnut card."]}}}}}]
        """);

    private Task<(int ExitCode, string Output, string Errors)> LocalsAsync(params string[] arguments) => LocalsProgram.RunAsync(_home.Path, arguments);
}
