using System.CommandLine.Parsing;

namespace LocalsOnly.Host.CommandLine;

/// <summary>
/// Finds what was given and is empty: nothing takes such a value, and where a script left a variable unset it would mean something else than what was written,
/// as <c>--data ""</c> would mean the usual directory.
/// </summary>
internal static class EmptyArguments
{
    /// <returns>A sentence for each.</returns>
    public static IEnumerable<string> In(CommandResult command) => command.Children.SelectMany(child => child switch
    {
        CommandResult subcommand => In(subcommand),
        OptionResult option when IsEmpty(option.Tokens) => [Sentence(option.Option.Name)],
        ArgumentResult argument when IsEmpty(argument.Tokens) => [Sentence(argument.Argument.Name)],
        _ => [],
    });

    private static bool IsEmpty(IEnumerable<Token> tokens) => tokens.Any(token => string.IsNullOrWhiteSpace(token.Value));

    private static string Sentence(string name) => $"{name} is empty; give it a value, or leave it out.";
}
