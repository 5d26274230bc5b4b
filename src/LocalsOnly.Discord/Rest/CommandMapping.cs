using System.Globalization;
using System.Text.Json;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Commands in Discord's words, and whether two say the same.</summary>
internal static class CommandMapping
{
    private const int Typed = 1;
    private const int Subcommand = 1;

    public static WireCommand ToWire(this CommandDefinition command) => new(command.Name, command.Description, Typed, OptionsOf(command));

    /// <summary>A type that is not said is that of commands that are typed.</summary>
    public static bool IsTyped(this WireCommand command) => command.Type is null or Typed;

    /// <summary>What Discord leaves out stands for its default: no options, not required, not completed, no bounds.</summary>
    public static bool SaysTheSame(WireCommand one, WireCommand other) => one.Name == other.Name && one.Description == other.Description && Same(one.Options, other.Options, Same);

    private static WireCommandOption[] OptionsOf(CommandDefinition command) => command.Subcommands.Count > 0
        ? [.. command.Subcommands.Select(sub => new WireCommandOption(Subcommand, sub.Name, sub.Description) { Options = OptionsOf(sub) })]
        : [.. command.Options.Select(ToWire)];

    private static WireCommandOption ToWire(CommandOption option) => new((int)option.Kind, option.Name, option.Description)
    {
        Required = option.Required ? true : null,
        Autocomplete = option.Completes ? true : null,
        Choices = option.Choices.Count == 0 ? null : [.. option.Choices.Select(choice => new WireCommandChoice(choice, ValueOf(choice, option.Kind)))],
        MinValue = option.Kind == CommandOptionKind.Whole ? option.Least : null,
        MaxValue = option.Kind == CommandOptionKind.Whole ? option.Most : null,
        MinLength = option.Kind == CommandOptionKind.Text ? option.Least : null,
        MaxLength = option.Kind == CommandOptionKind.Text ? option.Most : null,
    };

    private static JsonElement ValueOf(string choice, CommandOptionKind kind) =>
        kind == CommandOptionKind.Whole && long.TryParse(choice, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonSerializer.SerializeToElement(number, DiscordJson.Default.Int64)
            : JsonSerializer.SerializeToElement(choice, DiscordJson.Default.String);

    private static bool Same(WireCommandOption one, WireCommandOption other) =>
        one.Type == other.Type && one.Name == other.Name && one.Description == other.Description
        && one.Required is true == other.Required is true && one.Autocomplete is true == other.Autocomplete is true
        && Nullable.Equals(one.MinValue, other.MinValue) && Nullable.Equals(one.MaxValue, other.MaxValue)
        && one.MinLength == other.MinLength && one.MaxLength == other.MaxLength
        && Same(one.Choices, other.Choices, (a, b) => a.Name == b.Name && JsonElement.DeepEquals(a.Value, b.Value))
        && Same(one.Options, other.Options, Same);

    private static bool Same<T>(T[]? some, T[]? others, Func<T, T, bool> same)
    {
        var (one, other) = (some ?? [], others ?? []);
        return one.Length == other.Length && one.Zip(other).All(pair => same(pair.First, pair.Second));
    }
}
