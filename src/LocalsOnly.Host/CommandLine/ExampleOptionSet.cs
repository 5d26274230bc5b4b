using System.CommandLine;
using System.Globalization;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>The options of <c>--format mlx</c>.</summary>
internal sealed class ExampleOptionSet
{
    private readonly Option<string> _valid = Share("--valid", "Share of the conversations to validate on.", "10%");
    private readonly Option<string> _test = Share("--test", "Share of the conversations to test on.", "0%");
    private readonly Option<int> _maxTokens = Whole("--max-tokens", "Longest example, in estimated tokens, 64 or more.", 2048, 64);
    private readonly Option<int> _minTurns = Whole("--min-turns", "Fewest turns of an example, 2 or more.", 2, 2);
    private readonly Option<int> _seed = new("--seed") { Description = "Another number splits otherwise.", DefaultValueFactory = _ => 0 };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_valid, _test, _maxTokens, _minTurns, _seed]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (Parse(result.GetValue(_valid)) + Parse(result.GetValue(_test)) >= 1)
                result.AddError("--valid and --test together leave nothing to train on; make them less than 100%.");
        });
    }

    public ExampleOptions Of(ParseResult result) => new()
    {
        Valid = Parse(result.GetValue(_valid)) ?? 0,
        Test = Parse(result.GetValue(_test)) ?? 0,
        MaxTokens = result.GetValue(_maxTokens),
        MinTurns = result.GetValue(_minTurns),
        Seed = result.GetValue(_seed),
    };

    // As text: a value that cannot be parsed must be a sentence, and the command's validator runs before that of the option is heard.
    private static Option<string> Share(string name, string description, string share)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "10%", DefaultValueFactory = _ => share };
        option.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is null) result.AddError($"{name} takes a share like 10% or 0.1, less than 100%.");
        });
        return option;
    }

    private static double? Parse(string? text)
    {
        var percent = text?.EndsWith('%') == true;
        if (!double.TryParse(percent ? text![..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return null;
        if (percent) value /= 100;
        return value is >= 0 and < 1 ? value : null;
    }

    private static Option<int> Whole(string name, string description, int value, int least) =>
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => value }.Between(least);
}
