using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>price_level</c>: the price has crossed a level. It opens once, and again only when the price has been back by 1 % in between, so that a price that trembles around the
/// level is told once. A price that is beyond it at the first look has not crossed it.
/// </summary>
internal sealed class PriceLevelGate(GatePrices prices, TaskMarks marks) : ITaskGate
{
    private const decimal Back = 0.01m;
    private const decimal Most = 1_000_000_000;

    public string Name => "price_level";

    public string Example => "price_level: {symbol: BTC, above: 100000}";

    public void Validate(GateSetting setting) => Read(setting);

    public async Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken)
    {
        var (symbol, level, above) = Read(call.Setting);
        var price = await prices.ReadAsync(symbol, cancellationToken);
        bool Beyond(decimal at) => above ? at > level : at < level;
        var side = $"{(above ? "above" : "below")} {Figures.Plain(level)} USD";
        var key = $"{Name} {symbol} {side}";
        var mark = marks.Find(call.Task.Id, key, call.LastSuccess);
        var where = $"{symbol} is at {Figures.Plain(price.Price)} USD ({price.Source})";
        if (mark is null)
        {
            Keep();
            return new GateVerdict(false, $"{where} at the first look, {(Beyond(price.Price) ? $"which is {side} already: it opens when the price has been back and crosses again" : $"and not {side}")}");
        }

        var armed = !Beyond(mark.Value!.Value);
        if (Beyond(price.Price))
        {
            if (!armed) return new GateVerdict(false, $"{where}, {side} since {Figures.Time(mark.At)} without having been back by {Figures.Plain(Back * 100)} %");
            marks.Opened(call, key, price.At, price.Price);
            return new GateVerdict(true, $"{where} and has crossed to {side}");
        }

        if (!armed && (above ? price.Price <= level * (1 - Back) : price.Price >= level * (1 + Back))) Keep();
        return new GateVerdict(false, $"{where}, not {side}");

        void Keep() => marks.Put(new TaskMark(call.Task.Id, key, call.Due, price.At, price.Price, ForRun: false), call.LastSuccess);
    }

    private (string Symbol, decimal Level, bool Above) Read(GateSetting setting)
    {
        setting.Only("symbol", "above", "below");
        var symbol = setting.Symbol(Example);
        return (setting.Number("above", 0, Most), setting.Number("below", 0, Most)) switch
        {
            ({ } above, null) => (symbol, above, true),
            (null, { } below) => (symbol, below, false),
            _ => throw new FormatException($"{Name} needs one of above and below; write {Example}"),
        };
    }
}
