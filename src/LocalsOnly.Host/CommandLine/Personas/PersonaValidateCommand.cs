using System.CommandLine;
using System.Text.Json.Serialization;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Personas;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Personas;

/// <summary><c>locals persona validate</c>: every problem of the personas' files and evals at once.</summary>
internal static class PersonaValidateCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = new Argument<string?>("id") { Description = "Only this one.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("validate", "Check headers, prompts and evals of the personas, and what they name. Ends with 1 when something must be mended; a warning is none.") { id, GlobalOptions.Json };
        command.SetAction((result, _) => RunAsync(CommandConfiguration.LoadValid(globals.Of(result)), result.GetValue(id)?.ToLowerInvariant(), result.GetValue(GlobalOptions.Json)));
        return command.WithExample("locals persona validate kelly");
    }

    private static async Task<int> RunAsync(HouseConfiguration configuration, string? id, bool json)
    {
        await using var services = House.BuildForCommand(configuration);
        var personas = services.GetRequiredService<IPersonaStore>();
        if (id is not null && personas.Find(id) is null && !personas.Problems.Any(problem => problem.Id == id)) throw new CommandException(ExitCode.NothingFound, PersonSentences.UnknownPersona(id, personas));
        var found = ActivatorUtilities.CreateInstance<PersonaCheckup>(services).Run(configuration.Root["Agents:Folder"]!, id);
        var wrong = found.Count(finding => !finding.IsWarning);
        if (json)
            Terminal.Json(
                new PersonaCheckWire([.. personas.All.Select(persona => persona.Id)], [.. found.Select(finding => new PersonaFindingWire(finding.Id, finding.IsWarning ? "warning" : "problem", finding.Sentence))]),
                PersonaCheckJson.Default.PersonaCheckWire);
        else
        {
            foreach (var finding in found.OrderBy(finding => finding.IsWarning))
            {
                if (finding.IsWarning) Terminal.Note(finding.Sentence);
                else Terminal.Error(finding.Sentence);
            }

            if (found.Count == 0) Terminal.Line($"[green]{(id is null ? $"All is well with {string.Join(", ", personas.All.Select(persona => persona.Id))}." : $"All is well with {id}.")}[/]");
            else if (wrong == 0) Terminal.Line($"Nothing must be mended; warnings: {found.Count}.");
        }

        return wrong == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}

internal sealed record PersonaCheckWire(IReadOnlyList<string> Personas, IReadOnlyList<PersonaFindingWire> Findings);

/// <param name="Kind"><c>problem</c> or <c>warning</c>.</param>
internal sealed record PersonaFindingWire(string Persona, string Kind, string Sentence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PersonaCheckWire))]
internal sealed partial class PersonaCheckJson : JsonSerializerContext;
