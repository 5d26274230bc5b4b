using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Agents;

namespace LocalsOnly.Discord.Text;

/// <summary>
/// What a turn is doing as long as it has said nothing, in one small line. Figures are rounded and never go back within one step, so that the line changes seldom.
/// One for each turn.
/// </summary>
internal sealed partial class StatusLine
{
    /// <summary>A shorter prompt is read before anybody could read a figure.</summary>
    private const int ShortPrompt = 2000;

    private const int PercentStep = 5;
    private const int LongestName = 60;

    private bool _hasSpoken;
    private bool _usedTool;
    private int _percent;

    /// <summary>The line, beginning with Discord's mark for small text; null when there is nothing to say.</summary>
    public string? Text { get; private set; }

    /// <summary>Takes the next event of the turn.</summary>
    /// <returns>The line has become another.</returns>
    public bool Take(TurnEvent happened)
    {
        var before = Text;
        if (happened is TextDelta { Text.Length: > 0 } or TurnCompleted or TurnInterrupted) _hasSpoken = true;
        if (_hasSpoken) Text = null;
        else if (Words(happened) is { } words) Text = words.Length == 0 ? null : $"-# {words}";
        return Text != before;
    }

    // Null leaves what stood there.
    private string? Words(TurnEvent happened)
    {
        switch (happened)
        {
            case Queued queued:
                return $"waiting for {Name(queued.Endpoint)}{(queued.Ahead > 0 ? $", {queued.Ahead.ToString(CultureInfo.InvariantCulture)} ahead" : "")}{About(queued.Wait)}";
            case RouteChosen { Escalated: false } when _usedTool:
                return null;
            case RouteChosen { Mode: AnswerMode.Model } route:
                _percent = 0;
                return $"asking {Model(route)}{(route.Simulated ? " (simulated)" : "")}{(route.Escalated ? " for a better answer" : "")}…";
            case RouteChosen:
                return "";
            case ToolUsed used:
                (_usedTool, _percent) = (true, 0);
                var doing = ToolWords.Of(used.Tool, Argument(used.Arguments, "persona"));
                return used.Problem is null ? doing : $"{doing} did not work";
            case PrefillProgress progress:
                return Reading(progress);
            default:
                return null;
        }
    }

    private string? Reading(PrefillProgress progress)
    {
        var what = _usedTool ? "reading what came back" : "reading the prompt";
        if (progress.TotalTokens < ShortPrompt) return _percent > 0 ? null : what;
        if (progress.ProcessedTokens >= progress.TotalTokens) return "thinking";
        var percent = (int)(100L * Math.Max(0, progress.ProcessedTokens) / progress.TotalTokens) / PercentStep * PercentStep;
        _percent = Math.Max(_percent, percent);
        return _percent == 0 ? what : string.Create(CultureInfo.InvariantCulture, $"{what}, {_percent} %");
    }

    private static string About(TimeSpan? wait) => wait?.TotalSeconds switch
    {
        null or <= 0 or double.NaN => "",
        < 8 => ", a few seconds",
        < 55 and var seconds => string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(seconds / 10) * 10:0} s"),
        < 3300 and var seconds => string.Create(CultureInfo.InvariantCulture, $", about {Math.Max(1, Math.Round(seconds / 60)):0} min"),
        _ => ", an hour or more",
    };

    private static string Model(RouteChosen route) => Name(route.Model is { Length: > 0 } model ? Weights().Replace(model[(model.LastIndexOf('/') + 1)..], "") : route.Endpoint ?? "the model");

    private static string Name(string name) => Clip.OnCharacter(PlainMarkdown.Escape(name), LongestName);

    private static string? Argument(string arguments, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // How the weights are stored is of no interest while one waits.
    [GeneratedRegex(@"(?:[-_:.](?:\d+-?bit|[bf]p?(?:16|8)|mxfp4|nvfp4|i?q\d\w*|gguf|mlx|gptq|awq|dwq|latest))+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Weights();
}
