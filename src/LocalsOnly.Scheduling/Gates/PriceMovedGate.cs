using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>price_moved</c>: the price is at least so many per cent away from where it was when the task last ran for it. The first look only keeps the price. Small moves add up,
/// because the price that is compared with changes only when the gate opens.
/// </summary>
internal sealed class PriceMovedGate(GatePrices prices, TaskMarks marks) : ITaskGate
{
    public string Name => "price_moved";

    public string Example => "price_moved: {symbol: BTC, percent: 3}";

    public void Validate(GateSetting setting) => Read(setting);

    public async Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken)
    {
        var (symbol, percent, direction) = Read(call.Setting);
        var price = await prices.ReadAsync(symbol, cancellationToken);
        var key = $"{Name} {symbol}";
        var now = Figures.Plain(price.Price);
        if (marks.Find(call.Task.Id, key, call.LastSuccess) is not { Value: { } before and > 0 } mark)
        {
            marks.Put(new TaskMark(call.Task.Id, key, call.Due, price.At, price.Price, ForRun: false), call.LastSuccess);
            return new GateVerdict(false, $"{symbol} is at {now} USD, and this is the first look: moves count from here");
        }

        var moved = (price.Price / before) - 1;
        var open = Math.Abs(moved) * 100 >= percent && (direction is null || (direction == "up") == (moved > 0));
        if (open) marks.Opened(call, key, price.At, price.Price);
        return new GateVerdict(open, $"{symbol} moved {Figures.Percent(moved)}, from {Figures.Plain(before)} USD ({Figures.Time(mark.At)}) to {now} USD ({price.Source}), and {Figures.Plain(percent)} %{(direction is null ? "" : $" {direction}")} are asked for");
    }

    private (string Symbol, decimal Percent, string? Direction) Read(GateSetting setting)
    {
        setting.Only("symbol", "percent", "direction");
        var symbol = setting.Symbol(Example);
        setting.Needed("percent", Example);
        return (symbol, setting.Number("percent", 0, 1000)!.Value, setting.Word("direction", "up", "down"));
    }
}
