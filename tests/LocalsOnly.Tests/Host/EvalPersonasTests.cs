using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals eval personas</c> as a script sees it, against a simulated cluster.</summary>
public sealed class EvalPersonasTests : IDisposable
{
    private const string Scenario = "- name: Hello\n  language: en\n  messages: Hello, who are you?\n  checks:\n    at_most_words: 2000\n";

    private readonly TemporaryDirectory _home = new();

    [Fact]
    public async Task Every_shipped_scenario_runs_through_against_a_simulated_cluster_and_the_guards_hold()
    {
        await using var node = await SimulatedExoNode.StartAsync(new());

        var result = await LocalsAsync(node, [], "eval", "personas", "--json", "all.json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("The answers are simulated", result.Output, StringComparison.Ordinal);
        var wire = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(_home.Combine("all.json")));
        Assert.True(wire.GetProperty("simulated").GetBoolean());
        Assert.Equal(["eliza", "kelly", "otaku", "solus", "vince"], wire.GetProperty("personas").EnumerateArray().Select(persona => persona.GetProperty("id").GetString()));
        var scenarios = wire.GetProperty("personas").EnumerateArray().SelectMany(persona => persona.GetProperty("scenarios").EnumerateArray()).ToList();
        Assert.True(scenarios.Count >= 30);
        Assert.Equal(scenarios.Count, wire.GetProperty("totals").GetProperty("runs").GetInt32());
        Assert.Equal(0, wire.GetProperty("totals").GetProperty("unanswered").GetInt32());
        Assert.All(scenarios, scenario => Assert.NotEmpty(scenario.GetProperty("turns").EnumerateArray().Last().GetProperty("reply").GetString()!));
        // Nothing was imported or remembered, and nothing of the evals is.
        Assert.False(Directory.Exists(_home.Combine(".localsonly", "archive")));
        Assert.False(Directory.Exists(_home.Combine(".localsonly", "routes")));
    }

    [Fact]
    public async Task A_pinned_endpoint_answers_and_runs_are_counted_and_JSON_may_go_to_standard_output()
    {
        await using var node = await SimulatedExoNode.StartAsync(new());
        Persona("ada", Scenario);

        var result = await LocalsAsync(node, Own, "eval", "personas", "--endpoint", "cluster", "--runs", "2", "--json", "-");
        var wire = JsonSerializer.Deserialize<JsonElement>(result.Output);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("cluster", 2), (wire.GetProperty("endpoint").GetString(), wire.GetProperty("totals").GetProperty("runs").GetInt32()));
        Assert.Equal([1, 2], wire.GetProperty("personas")[0].GetProperty("scenarios").EnumerateArray().Select(scenario => scenario.GetProperty("run").GetInt32()));
        Assert.Equal("cluster", wire.GetProperty("personas")[0].GetProperty("scenarios")[0].GetProperty("endpoint").GetString());
    }

    [Fact]
    public async Task Without_a_model_it_says_so_in_one_sentence()
    {
        Persona("ada", Scenario);

        var none = await LocalsAsync(null, Own, "eval", "personas");
        var away = await LocalsAsync(null, [.. Own, ("LOCALS_Inference__Endpoints__cluster__Url", "http://127.0.0.1:9")], "eval", "personas");

        Assert.Equal((1, "No model is set up or running on this machine, and evals need one to answer: start exo, Ollama, LM Studio, llama.cpp or vLLM, or set Inference:Endpoints."), (none.ExitCode, none.Errors.Trim()));
        Assert.Equal(1, away.ExitCode);
        Assert.StartsWith("No model can answer now, and evals need one (cluster: ", away.Errors, StringComparison.Ordinal);
        Assert.Single(away.Errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData(2, "--runs 0", "--runs takes a number from 1 to 20.")]
    [InlineData(2, "--tier medium", "--tier is 'medium'; write heavy or light.")]
    [InlineData(2, "--tier heavy --endpoint x", "not both")]
    [InlineData(4, "--persona nobody", "There is no persona 'nobody'; there is ada.")]
    [InlineData(4, "--endpoint nowhere", "There is no endpoint 'nowhere'; there is none at all.")]
    public async Task A_mistake_is_one_sentence_and_a_code(int code, string arguments, string sentence)
    {
        Persona("ada", Scenario);

        var result = await LocalsAsync(null, Own, ["eval", "personas", .. arguments.Split(' ')]);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_cannot_be_read_whole_is_not_run_at_all_and_an_empty_one_is_nothing_found()
    {
        Persona("ada", Scenario.Replace("at_most_words", "at_most_wrds", StringComparison.Ordinal));
        var broken = await LocalsAsync(null, Own, "eval", "personas");
        File.Delete(_home.Combine("agents", "ada", "evals", "a.yaml"));
        var empty = await LocalsAsync(null, Own, "eval", "personas");

        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("agents/ada/evals/a.yaml, line 5: checks has no 'at_most_wrds'; did you mean at_most_words?", broken.Errors, StringComparison.Ordinal);
        Assert.Equal(4, empty.ExitCode);
    }

    public void Dispose() => _home.Dispose();

    private (string, string)[] Own => [("LOCALS_Agents__Folder", _home.Combine("agents"))];

    private void Persona(string id, string evals)
    {
        _home.Write($"agents/{id}/persona.md", $"---\nname: {id}\ndescription: A test\n---\nYou are {id}.\n");
        _home.Write($"agents/{id}/evals/a.yaml", evals);
    }

    private Task<(int ExitCode, string Output, string Errors)> LocalsAsync(SimulatedExoNode? node, (string, string)[] environment, params string[] arguments) =>
        LocalsProgram.RunAsync(_home.Path, arguments, node is null ? environment : [.. environment, ("LOCALS_Inference__Endpoints__cluster__Url", node.Url.ToString())]);
}
