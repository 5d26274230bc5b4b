using System.CommandLine;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Evaluation;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Inference;

namespace LocalsOnly.Host.CommandLine.Evals;

/// <summary><c>locals eval personas</c>: puts every scenario of <c>agents/&lt;id&gt;/evals</c> to its persona and looks at what comes of it.</summary>
internal static class EvalPersonasCommand
{
    private const int MostRuns = 20;

    public static Command Create(GlobalOptions globals)
    {
        var persona = new Option<string?>("--persona") { Description = "Only this one.", HelpName = "id" };
        var endpoint = new Option<string?>("--endpoint") { Description = "Who is to answer, by name. Nothing stands in for it.", HelpName = "name" };
        var tier = new Option<string?>("--tier", "-t") { Description = "Which tier is to answer: heavy or light. Nothing stands in for it.", HelpName = "tier" };
        var runs = new Option<int>("--runs") { Description = "How often each scenario is put, 1 to 20.", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(1, MostRuns);
        var json = new Option<string?>("--json") { Description = "Also write all of it, replies too, into this file; - writes it to standard output in place of the tables.", HelpName = "file" };
        var command = new Command("personas", "Put the personas' scenarios to a model. Nothing is remembered, written or asked outside. Ends with 1 when one fails, unless the answers are simulated.")
        {
            persona, endpoint, tier, runs, json,
        };
        tier.Validators.Add(result =>
        {
            if (ParseTier(result.Tokens[0].Value) is null) result.AddError($"--tier is '{result.Tokens[0].Value}'; write heavy or light.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(endpoint) is not null && result.GetResult(tier) is not null) result.AddError("Give --endpoint or --tier, not both.");
        });
        command.SetAction((result, cancellation) => RunAsync(
            globals.Of(result), result.GetValue(persona), new EvaluationPin(result.GetValue(endpoint), ParseTier(result.GetValue(tier))), result.GetValue(runs), result.GetValue(json), cancellation));
        return command.WithExample("locals eval personas --persona solus --tier heavy --runs 3");
    }

    private static Tier? ParseTier(string? word) => word?.ToLowerInvariant() switch
    {
        "heavy" => Tier.Heavy,
        "light" => Tier.Light,
        _ => null,
    };

    private static async Task<int> RunAsync(ConfigurationRequest request, string? persona, EvaluationPin pin, int runs, string? file, CancellationToken cancellationToken)
    {
        var configuration = await ClusterHouse.ConfigurationAsync(request, cancellationToken);
        await using var house = EvalHouse.Build(configuration);
        var sets = Sets(house.Get<IPersonaStore>(), configuration.Root["Agents:Folder"]!, persona);
        await house.LookAsync(pin, cancellationToken);

        var results = new List<ScenarioResult>();
        var count = sets.Sum(set => set.Scenarios.Count) * runs;
        foreach (var (_, scenarios) in sets)
        {
            foreach (var scenario in scenarios)
            {
                for (var run = 1; run <= runs; run++)
                {
                    Terminal.Progress($"{results.Count + 1} of {count}: {scenario.Persona}, {scenario.Name}");
                    results.Add(await house.Get<PersonaEvaluation>().RunAsync(scenario, pin, run, cancellationToken));
                }
            }
        }

        Terminal.ClearProgress();
        var wire = EvalWire.Of([.. sets.Select(set => set.Persona)], results, pin, runs);
        if (file != "-") EvalScreen.Print(wire);
        if (file is not null) Write(wire, file);
        // A simulator judges nobody: that every scenario ran through is what can be asked of it.
        return wire.Simulated ? (wire.Totals.Unanswered == 0 ? ExitCode.Ok : ExitCode.Failed) : wire.Totals.Passed == wire.Totals.Runs ? ExitCode.Ok : ExitCode.Failed;
    }

    private static List<(Persona Persona, IReadOnlyList<Scenario> Scenarios)> Sets(IPersonaStore personas, string folder, string? only)
    {
        if (only is not null && personas.Find(only) is null) throw new CommandException(ExitCode.NothingFound, PersonSentences.UnknownPersona(only, personas));
        var sets = new List<(Persona, IReadOnlyList<Scenario>)>();
        var problems = personas.Problems.Where(problem => only is null || problem.Id.Equals(only, StringComparison.OrdinalIgnoreCase)).Select(problem => problem.Sentence).ToList();
        foreach (var persona in personas.All.Where(persona => only is null || persona.Id.Equals(only, StringComparison.OrdinalIgnoreCase)))
        {
            var set = ScenarioSet.Load(folder, persona.Id);
            problems.AddRange(set.Problems.Select(problem => problem.Sentence));
            sets.Add((persona, set.Scenarios));
        }

        // A set of which a part was left out would look better, or worse, than it is.
        if (problems.Count > 0)
        {
            foreach (var problem in problems.SkipLast(1)) Terminal.Error(problem);
            throw new CommandException(ExitCode.Usage, problems[^1]);
        }

        if (sets.Sum(set => set.Item2.Count) == 0)
            throw new CommandException(ExitCode.NothingFound, $"There are no scenarios in {Path.Combine(folder, only?.ToLowerInvariant() ?? "<persona>", "evals")}; agents/README.md says how to write one.");
        return sets;
    }

    private static void Write(EvalWire wire, string file)
    {
        if (file == "-")
        {
            Terminal.Json(wire, EvalJson.Default.EvalWire);
            return;
        }

        try
        {
            using var stream = File.Create(file);
            System.Text.Json.JsonSerializer.Serialize(stream, wire, EvalJson.Default.EvalWire);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"{file} cannot be written ({closed.Message.TrimEnd('.')}); give another place to --json.");
        }
    }
}
