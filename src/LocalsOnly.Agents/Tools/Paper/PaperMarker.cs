using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>
/// Looks at open positions every 30 s: funding, marks, stops and targets. It runs by the clock and so cannot open anything; the first look after the host was
/// away settles what was missed.
/// </summary>
internal sealed class PaperMarker(PaperLedger ledger, PaperPrices prices, TimeProvider time, ILogger<PaperMarker> logger) : BackgroundService
{
    private readonly SortedDictionary<string, string> _missing = new(StringComparer.Ordinal);
    private string? _fault;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Reading the journal is synchronous, and a host must start.
        await Task.Yield();
        using var timer = new PeriodicTimer(PaperRules.MarkEvery, time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>One look. Whatever goes wrong in it is logged once, and the next one is taken.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var open = ledger.Book.Positions.Keys.ToList();
            if (open.Count > 0)
            {
                var missing = new Dictionary<string, string>(StringComparer.Ordinal);
                var found = await prices.LookAsync(open, missing, cancellationToken);
                Tell(missing);
                var line = ledger.Write(draft =>
                {
                    PaperMarking.Round(draft, found);
                    return draft;
                });
                foreach (var one in line.Events.Where(one => one is not (Marked or FundingPaid))) logger.LogInformation("Paper: {Event}", PaperLines.Line(one));
            }

            _fault = null;
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            if (_fault == failed.Message) return;
            _fault = failed.Message;
            logger.LogWarning(failed is ToolException ? null : failed, "The paper book could not be marked ({Message}); the next look is in 30 s", failed.Message);
        }
    }

    private void Tell(Dictionary<string, string> missing)
    {
        foreach (var (symbol, why) in missing)
        {
            if (_missing.TryAdd(symbol, why)) logger.LogWarning("No mark for the paper position in {Symbol}: {Why}", symbol, why);
        }

        foreach (var back in _missing.Keys.Where(symbol => !missing.ContainsKey(symbol)).ToList()) _missing.Remove(back);
    }
}
