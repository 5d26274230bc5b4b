using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Standups;

/// <summary><c>standup_signal</c>: a persona says in a standup what it expects, in a form that can be scored. Outside a standup it says that there is none.</summary>
internal sealed partial class StandupSignalTool : IToolset
{
    public const string Name = "standup_signal";

    private const int LongestInvalidation = 160;
    private const int MostDays = 366;

    public IReadOnlyList<Tool> Tools { get; } =
    [
        new(AIFunctionFactory.Create(Signal, new AIFunctionFactoryOptions
        {
            Name = Name,
            Description = "In a standup only: hands in what you expect of one price, once, so that it is scored when it expires.",
        })),
    ];

    private static string Signal(
        [Description("Symbol, e.g. BTC")] string asset,
        [Description("above or below")] string direction,
        [Description("The level in USD")] decimal strike,
        [Description("Probability in percent, 1 to 99")] double confidence,
        [Description("The day it is decided, 08:00 UTC, as yyyy-MM-dd")] string expiry,
        [Description("What would show it wrong before, one phrase")] string invalidation,
        AIFunctionArguments arguments)
    {
        var turn = ToolTurn.Of(arguments);
        if (turn.Signals is not { } signals) throw new ToolException("No standup is being held, so there is nothing to hand a signal in to. Answer without it.");
        if (!Symbol().IsMatch(asset)) throw new ToolException($"'{PersonSentences.Plain(asset)}' is no symbol; write one like BTC.");
        if (direction is not ("above" or "below")) throw new ToolException("direction must be above or below.");
        if (strike <= 0) throw new ToolException("strike must be a price above 0, in USD.");
        if (!(confidence is >= 1 and <= 99)) throw new ToolException("confidence must be a percentage from 1 to 99.");
        if (string.IsNullOrWhiteSpace(invalidation) || invalidation.Length > LongestInvalidation) throw new ToolException($"invalidation must be one phrase of at most {LongestInvalidation} characters.");
        if (!DateOnly.TryParseExact(expiry, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new ToolException("expiry must be a day like 2026-12-04.");
        var at = new DateTimeOffset(day, new TimeOnly(8, 0), TimeSpan.Zero);
        if (at <= turn.Now || at > turn.Now.AddDays(MostDays)) throw new ToolException("expiry must be a day to come, within a year.");
        lock (signals)
        {
            if (signals.Any(signal => signal.Persona == turn.Persona.Id && signal.Asset == asset)) throw new ToolException($"You have handed in a signal for {asset} already; one each.");
            signals.Add(new StandupSignal(turn.Persona.Id, asset, direction, strike, confidence / 100, at, invalidation.Trim()));
        }

        return string.Create(CultureInfo.InvariantCulture, $"Noted: {asset} {direction} {strike} USD on {day:yyyy-MM-dd} 08:00 UTC, {confidence} %.");
    }

    [GeneratedRegex("^[A-Z0-9]{1,12}$")]
    private static partial Regex Symbol();
}
