using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>The tools of the paper book.</summary>
internal sealed class PaperTools(
    PaperLedger ledger, PaperSignals signals, PaperExecutor executor, PaperExits exits, PaperStatus status, PaperStory story) : IToolset
{
    private static readonly string[] s_open =
        ["open", "enter", "buy", "long", "short", "ouvr", "achet", "achèt", "öffn", "oeffn", "eröffn", "eroeffn", "kauf", "einsteig"];

    private static readonly string[] s_close =
        ["clos", "exit", "sell", "flatten", "reduc", "ferm", "clôt", "clotur", "vend", "solde", "rédui", "schließ", "schliess", "verkauf", "aussteig", "reduzier"];

    private static readonly string[] s_stop = ["stop", "trail"];

    private static readonly string[] s_reset = ["reset", "rearm", "réarm", "réinit", "reinit", "remet", "zurück", "zurueck"];

    private IReadOnlyList<Tool>? _tools;

    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools => _tools ??=
    [
        Write("paper_signal", "Records a trading signal for the paper book and says whether it passes the entry gate. It opens nothing.", RecordAsync),
        Write("paper_open",
            "Opens a paper position (imaginary money), from a recorded signal, or from the person's own word with asset, direction and stop. "
            + "Size and leverage follow from the stop unless given.",
            OpenAsync, s_open),
        Write("paper_close", "Closes a paper position, all of it or a part.", CloseAsync, s_close),
        Write("paper_stop", "Moves the stop of a paper position.", StopAsync, s_stop),
        Write("paper_reset_breaker", "Lets the paper book open positions again after its daily loss or drawdown breaker has tripped.", Reset, s_reset),
        Read("paper_status", "The paper book now: equity, positions with marks, their source and time, breakers, and why signals and openings were refused.", status.ShowAsync),
        Read("paper_journal", "What happened in the paper book last, or the story of one position.", Journal),
        Read("paper_review", "How the paper book has done: win rate, expectancy in R, mean hold, drawdown, Sharpe ratio when there are enough days, and each setup.", Review),
    ];

    private async Task<string> RecordAsync(
        [Description("Symbol: BTC, ETH, or xyz:TSLA for a HIP-3 market.")] string asset,
        [Description("long or short.")] string direction,
        [Description("0 to 100: how large a move the signal speaks for.")] decimal strength,
        [Description("0 to 100: how sure.")] decimal confidence,
        [Description("Readings that speak for it, each 'source: what it shows'. Primary sources: funding, liquidations, open_interest, options, order_flow, positioning. "
            + "Others: macro, news, onchain, sentiment, technicals, volume.")]
        string[] confirmations,
        [Description("The observation that would end the idea.")] string invalidation,
        [Description("For how many hours the signal holds, at most 168.")] decimal hours,
        AIFunctionArguments arguments,
        [Description("A short name for the kind of idea, by which the review groups: funding fade.")] string? setup = null,
        CancellationToken cancellationToken = default)
    {
        var turn = ToolTurn.Of(arguments);
        var signal = await signals.RecordAsync(
            asset, Side(direction), strength, confidence, confirmations, invalidation, hours, setup, turn.Persona.Id, cancellationToken);
        var verdict = signal.Failures.Count == 0
            ? $"It passes the entry gate. Nothing is opened; when the person asks for it, paper_open with signal {signal.Id} does."
            : $"The entry gate refuses it: {string.Join(' ', signal.Failures.Select(failure => failure.Sentence))} Nothing is opened.";
        return $"Paper signal {signal.Id} recorded: {signal.Symbol} {PaperText.Side(signal.Side)}, strength {PaperText.Plain(signal.Strength)}, "
            + $"confidence {PaperText.Plain(signal.Confidence)}, {signal.Confirmations.Count} confirmations, expires {PaperText.At(signal.Expires)}, ended by: {signal.Invalidation}\n{verdict}";
    }

    private async Task<string> OpenAsync(
        [Description("Id of a recorded signal: S3. Leave it out for the person's own word.")] string? signal = null,
        [Description("Symbol, without a signal: BTC, or xyz:TSLA.")] string? asset = null,
        [Description("long or short, without a signal.")] string? direction = null,
        [Description("Price of the stop in USD; needed without a signal, else 2 % from the price.")] decimal? stop = null,
        [Description("Notional in USD; left out, it follows from the distance to the stop.")] decimal? size = null,
        [Description("1 to 5; left out, the lowest that fits.")] decimal? leverage = null,
        [Description("A short name for the kind of idea.")] string? setup = null,
        CancellationToken cancellationToken = default)
    {
        if (size is <= 0) throw new ToolException($"size is {PaperText.Plain(size.Value)}; give the notional in USD as a number above 0, or leave it out.");
        if (stop is <= 0) throw new ToolException($"stop is {PaperText.Plain(stop.Value)}; give a price in USD above 0.");
        if (signal is not null && (asset ?? direction) is not null)
            throw new ToolException("Give either a signal or asset and direction, not both: a signal has its own.");
        if (signal is null && (asset is null || direction is null || stop is null))
            throw new ToolException("Without a signal, give asset, direction and stop; or give the id of a recorded signal.");
        var opened = await executor.OpenAsync(
            new(
                signal?.ToUpperInvariant(),
                asset is null ? null : PaperPrices.Symbol(asset),
                direction is null ? null : Side(direction),
                stop,
                size,
                leverage,
                setup),
            cancellationToken);
        return $"Opened on paper: {PaperLines.Line(opened)}\nequity: {PaperText.Usd(ledger.Book.Equity)}";
    }

    private async Task<string> CloseAsync(
        [Description("Id or symbol of an open paper position: P2, or BTC.")] string position,
        [Description("How much of it in percent, 100 for all.")] decimal percent = 100m,
        CancellationToken cancellationToken = default)
    {
        if (percent is <= 0 or > 100) throw new ToolException($"percent is {PaperText.Plain(percent)}; give a number above 0 and at most 100.");
        return Told(await exits.CloseAsync(position, percent / 100m, cancellationToken));
    }

    private async Task<string> StopAsync(
        [Description("Id or symbol of an open paper position: P2, or BTC.")] string position,
        [Description("The new price of the stop in USD.")] decimal stop,
        CancellationToken cancellationToken = default)
    {
        if (stop <= 0) throw new ToolException($"stop is {PaperText.Plain(stop)}; give a price in USD above 0.");
        return Told(await exits.MoveStopAsync(position, stop, cancellationToken));
    }

    private string Reset([Description("daily or drawdown.")] string breaker) => "On paper: " + PaperLines.Line(exits.Reset(breaker.ToLowerInvariant() switch
    {
        "daily" or "daily loss" => PaperBreaker.Daily,
        "drawdown" => PaperBreaker.Drawdown,
        _ => throw new ToolException($"There is no breaker '{breaker}'; give daily or drawdown."),
    })) + ". It counts from there now.";

    private string Journal(
        [Description("How many of the last events, 1 to 50.")] decimal last = 20m,
        [Description("Id or symbol of one position, for its story: P2, or BTC.")] string? position = null)
    {
        if (position is not null) return story.Of(position);
        if (last is < 1 or > 50 || last != Math.Floor(last)) throw new ToolException($"last is {PaperText.Plain(last)}; give a whole number from 1 to 50.");
        return story.Last((int)last);
    }

    private string Review() => PaperReview.Show(ledger.Book);

    private static string Told(PaperDraft line) =>
        "On paper:\n" + string.Join('\n', line.Events.Where(one => one is not Marked).Select(PaperLines.Line)) + $"\nequity: {PaperText.Usd(line.Book.Equity)}";

    private static PaperSide Side(string direction) => direction.ToLowerInvariant() switch
    {
        "long" => PaperSide.Long,
        "short" => PaperSide.Short,
        _ => throw new ToolException($"direction is '{direction}'; give long or short."),
    };

    private static Tool Read(string name, string description, Delegate method) => new(Function(name, description, method));

    private static Tool Write(string name, string description, Delegate method, params string[] askedBy) =>
        new(Function(name, description, method)) { Effect = ToolEffect.Write, AskedBy = askedBy, PersonOnly = askedBy.Length > 0 };

    private static AIFunction Function(string name, string description, Delegate method) => AIFunctionFactory.Create(
        method, new AIFunctionFactoryOptions { Name = name, Description = description, ConfigureParameterBinding = PaperArguments.Binding });
}
