using System.CommandLine;
using LocalsOnly.Host.Configuration;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals config validate</c>: every problem at once, nothing started.</summary>
internal static class ConfigCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var validate = new Command("validate", "Check appsettings.json, user secrets, secret files and LOCALS_ variables. Ends with 0 when all is well, 3 when not.") { GlobalOptions.Json };
        validate.SetAction(result => Run(globals.Of(result), result.GetValue(GlobalOptions.Json)));
        return new Command("config", "Look at the configuration.") { validate.WithExample("locals config validate --config ./appsettings.json") }.WithExample("locals config validate");
    }

    private static int Run(ConfigurationRequest request, bool json)
    {
        var configuration = HouseConfiguration.Load(request);
        if (json) Terminal.Json(new ConfigurationWire(configuration.File, configuration.Problems), ConfigurationJson.Default.ConfigurationWire);
        else
        {
            foreach (var problem in configuration.Problems) Terminal.Error(problem.Sentence);
            if (configuration.Problems.Count == 0)
                Terminal.Line($"[green]The configuration is valid.[/] [grey]{configuration.File ?? "There is no file; the host runs on defaults."}[/]");
        }

        return configuration.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Configuration;
    }
}

internal sealed record ConfigurationWire(string? File, IReadOnlyList<ConfigurationProblem> Problems);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ConfigurationWire))]
internal sealed partial class ConfigurationJson : System.Text.Json.Serialization.JsonSerializerContext;
