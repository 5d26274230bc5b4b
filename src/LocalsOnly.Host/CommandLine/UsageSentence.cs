using System.CommandLine.Parsing;

namespace LocalsOnly.Host.CommandLine;

/// <summary>What is wrong with a command line, and what to write instead. The parser's own words name types of the program.</summary>
internal static class UsageSentence
{
    public static string Of(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Parent: OptionResult option } when NamesType(error) => Of(option.Option.Name, option.Option.ValueType, option.Tokens),
        OptionResult option when NamesType(error) => Of(option.Option.Name, option.Option.ValueType, option.Tokens),
        ArgumentResult argument when NamesType(error) => Of(argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
        _ => error.Message,
    };

    private static bool NamesType(ParseError error) => error.Message.Contains(" as expected type ", StringComparison.Ordinal);

    private static string Of(string name, Type type, IReadOnlyList<Token> tokens) =>
        $"{name} is '{string.Join(' ', tokens.Select(token => token.Value))}'; write {Wanted(Nullable.GetUnderlyingType(type) ?? type)}.";

    private static string Wanted(Type type) =>
        type == typeof(int) ? "a whole number"
        : type == typeof(DateOnly) ? "a date like 2026-11-27"
        : type == typeof(bool) ? "true or false, or the option alone"
        : type.IsEnum ? Words(Enum.GetNames(type))
        : "something else; --help says what it takes";

    private static string Words(string[] names)
    {
        var words = names.Select(name => name.ToLowerInvariant()).ToList();
        return words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
    }
}
