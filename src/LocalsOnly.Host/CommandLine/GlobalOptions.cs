using System.CommandLine;
using LocalsOnly.Host.Configuration;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Options that every command understands.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "Data directory (Data:Local); ~/.localsonly by default.", HelpName = "directory", Recursive = true };
    private readonly Option<string?> _config = new("--config") { Description = "Configuration file instead of the appsettings.json that is found.", HelpName = "file", Recursive = true };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON instead of a table." };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(_data);
        root.Options.Add(_config);
    }

    public ConfigurationRequest Of(ParseResult result) =>
        // What a person types means what it means where they stand; only what a file says starts from the file.
        new(result.GetValue(_config), result.GetValue(_data) is { Length: > 0 } data ? Locations.Absolute(data, Directory.GetCurrentDirectory()) : null);
}

/// <summary>Loads the configuration for a command.</summary>
internal static class CommandConfiguration
{
    /// <exception cref="CommandException">With the first problem, and how to see the others.</exception>
    public static HouseConfiguration LoadValid(ConfigurationRequest request)
    {
        var configuration = HouseConfiguration.Load(request);
        return configuration.Problems.Count switch
        {
            0 => configuration,
            1 => throw new CommandException(ExitCode.Configuration, configuration.Problems[0].Sentence),
            var count => throw new CommandException(
                ExitCode.Configuration, $"{configuration.Problems[0].Sentence} ({count - 1} more: locals config validate)"),
        };
    }
}
