using LocalsOnly.Agents.Evaluation;

namespace LocalsOnly.Tests.Agents.Evaluation;

public sealed class ScenarioFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_scenario_is_all_that_its_file_says()
    {
        var (scenarios, problems) = Parse("""
            - name: Lunch
              language: fr
              messages:
                - Où déjeuner ?
                - reply: Au bord de l'eau ?
                - Oui.
              given:
                time: 2026-11-23 12:30
                zone: Europe/Paris
                passages:
                  - Only a text.
                  - { text: With all of it., title: Notes, date: 2026-03-01, source: claude, author: assistant }
                tools:
                  concierge_pick: one pick
                  market_price: [first, { fails: It is away. }]
                colleagues:
                  vince: Down a little.
              checks:
                must_call: concierge_pick
                must_not_say: [closed, /feu+/]
                at_most_words: 90
                no_unverified: true
            """);

        Assert.Empty(problems);
        var scenario = Assert.Single(scenarios);
        Assert.Equal(("kelly", "Lunch", "fr", 1), (scenario.Persona, scenario.Name, scenario.Language, scenario.Line));
        Assert.Equal([true, false, true], scenario.Messages.Select(message => message.FromPerson));
        Assert.Equal((new DateTime(2026, 11, 23, 12, 30, 0), "Europe/Paris"), (scenario.Given.Time!.Value, scenario.Given.Zone!.Id));
        Assert.Equal(new GivenPassage("Only a text.", "Earlier", null, "chatgpt", true), scenario.Given.Passages[0]);
        Assert.Equal(new GivenPassage("With all of it.", "Notes", new DateOnly(2026, 3, 1), "claude", false), scenario.Given.Passages[1]);
        Assert.Equal([new GivenResult("first", false), new GivenResult("It is away.", true)], scenario.Given.Tools["market_price"]);
        Assert.Equal("Down a little.", scenario.Given.Colleagues["vince"]);
        Assert.Equal(["must_call", "must_not_say", "must_not_say", "at_most_words", "no_unverified"], scenario.Checks.Select(check => check.Kind));
    }

    [Theory]
    [InlineData("- name: A\n  mesages: hi\n  messages: hi\n  checks: { must_say: a }", 2, "a scenario has no 'mesages'; did you mean messages?")]
    [InlineData("- name: A\n  messages: hi\n  checks:\n    must_sy: a", 4, "checks has no 'must_sy'; did you mean must_say?")]
    [InlineData("- name: A\n  messages: hi\n  checks:\n    poetry: a", 4, "known are must_call, must_not_call")]
    [InlineData("- name: A\n  messages: hi\n  given: { tiem: 1 }\n  checks: { must_say: a }", 3, "did you mean time?")]
    [InlineData("- name: A\n  messages: hi\n  given: { time: tomorrow }\n  checks: { must_say: a }", 3, "like 2026-11-23 12:30")]
    [InlineData("- name: A\n  messages: hi\n  given: { zone: Mars/Olympus }\n  checks: { must_say: a }", 3, "IANA")]
    [InlineData("- name: A\n  messages: hi\n  given:\n    tools: { ask_agent: x }\n  checks: { must_say: a }", 4, "given colleagues")]
    [InlineData("- name: A\n  messages: hi\n  checks: { at_most_words: many }", 3, "whole number from 1 to 2000")]
    [InlineData("- name: A\n  messages: hi\n  checks: { language: it }", 3, "write en, fr or de")]
    [InlineData("- name: A\n  messages: hi\n  checks: { no_unverified: false }", 3, "only ever true")]
    [InlineData("- name: A\n  messages: hi\n  checks: { must_say: '/(/' }", 3, "no expression of .NET")]
    [InlineData("- name: A\n  messages: hi\n  checks: { must_say: [] }", 3, "empty list")]
    [InlineData("- name: A\n  messages: hi", 1, "has no checks")]
    [InlineData("- name: A\n  checks: { must_say: a }", 1, "has no messages")]
    [InlineData("- messages: hi\n  checks: { must_say: a }", 1, "has no name")]
    [InlineData("- name: A\n  messages: [hi, { reply: ho }]\n  checks: { must_say: a }", 2, "the last message is the person's")]
    [InlineData("- name: A\n  messages: [{ replay: ho }, hi]\n  checks: { must_say: a }", 2, "quote a text with a colon")]
    [InlineData("name: A", 1, "one list of scenarios")]
    [InlineData("- name: A\n  name: B", 2, "twice")]
    [InlineData("- name: [", 1, "no valid YAML")]
    [InlineData("- &a x\n- *a", 2, "write the text out")]
    [InlineData("- a\n---\n- b", 2, "second document")]
    public void A_mistake_is_told_with_its_line_and_what_was_meant(string text, int line, string clause)
    {
        var (scenarios, problems) = Parse(text);

        Assert.Empty(scenarios);
        Assert.Contains(problems, problem => problem.Clause.Contains(clause, StringComparison.Ordinal) && Math.Abs(problem.Line!.Value - line) <= 1);
        Assert.All(problems, problem => Assert.StartsWith("agents/kelly/evals/x.yaml, line ", problem.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_mistake_is_told_at_once_and_costs_its_own_scenario_only()
    {
        var (scenarios, problems) = Parse("""
            - name: Broken
              messages: hi
              checks: { must_sya: a, langage: fr }
            - name: Whole
              messages: hi
              checks: { must_say: a }
            """);

        Assert.Equal(2, problems.Count);
        Assert.Equal("Whole", Assert.Single(scenarios).Name);
    }

    [Fact]
    public void Nesting_without_end_is_refused_before_anything_is_built_of_it()
    {
        var (_, problems) = Parse(new string('[', 200_000));

        Assert.Contains("nested too deep", Assert.Single(problems).Clause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_read_in_order_and_two_of_one_name_and_other_files_are_told()
    {
        const string One = "- name: Same\n  messages: hi\n  checks: { must_say: a }\n";
        _directory.Write("kelly/evals/a.yaml", One);
        _directory.Write("kelly/evals/b.yaml", One + One.Replace("Same", "Other", StringComparison.Ordinal));
        _directory.Write("kelly/evals/c.yml", One);

        var set = ScenarioSet.Load(_directory.Path, "kelly");

        Assert.Equal(["Same", "Other"], set.Scenarios.Select(scenario => scenario.Name));
        Assert.Equal(["agents/kelly/evals/b.yaml", "agents/kelly/evals/c.yml"], set.Problems.Select(problem => problem.File));
        Assert.Empty(ScenarioSet.Load(_directory.Path, "nobody").Problems);
    }

    [Theory]
    [InlineData("vince")]
    [InlineData("kelly")]
    [InlineData("solus")]
    [InlineData("otaku")]
    [InlineData("eliza")]
    public void Every_shipped_persona_has_scenarios_that_can_be_read_in_three_languages(string persona)
    {
        var set = ScenarioSet.Load(Path.Combine(Repository.Root, "agents"), persona);

        Assert.Empty(set.Problems);
        Assert.True(set.Scenarios.Count >= 6);
        Assert.Equal(["de", "en", "fr"], set.Scenarios.Select(scenario => scenario.Language!).Distinct().Order());
    }

    public void Dispose() => _directory.Dispose();

    private static (IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems) Parse(string text) => ScenarioFile.Parse("kelly", "agents/kelly/evals/x.yaml", text);
}
