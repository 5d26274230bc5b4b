using System.Diagnostics;
using System.Text.Json;
using LocalsOnly.Agents.Journals;
using LocalsOnly.Agents.Tools.Paper;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace LocalsOnly.Tests.Agents.Paper;

public sealed class PaperReplayTests(ITestOutputHelper output) : IDisposable
{
    private readonly PaperHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_day_replayed_from_its_journal_gives_the_same_equity_to_the_cent()
    {
        // 24 hours of looks every 30 s, except two hours in the night in which the host is away; prices move by a fixed rule.
        var begun = _house.Time.GetUtcNow();
        Prices(0);
        await _house.Open("BTC", "long", stop: Stop("BTC", 0.96m));
        await _house.Open("ETH", "short", stop: Stop("ETH", 1.03m), size: 12_000);
        for (var tick = 1; tick <= 2880; tick++)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(30));
            if (tick is > 1700 and < 1940) continue;
            Prices(tick);
            if (tick == 400) await _house.Call("paper_close", ("position", "ETH"), ("percent", 40));
            if (tick == 600) await _house.Open("SOL", "long", stop: Stop("SOL", 0.95m));
            if (tick == 800)
            {
                await _house.Signal();
                _house.Restart();
                Tear();
                _house.Restart();
            }

            if (tick == 2000) await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long"), ("stop", Stop("BTC", 0.95m)));
            await _house.Marker.LookAsync(CancellationToken.None);
        }

        var live = _house.Book;
        var raw = JsonSerializer.Serialize(live, PaperJson.Default.PaperBook);
        var happened = _house.Ledger.Since(begun).SelectMany(line => line.Events).ToList();
        Assert.NotEmpty(happened.OfType<Stopped>());
        Assert.NotEmpty(happened.OfType<TargetTaken>());
        Assert.NotEmpty(happened.OfType<BreakerTripped>());
        Assert.Contains(happened.OfType<FundingPaid>(), hour => hour.Estimated);
        Assert.InRange(happened.OfType<FundingPaid>().Select(hour => (hour.Position, hour.Hour)).Distinct().Count(), 20, 72);
        Assert.Equal(happened.OfType<FundingPaid>().Count(), happened.OfType<FundingPaid>().Select(hour => (hour.Position, hour.Hour)).Distinct().Count());

        // From the file alone.
        _house.Restart();
        Assert.Equal(PaperText.Cents(live.Equity), PaperText.Cents(_house.Book.Equity));
        Assert.Equal(raw, JsonSerializer.Serialize(_house.Book, PaperJson.Default.PaperBook));

        // With a last line that is half written.
        Tear();
        _house.Restart();
        Assert.Equal(raw, JsonSerializer.Serialize(_house.Book, PaperJson.Default.PaperBook));

        // And by a bookkeeper who knows nothing of the fold: cash is what came in less what went out, and open positions are at their last mark.
        Assert.Equal(Booked(await File.ReadAllLinesAsync(_house.Journal)), live.Equity);
        output.WriteLine($"equity {PaperText.Cents(live.Equity)}, {happened.Count} events, {new FileInfo(_house.Journal).Length / 1024} KB");
    }

    [Fact]
    public async Task A_month_begins_with_a_checkpoint_that_says_the_same_as_all_months_before_it()
    {
        _house.Price("BTC", 100m, 0.00001m);
        await _house.Signal();
        await _house.Open(stop: "90", size: 9000);
        for (var hour = 0; hour < 24 * 60; hour += 7)
        {
            _house.Price("BTC", 100m + (hour % 5), 0.00001m);
            await _house.Look(TimeSpan.FromHours(7));
        }

        var files = Directory.GetFiles(_house.Folder).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["2026-03.jsonl", "2026-04.jsonl", "2026-05.jsonl"], files.Select(Path.GetFileName));
        var all = files.SelectMany(file => new Journal<PaperEntry>(file, PaperJson.Default.PaperEntry).Read()).ToList();
        Assert.Equal(2, all.Count(line => line.Events is [Checkpoint]));
        var folded = all.Where(line => line.Events is not [Checkpoint]).Aggregate(PaperBook.Empty, (book, line) => book.Apply(line));

        // Older months need not even be readable.
        await File.WriteAllTextAsync(files[0], "broken\n");
        _house.Restart();

        Assert.Equal(Json(folded.Turn(_house.Time.GetUtcNow())), Json(_house.Book));
        Assert.Equal("S1", Assert.Single(folded.Signals).Key);
    }

    [Fact]
    public async Task A_checkpoint_that_was_torn_is_written_again()
    {
        _house.Price("BTC", 100m);
        await _house.Open(size: 9000);
        var equity = _house.Book.Equity;
        await File.WriteAllTextAsync(Path.Combine(_house.Folder, "2026-04.jsonl"), """{"at":"2026-04-01T00:00:00+00:00","events":[{"kind":"check""");
        _house.Restart();
        Assert.Equal(equity, _house.Book.Equity);

        await _house.Look(TimeSpan.FromDays(25));
        var expected = Json(_house.Book);
        _house.Restart();

        Assert.Equal(expected, Json(_house.Book));
        Assert.Contains("\"kind\":\"checkpoint\"", (await File.ReadAllLinesAsync(_house.Journal))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_over_the_end_of_a_month_does_not_take_the_journal_back()
    {
        _house.Price("BTC", 100m);
        await _house.Open(size: 9000);
        var opened = _house.Book.At;
        var early = new PaperLedger(
            Options.Create(new DataOptions { Local = Path.Combine(_house.Folder, "..", "..") }), new FakeTimeProvider(opened.AddDays(-40)));

        early.Write(draft =>
        {
            draft.Add(new StopMoved("P1", "BTC", 98m, 99m));
            return draft;
        });

        Assert.Equal((opened, 99m), (early.Book.At, early.Book.Positions["BTC"].Stop));
        Assert.Equal("2026-03.jsonl", Path.GetFileName(Assert.Single(Directory.GetFiles(_house.Folder))));
    }

    [Fact]
    public async Task A_line_that_is_no_entry_is_said_with_its_number_and_nothing_is_overwritten()
    {
        _house.Price("BTC", 100m);
        await _house.Open(size: 9000);
        await File.AppendAllTextAsync(_house.Journal, "{\"at\":12}\n");
        var before = await File.ReadAllTextAsync(_house.Journal);
        _house.Restart();

        Assert.Contains("2026-03.jsonl, line 2, cannot be read", await _house.Refused("paper_status"), StringComparison.Ordinal);
        Assert.Contains("line 2", await _house.Refused("paper_open", ("asset", "BTC"), ("direction", "long"), ("stop", 98)), StringComparison.Ordinal);
        await _house.Look();
        Assert.Equal(before, await File.ReadAllTextAsync(_house.Journal));
    }

    [Fact]
    public async Task A_hundred_thousand_events_are_read_and_folded_in_a_moment()
    {
        _house.Price("BTC", 100m, 0.00001m);
        await _house.Open(size: 9000);
        var mark = new Marked("BTC", 100.25m, 0.0000125m, "Hyperliquid", PaperHouse.Morning);
        var lines = Enumerable.Range(1, 100_000).Select(i => JsonSerializer.Serialize(
            new PaperEntry(PaperHouse.Morning.AddSeconds(i * 20), [mark with { Price = 100m + (i % 200 / 100m), PriceAt = PaperHouse.Morning.AddSeconds(i * 20) }]),
            PaperJson.Default.PaperEntry));
        await File.AppendAllLinesAsync(_house.Journal, lines);
        var read = Stopwatch.StartNew();
        var entries = new Journal<PaperEntry>(_house.Journal, PaperJson.Default.PaperEntry).Read();
        read.Stop();
        var fold = Stopwatch.StartNew();
        var book = entries.Aggregate(PaperBook.Empty, (before, line) => before.Apply(line));
        fold.Stop();
        output.WriteLine($"100000 events: read {read.ElapsedMilliseconds} ms, folded {fold.ElapsedMilliseconds} ms, {new FileInfo(_house.Journal).Length / 1024} KB");

        Assert.Equal(100_001, entries.Count);
        Assert.Equal(100m, book.Positions["BTC"].Mark);
        // Generous: a shared machine, an unoptimised build.
        Assert.True(fold.Elapsed < TimeSpan.FromSeconds(2), $"The fold took {fold.ElapsedMilliseconds} ms.");
    }

    private static string Json(PaperBook book) => JsonSerializer.Serialize(book, PaperJson.Default.PaperBook);

    private void Prices(int tick)
    {
        // BTC climbs through its first target and is far below its stop after the hours in which nobody looks; ETH swings; SOL falls.
        var swing = (decimal)(tick % 240 < 120 ? tick % 240 : 240 - (tick % 240)) / 120m;
        _house.Price("BTC", tick <= 1700 ? 60_000m * (1m + (0.00004m * tick)) : 45_000m - tick, 0.0000125m + (0.000001m * (tick % 7)));
        _house.Price("ETH", 3_000m * (1m + (0.02m * swing)) + (tick % 11 * 0.13m), 0.00001m);
        _house.Price("SOL", 150m - (tick * 0.004m), -0.00003m);
    }

    private decimal Stop(string asset, decimal part) => Math.Round(_house.Prices.FindAsync(asset, default).Result!.Price * part, 2);

    /// <summary>A process is killed while it writes.</summary>
    private void Tear() => File.AppendAllText(_house.Journal, """{"at":"2026-03-10T15:50:00+00:00","events":[{"kind":"funding_paid","position":"P1","amou""");

    private static decimal Booked(IEnumerable<string> lines)
    {
        var cash = 0m;
        Dictionary<string, (decimal Entry, decimal Quantity, decimal Sign, decimal Mark)> open = [];
        foreach (var line in lines.Where(line => line.EndsWith("]}", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(line);
            foreach (var happened in json.RootElement.GetProperty("events").EnumerateArray())
            {
                decimal Of(JsonElement element, string name) => element.GetProperty(name).GetDecimal();
                var kind = happened.GetProperty("kind").GetString();
                if (kind == "account_opened") cash = Of(happened, "cash");
                if (kind == "funding_paid") cash -= Of(happened, "amount");
                if (kind == "opened")
                {
                    var position = happened.GetProperty("position");
                    cash -= Of(happened, "fee");
                    open[position.GetProperty("symbol").GetString()!] =
                        (Of(position, "entry"), Of(position, "quantity"), position.GetProperty("side").GetString() == "Long" ? 1m : -1m, Of(happened, "mark"));
                }

                if (kind is "stopped" or "target_taken" or "closed")
                {
                    var symbol = happened.GetProperty("symbol").GetString()!;
                    var fill = happened.GetProperty("fill");
                    var (entry, quantity, sign, mark) = open[symbol];
                    cash += Math.Round((Of(fill, "price") - entry) * Of(fill, "quantity") * sign, 6) - Math.Round(Of(fill, "quantity") * Of(fill, "price") * 0.00025m, 6);
                    open[symbol] = (entry, quantity - Of(fill, "quantity"), sign, mark);
                }

                if (kind == "marked")
                {
                    var symbol = happened.GetProperty("symbol").GetString()!;
                    open[symbol] = open[symbol] with { Mark = Of(happened, "price") };
                }
            }
        }

        return cash + open.Values.Sum(position => Math.Round((position.Mark - position.Entry) * position.Quantity * position.Sign, 6));
    }
}
