using System.CommandLine;
using LocalsOnly.Agents;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals config validate</c>: every problem at once, nothing started.</summary>
internal static class ConfigCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var validate = new Command("validate", "Check appsettings.json, user secrets, secret files and LOCALS_ variables. Ends with 0 when all is well, 3 when not.") { GlobalOptions.Json };
        validate.SetAction((result, _) => RunAsync(globals.Of(result), result.GetValue(GlobalOptions.Json)));
        return new Command("config", "Look at the configuration.") { validate.WithExample("locals config validate --config ./appsettings.json") }.WithExample("locals config validate");
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, bool json)
    {
        var configuration = HouseConfiguration.Load(request);
        var problems = configuration.Problems.Count > 0 ? configuration.Problems : await PersonasAsync(configuration);
        if (json) Terminal.Json(new ConfigurationWire(configuration.File, problems), ConfigurationJson.Default.ConfigurationWire);
        else
        {
            foreach (var problem in problems) Terminal.Error(problem.Sentence);
            if (problems.Count == 0)
                Terminal.Line($"[green]The configuration is valid.[/] [grey]{configuration.File ?? "There is no file; the host runs on defaults."}[/]");
        }

        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Configuration;
    }

    /// <summary>A host without personas starts, since they may come while it runs; a folder without any is a mistake all the same.</summary>
    private static async Task<IReadOnlyList<ConfigurationProblem>> PersonasAsync(HouseConfiguration configuration)
    {
        await using var services = House.BuildForCommand(configuration);
        var personas = services.GetRequiredService<IPersonaStore>();
        if (personas.All.Count > 0) return [];
        const string Key = "Agents:Folder";
        var folder = configuration.Root[Key];
        return personas.Problems.Count > 0
            ? [.. personas.Problems.Select(problem => new ConfigurationProblem(folder ?? Key, Key, problem.Sentence))]
            : [new ConfigurationProblem(configuration.File ?? Key, Key, $"{Key} is {folder}, which holds no persona; correct it, or make one with: locals persona new <id>")];
    }
}

internal sealed record ConfigurationWire(string? File, IReadOnlyList<ConfigurationProblem> Problems);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ConfigurationWire))]
internal sealed partial class ConfigurationJson : System.Text.Json.Serialization.JsonSerializerContext;
