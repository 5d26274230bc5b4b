using System.Globalization;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Options;
using LocalsOnly.Agents.Tools.Options.Book;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class WheelBookTests : IDisposable
{
    private readonly OptionsRoom _room = new();

    private static DateTimeOffset Friday => new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_empty_book_says_so()
    {
        Assert.Contains("nothing is written down yet", await _room.Call("option_positions"), StringComparison.Ordinal);
        Assert.False(File.Exists(_room.BookPath));
    }

    [Fact]
    public async Task A_put_locks_its_strike_and_its_premium_comes_at_once()
    {
        await Deposit(1000);

        var said = await Sell("HYPE", "put", 27, 10, 0.4m);

        Assert.StartsWith("written as line 2: p2 HYPE put 27 for 2026-11-27, quantity 10, premium 4.00 USDT0", said, StringComparison.Ordinal);
        Assert.Contains("cash 1004.00\ncash locked by puts 270.00\ncash free 734.00", said, StringComparison.Ordinal);
        var book = await _room.Call("option_positions");
        Assert.Contains("open p2 HYPE put 27 for 2026-11-27: quantity 10, premium 4.00, 270.00 cash locked, 92.0 hours to settlement", book, StringComparison.Ordinal);
        Assert.Contains("premium realised 0.00 in total\npremium of open positions 4.00, not yet realised", book, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_round_of_the_wheel_is_reckoned_to_the_cent()
    {
        await Deposit(1000);
        await Sell("HYPE", "put", 27, 10, 0.40m);
        _room.Now = Friday;
        Assert.Contains("expired; realised premium 4.00 USDT0", await Settle("p2", "expired"), StringComparison.Ordinal);

        await Sell("HYPE", "put", 26, 10, 0.55m);
        _room.Now = Friday.AddDays(7);
        var assigned = await Settle("p4", "assigned");
        // 26 less 0.40 and 0.55.
        Assert.Contains("HYPE held 10, under calls 0, free 10", assigned, StringComparison.Ordinal);
        Assert.Contains("HYPE cost 26.00 per coin, cost basis 25.05 per coin", assigned, StringComparison.Ordinal);
        Assert.Contains("cash 749.50\ncash locked by puts 0.00\ncash free 749.50", assigned, StringComparison.Ordinal);

        await Sell("HYPE", "call", 28, 10, 0.30m);
        Assert.Contains("cost basis 24.75 per coin", await _room.Call("option_positions"), StringComparison.Ordinal);
        var bought = await _room.Call("option_close", new { position = "p6", debit = 0.12m });
        Assert.Contains("bought back for 1.20 USDT0; realised premium 1.80 USDT0", bought, StringComparison.Ordinal);

        await Sell("HYPE", "call", 27.5m, 10, 0.25m);
        _room.Now = Friday.AddDays(14);
        var called = await Settle("p8", "called");

        // 749.50 + 3.00 − 1.20 + 2.50 + 275.
        Assert.Contains("cash 1028.80", called, StringComparison.Ordinal);
        Assert.Contains("HYPE result of sales at the strike 15.00, without premiums", called, StringComparison.Ordinal);
        Assert.DoesNotContain("HYPE held", called, StringComparison.Ordinal);
        Assert.DoesNotContain("premiums of the round", called, StringComparison.Ordinal);
        var book = await _room.Call("option_positions");
        Assert.Contains("premium realised 13.80 in total\npremium of open positions 0.00", book, StringComparison.Ordinal);
        Assert.Contains("week to Friday 2026-11-27: premium 4.00\nweek to Friday 2026-12-04: premium 5.50\nweek to Friday 2026-12-11: premium 4.30", book, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_and_a_second_reading_give_the_same_book()
    {
        await Deposit(10_000.01m);
        await Coins("SOL", 3, 133.333333m);
        await Sell("SOL", "call", 150, 1, 1.234567m);
        await Sell("ETH", "put", 2500, 1.5m, 17.77m);
        _room.Now = Friday;
        await Settle("p3", "called");
        await Settle("p4", "assigned");
        var before = await _room.CallInSameTurn("option_positions", new { lines = true });

        _room.Restart();

        Assert.Equal(before, await _room.CallInSameTurn("option_positions", new { lines = true }));
        Assert.Contains("SOL held 2,", before, StringComparison.Ordinal);
        Assert.Equal(6, File.ReadAllLines(_room.BookPath).Length);
    }

    [Fact]
    public async Task A_line_that_a_killed_process_left_half_written_is_no_line()
    {
        await Deposit(1000);
        await File.AppendAllTextAsync(_room.BookPath, "{\"move\":\"Cash\",\"at\":\"2026");
        _room.Restart();

        Assert.Contains("cash 1000.00", await _room.Call("option_positions"), StringComparison.Ordinal);
        Assert.StartsWith("written as line 2:", await Deposit(5), StringComparison.Ordinal);
        Assert.Contains("cash 1005.00", await _room.Call("option_positions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_was_edited_into_the_impossible_is_named()
    {
        await Deposit(100);
        await Sell("HYPE", "put", 9, 10, 0.1m);
        var lines = await File.ReadAllLinesAsync(_room.BookPath);

        await File.WriteAllTextAsync(_room.BookPath, lines[0].Replace("100", "80", StringComparison.Ordinal) + "\n" + lines[1] + "\n");
        Assert.StartsWith("Line 2 of the book would be impossible: The put needs 90.00 USDT0 of collateral and only 80.00 are free.", await _room.Refusal("option_positions"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(_room.BookPath, lines[0] + "\n" + lines[1].Replace("\"strike\":9,", "", StringComparison.Ordinal) + "\n");
        Assert.StartsWith("Line 2 of the book does not say all that it must", await _room.Refusal("option_positions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_have_happened_is_refused_and_not_written()
    {
        await Deposit(300);
        await Sell("HYPE", "put", 27, 10, 0.4m);
        var before = await File.ReadAllTextAsync(_room.BookPath);

        Assert.Equal("The put needs 40.00 USDT0 of collateral and only 34.00 are free.", await Refused("HYPE", "put", 20, 2, 0.1m));
        Assert.Equal("A covered call needs the coin, and no SOL is held; write the coins down first.", await Refused("SOL", "call", 200, 1, 1));
        Assert.Equal("There is no position p7; open are p2.", await _room.Refusal("option_close", new { position = "p7", debit = 0.1m }));
        Assert.Equal("Give position as option_positions names it, like p3.", await _room.Refusal("option_close", new { position = "the put", debit = 0.1m }));
        Assert.Equal("Only 34.00 USDT0 are free, so 35.00 cannot be taken out.", await _room.Refusal("option_collateral", new { asset = "USDT0", quantity = -35m }));
        Assert.Equal("Only 0 ETH are free, so 1 cannot be taken out.", await _room.Refusal("option_collateral", new { asset = "ETH", quantity = -1m }));
        Assert.Equal("Buying back costs 310.00 USDT0 and only 304.00 are there for it.", await _room.Refusal("option_close", new { position = "p2", debit = 31m }));
        Assert.Equal("p2 HYPE put 27 for 2026-11-27 can have expired only from 2026-11-27 08:00 UTC on.", await _room.Refusal("option_settle", new { position = "p2", outcome = "expired" }));
        Assert.Equal("p2 HYPE put 27 for 2026-11-27 can have been exercised only from 2026-11-26 08:00 UTC on.", await _room.Refusal("option_settle", new { position = "p2", outcome = "assigned" }));
        _room.Now = Friday.AddHours(-20);
        Assert.Equal("p2 HYPE put 27 for 2026-11-27 is a put, which is assigned and not called away.", await _room.Refusal("option_settle", new { position = "p2", outcome = "called" }));
        _room.Now = Friday;
        Assert.StartsWith("p2 HYPE put 27 for 2026-11-27 has settled; write down how", await _room.Refusal("option_close", new { position = "p2", debit = 0.1m }), StringComparison.Ordinal);
        Assert.StartsWith("Give outcome as expired, assigned", await _room.Refusal("option_settle", new { position = "p2", outcome = "gone" }), StringComparison.Ordinal);

        Assert.Equal(before, await File.ReadAllTextAsync(_room.BookPath));
    }

    [Fact]
    public async Task Coins_under_a_call_are_not_free_and_a_call_is_not_assigned()
    {
        await Coins("WBTC", 0.5m, 60000);
        await Sell("BTC", "call", 75000, 0.3m, 250);

        Assert.Equal("The call needs 0.3 WBTC and only 0.2 are free.", await Refused("WBTC", "call", 80000, 0.3m, 100));
        Assert.Equal("Only 0.2 WBTC are free, so 0.3 cannot be taken out.", await _room.Refusal("option_collateral", new { asset = "wbtc", quantity = -0.3m }));
        _room.Now = Friday;
        Assert.Contains("is a call, which is called away and not assigned", await _room.Refusal("option_settle", new { position = "p2", outcome = "assigned" }), StringComparison.Ordinal);
        Assert.Contains("WBTC held 0.5, under calls 0, free 0.5", await Settle("p2", "expired"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_ended_does_not_end_again()
    {
        await Deposit(300);
        await Sell("HYPE", "put", 27, 10, 0.4m);
        await _room.Call("option_close", new { position = "p2", debit = 0.1m });

        Assert.Equal("p2 HYPE put 27 for 2026-11-27 is not open: it was bought back.", await _room.Refusal("option_close", new { position = "p2", debit = 0.1m }));
        _room.Now = Friday;
        Assert.EndsWith("is not open: it was bought back.", await _room.Refusal("option_settle", new { position = "p2", outcome = "expired" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_calls_twice_in_a_turn_writes_once()
    {
        await Deposit(1000);
        var sale = new { asset = "HYPE", kind = "put", strike = 27m, quantity = 10m, premium = 0.4m };
        await _room.CallInSameTurn("option_open", sale);

        Assert.StartsWith("That was written in this turn already", (await Assert.ThrowsAsync<ToolException>(() => _room.CallInSameTurn("option_open", sale))).Message, StringComparison.Ordinal);

        // In the next message it is a second sale.
        _room.Now = _room.Now.AddMinutes(1);
        Assert.StartsWith("written as line 3: p3", await _room.Call("option_open", sale), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_line_is_reversed_by_another_and_never_edited()
    {
        await Deposit(1000);
        await Sell("HYPE", "put", 27, 10, 4m);
        var before = await File.ReadAllTextAsync(_room.BookPath);

        var said = await _room.Call("option_reverse", new { line = 2 });
        Assert.Contains("cash 1000.00\ncash locked by puts 0.00", said, StringComparison.Ordinal);
        await Sell("HYPE", "put", 27, 10, 0.4m);

        Assert.StartsWith(before, await File.ReadAllTextAsync(_room.BookPath), StringComparison.Ordinal);
        var book = await _room.Call("option_positions", new { lines = true });
        Assert.Contains("line 2, written 2026-11-23 12:01 UTC: sold 10 HYPE put 27 for 4 per unit (reversed)", book, StringComparison.Ordinal);
        Assert.Contains("line 3, written 2026-11-23 12:02 UTC: line 2 reversed", book, StringComparison.Ordinal);
        Assert.Contains("open p4 HYPE put 27", book, StringComparison.Ordinal);
        Assert.Contains("cash 1004.00", book, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_later_lines_rest_on_cannot_be_reversed()
    {
        await Deposit(300);
        await Sell("HYPE", "put", 27, 10, 0.4m);
        await _room.Call("option_close", new { position = "p2", debit = 0.1m });

        Assert.StartsWith("Line 2 of the book would be impossible: The put needs 270.00", await _room.Refusal("option_reverse", new { line = 1 }), StringComparison.Ordinal);
        Assert.StartsWith("Line 3 of the book would be impossible: There is no position p2", await _room.Refusal("option_reverse", new { line = 2 }), StringComparison.Ordinal);
        Assert.Equal("The book has 3 lines and no line 9; name one of them.", await _room.Refusal("option_reverse", new { line = 9 }));

        await _room.Call("option_reverse", new { line = 3 });
        Assert.Equal("Line 3 is reversed already.", await _room.Refusal("option_reverse", new { line = 3 }));
        Assert.Equal("Line 4 is itself a reversal; write what it reversed anew instead.", await _room.Refusal("option_reverse", new { line = 4 }));
        Assert.Contains("open p2", await _room.Call("option_positions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happened_on_an_earlier_day_is_written_for_its_own_week()
    {
        await Deposit(1000);
        _room.Now = Friday.AddDays(3);

        var sold = await _room.Call("option_open", new { asset = "HYPE", kind = "put", strike = 27m, quantity = 10m, premium = 0.4m, on = "2026-11-24" });
        await _room.Call("option_close", new { position = "p2", debit = 0.1m, on = "2026-11-27" });

        Assert.Contains("p2 HYPE put 27 for 2026-11-27", sold, StringComparison.Ordinal);
        Assert.Contains("week to Friday 2026-11-27: premium 3.00", await _room.Call("option_positions"), StringComparison.Ordinal);
        Assert.Equal("Give on as a day up to today, 2026-11-30.", await _room.Refusal("option_open", new { asset = "HYPE", kind = "put", strike = 27m, quantity = 1m, premium = 0.4m, on = "2026-12-01" }));
        Assert.Equal("Give on as yyyy-MM-dd.", await _room.Refusal("option_open", new { asset = "HYPE", kind = "put", strike = 27m, quantity = 1m, premium = 0.4m, on = "last week" }));

        await Sell("HYPE", "put", 27, 10, 0.4m);
        Assert.EndsWith("give a day not before that.", await _room.Refusal("option_close", new { position = "p4", debit = 0.1m, on = "2026-11-25" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_after_the_settlement_on_a_Friday_is_of_the_next_week()
    {
        await Deposit(1000);
        _room.Now = Friday;
        Assert.Contains("for 2026-12-04", await Sell("HYPE", "put", 27, 10, 0.4m), StringComparison.Ordinal);

        await _room.Call("option_close", new { position = "p2", debit = 0.1m });

        Assert.Contains("week to Friday 2026-12-04: premium 3.00", await _room.Call("option_positions"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-26", "Give expiry as a Friday not before 2026-11-27.")]
    [InlineData("2026-11-20", "Give expiry as a Friday not before 2026-11-27.")]
    [InlineData("Friday", "Give expiry as yyyy-MM-dd.")]
    public async Task An_option_settles_on_a_Friday_to_come(string expiry, string sentence)
    {
        await Deposit(1000);

        Assert.Equal(sentence, await _room.Refusal("option_open", new { asset = "HYPE", kind = "put", strike = 27m, quantity = 1m, premium = 0.4m, expiry }));
        Assert.Contains("for 2026-12-04", await _room.Call("option_open", new { asset = "HYPE", kind = "put", strike = 27m, quantity = 1m, premium = 0.4m, expiry = "2026-12-04" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amounts_that_cannot_be_are_refused()
    {
        await Deposit(1000);

        Assert.StartsWith("Give quantity as a number above 0", await Refused("HYPE", "put", 27, 0, 0.4m), StringComparison.Ordinal);
        Assert.StartsWith("Give strike as a number above 0", await Refused("HYPE", "put", -27, 1, 0.4m), StringComparison.Ordinal);
        Assert.StartsWith("Give strike as a number above 0 and up to 1000000000 with at most 8 decimals", await Refused("HYPE", "put", 27.123456789m, 1, 0.4m), StringComparison.Ordinal);
        Assert.Equal("Give premium as 0 or a number above it.", await Refused("HYPE", "put", 27, 1, -0.4m));
        Assert.Equal("Give premium per coin, below the strike.", await Refused("HYPE", "put", 27, 1, 40m));
        Assert.StartsWith("Give cost_per_coin", await _room.Refusal("option_collateral", new { asset = "ETH", quantity = 1m }), StringComparison.Ordinal);
        Assert.StartsWith("Give quantity", await _room.Refusal("option_collateral", new { asset = "USDT0", quantity = 0m }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_part_of_the_coins_leaves_its_part_of_cost_and_premium_leaves_with_it()
    {
        await Coins("SOL", 4, 100);
        await Sell("SOL", "call", 110, 1, 2m);
        _room.Now = Friday;
        await Settle("p2", "called");

        // 400 less 100, and 2 less 0.50, over 3 coins.
        Assert.Contains("SOL cost 100.00 per coin, cost basis 99.50 per coin", await _room.Call("option_positions", new { asset = "sol" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_premium_of_a_put_that_outlasts_the_coins_counts_for_the_next_round()
    {
        await Deposit(1000);
        await Coins("SOL", 1, 100);
        await Sell("SOL", "call", 110, 1, 2m);
        await _room.Call("option_open", new { asset = "SOL", kind = "put", strike = 90m, quantity = 1m, premium = 3m, expiry = "2026-12-04" });
        _room.Now = Friday;
        await Settle("p3", "called");
        _room.Now = Friday.AddDays(7);

        Assert.Contains("cost basis 87.00 per coin", await Settle("p4", "assigned"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_whose_settlement_is_past_asks_how_it_ended()
    {
        await Deposit(1000);
        await Sell("HYPE", "put", 27, 10, 0.4m);
        _room.Now = Friday;

        Assert.Contains("its settlement is past: write down how it ended with option_settle", await _room.Call("option_positions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_moves_leave_cash_that_is_their_sum()
    {
        await Deposit(100_000);
        var random = new Random(7);
        var expected = 100_000m;
        for (var week = 0; week < 40; week++)
        {
            var (quantity, premium) = (random.Next(1, 1000) / 100m, random.Next(1, 300) / 100m);
            var said = await Sell("SOL", "put", 90 + random.Next(20), quantity, premium);
            expected += quantity * premium;
            var id = said.Split(' ')[4];
            if (random.Next(2) == 0)
            {
                var debit = random.Next(0, 100) / 100m;
                await _room.Call("option_close", new { position = id, debit });
                expected -= quantity * debit;
                _room.Now = _room.Now.AddDays(7);
            }
            else
            {
                _room.Now = _room.Now.AddDays(7);
                await Settle(id, "expired");
            }
        }

        var book = await _room.Call("option_positions");
        Assert.Contains($"cash {Figures.Money(expected)}\ncash locked by puts 0.00", book, StringComparison.Ordinal);
        Assert.Contains($"premium realised {Figures.Money(expected - 100_000)} in total", book, StringComparison.Ordinal);
        Assert.Contains("the last 12 of 40 weeks with premium:", book, StringComparison.Ordinal);
        var all = WheelBook.After(new BookKeeper(_room.BookPath).Lines());
        Assert.Equal(expected, all.Cash);
        Assert.Equal(all.RealisedPremium, all.Weeks.Sum(week => week.Premium));
    }

    [Fact]
    public void Sales_at_the_same_time_never_lock_more_than_there_is()
    {
        var keeper = new BookKeeper(_room.BookPath);
        keeper.Write(_ => new BookEntry(BookMove.Cash, OptionsRoom.Monday) { Amount = 1000 });
        var refused = 0;

        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            try
            {
                keeper.Write(_ => new BookEntry(BookMove.Open, OptionsRoom.Monday.AddMinutes(i))
                {
                    Asset = "SOL",
                    Kind = OptionKind.Put,
                    Strike = 100,
                    Quantity = 1,
                    Expiry = new DateOnly(2026, 11, 27),
                });
            }
            catch (ToolException)
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.Equal(30, refused);
        Assert.Equal((1000m, 1000m, 0m), (keeper.Read().Cash, keeper.Read().CashLocked, keeper.Read().CashFree));
        Assert.Equal(11, keeper.Lines().Count);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_a_line_changes_nothing()
    {
        Directory.CreateDirectory(_room.BookPath);

        Assert.Contains("cannot be written", await _room.Refusal("option_collateral", new { asset = "USDT0", quantity = 5m }), StringComparison.Ordinal);
        Assert.Contains("nothing is written down yet", await _room.Call("option_positions"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_say_what_they_do_and_what_a_person_says_for_them()
    {
        var tools = _room.Tools.ToDictionary(tool => tool.Name);

        Assert.Equal(
            [
                "option_price", "option_implied_volatility", "option_ladder", "option_decision", "option_close_check", "option_calendar",
                "option_positions", "option_open", "option_close", "option_settle", "option_collateral", "option_reverse",
            ],
            tools.Keys);
        string[] writing = ["option_open", "option_close", "option_settle", "option_collateral", "option_reverse"];
        Assert.All(tools.Values, tool => Assert.Equal(writing.Contains(tool.Name) ? ToolEffect.Write : ToolEffect.None, tool.Effect));
        Assert.All(tools.Values, tool => Assert.Equal(tool.Effect == ToolEffect.Write, tool.AskedBy.Count > 0));
        Assert.All(tools.Values.SelectMany(tool => tool.AskedBy), word => Assert.Equal(word.ToLower(CultureInfo.InvariantCulture), word));
        Assert.All(tools.Values, tool => Assert.DoesNotContain("arguments", tool.Function.JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)));
    }

    [Theory]
    [InlineData("option_open", "I sold 10 HYPE 27 puts", true)]
    [InlineData("option_open", "J'ai vendu 10 puts", true)]
    [InlineData("option_open", "Habe 10 Puts verkauft", true)]
    [InlineData("option_open", "Should I sell the 27 put?", false)]
    [InlineData("option_open", "Soll ich verkaufen?", false)]
    [InlineData("option_close", "I bought it back for 0.1", true)]
    [InlineData("option_close", "Ich habe ihn zurückgekauft", true)]
    [InlineData("option_close", "Should I close it?", false)]
    [InlineData("option_settle", "It expired", true)]
    [InlineData("option_settle", "Der Put wurde ausgeübt", true)]
    [InlineData("option_settle", "When does it expire?", false)]
    [InlineData("option_collateral", "J'ai déposé 1000", true)]
    [InlineData("option_reverse", "Das war falsch", true)]
    public void Reporting_opens_the_book_and_wondering_does_not(string tool, string message, bool opens)
    {
        var words = message.ToLowerInvariant().Split([' ', '\'', '?', '.']);

        Assert.Equal(opens, _room.Tools.Single(its => its.Name == tool).AskedBy.Any(stem => words.Any(word => word.StartsWith(stem, StringComparison.Ordinal))));
    }

    public void Dispose() => _room.Dispose();

    private Task<string> Deposit(decimal quantity) => _room.Call("option_collateral", new { asset = "USDT0", quantity });

    private Task<string> Coins(string asset, decimal quantity, decimal cost_per_coin) => _room.Call("option_collateral", new { asset, quantity, cost_per_coin });

    private Task<string> Sell(string asset, string kind, decimal strike, decimal quantity, decimal premium) => _room.Call("option_open", new { asset, kind, strike, quantity, premium });

    private Task<string> Refused(string asset, string kind, decimal strike, decimal quantity, decimal premium) => _room.Refusal("option_open", new { asset, kind, strike, quantity, premium });

    private Task<string> Settle(string position, string outcome) => _room.Call("option_settle", new { position, outcome });
}
