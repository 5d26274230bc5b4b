using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Cost;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Tests.Treasury;

/// <summary>Every way to cut the bill makes the bill, to the cent.</summary>
public sealed class BillTests
{
    private static readonly DateTimeOffset s_first = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_end = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Lenses_shares_and_parts_add_up_to_the_bill_whatever_the_month_was() => Prop.ForAll(Arb.From(Months), month =>
    {
        var (rows, options) = month;
        var bill = Bill.Of(rows, options, TimeZoneInfo.Utc, s_first, s_end);
        var cents = bill.InCents();
        Assert.Equal(Cents.Round(bill.Total), cents.Total);
        Assert.Equal(cents.Total, Math.Round(cents.Total, 2));
        Assert.True(Math.Abs(cents.Marginal - bill.Marginal) <= 0.02m && cents.Marginal >= 0 && cents.Standing >= 0);

        var usage = rows.Total();
        foreach (var lens in Lens.Of(cents, usage, TokenCapacity.FromBusiest(rows, s_first, s_end)))
        {
            Assert.Equal(cents.Total, lens.Cost + lens.Idle);
            Assert.InRange(lens.Cost, 0, cents.Total);
        }

        var tariff = new Tariff(options.Electricity, TimeZoneInfo.Utc);
        foreach (var by in (Func<UsageKind, string>[])[kind => kind.Persona, kind => kind.Task, kind => kind.Model])
        {
            var shares = Share.Of(rows, by, cents, tariff);
            if (rows.Length == 0) continue;
            Assert.Equal(cents.Total, shares.Sum(share => share.Cost));
            Assert.Equal(usage, shares.Select(share => share.Usage).Aggregate((a, b) => a + b));
        }

        // Capacity at its busiest is never less than what was served.
        Assert.True(TokenCapacity.FromBusiest(rows, s_first, s_end) is not { } capacity || capacity.Tokens >= usage.Tokens);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_month_worked_out_by_hand()
    {
        var options = new TreasuryOptions
        {
            Electricity = new ElectricityOptions { PricePerKwh = 0.20m },
            Cooling = 0.25m,
            MaintenancePerMonth = 10,
            Nodes = { ["studio"] = new NodeOptions { IdleWatts = 50, LoadWatts = 250 } },
            Assets = { ["studio"] = new AssetOptions { Price = 7_305, Date = new DateOnly(2026, 10, 1), Depreciation = DepreciationMethod.StraightLine, Months = 48 } },
        };
        // 3.6 MJ above idle: a kilowatt-hour.
        UsageRow[] rows = [Row(0, "vince", 900_000, joules: 4_000_000, idle: 400_000), Row(1, "", 100_000, joules: 0, idle: 0)];
        var bill = Bill.Of(rows, options, TimeZoneInfo.Utc, s_first, s_end).InCents();
        Assert.Equal(0.20m, bill.Work);
        Assert.Equal(7.20m, bill.Idle); // 50 W for 720 h
        Assert.Equal(1.85m, bill.Cooling);
        Assert.Equal(150.00m, bill.Depreciation); // 7,305 over 1,461 days are 5 a day
        Assert.Equal(10.00m, bill.Maintenance);
        Assert.Equal(169.25m, bill.Total);
        Assert.Equal(0.25m, bill.Marginal);

        var lenses = Lens.Of(bill, rows.Total(), new TokenCapacity(10_000_000, Provenance.Estimated, "by hand"));
        Assert.Equal([(0.25m, 169.00m), (169.25m, 0m), (17.15m, 152.10m)], lenses.Select(lens => (lens.Cost, lens.Idle)));
        Assert.Equal([0.25m, 169.25m, 17.15m], lenses.Select(lens => Math.Round(lens.PerMillion!.Value, 2)));
    }

    [Fact]
    public void A_share_of_other_use_is_not_in_the_bill()
    {
        var asset = new AssetOptions { Price = 4_000, Date = new DateOnly(2026, 11, 1), OtherUse = 0.25m };
        var all = new AssetOptions { Price = 4_000, Date = new DateOnly(2026, 11, 1) };
        Assert.Equal(0.75m * Depreciation.Between(all, s_first, s_end), Depreciation.Between(asset, s_first, s_end));
    }

    [Fact]
    public void What_was_bought_in_the_middle_loses_value_from_there_and_never_below_its_resale()
    {
        var asset = new AssetOptions { Price = 1_000, Date = new DateOnly(2026, 11, 16), Depreciation = DepreciationMethod.StraightLine, Months = 12, Resale = 400 };
        Assert.Equal(0, Depreciation.Between(asset, s_first, s_first.AddDays(15)));
        Assert.Equal(Depreciation.Between(asset, s_first.AddDays(15), s_end), Depreciation.Between(asset, s_first, s_end));
        Assert.Equal(600, Depreciation.Between(asset, s_first, s_first.AddYears(5)));
        Assert.Equal(0, Depreciation.Between(asset, s_first.AddYears(5), s_first.AddYears(6)));
    }

    private static UsageRow Row(int slot, string persona, long tokens, long joules, long idle) => new(
        s_first.AddMinutes(15 * slot), new UsageKind(persona, "", Tier.Heavy, "cluster", "m", "score", "ok", false, Provenance.Measured, Provenance.Measured, Provenance.Measured),
        new UsageSum { Attempts = 1, Uncached = tokens, Busy = 1_000_000, Millijoules = joules * 1000, IdleMillijoules = idle * 1000 });

    private static Gen<(UsageRow[] Rows, TreasuryOptions Options)> Months =>
        from rows in (
            from slot in Gen.Choose(0, 2_879)
            from persona in Gen.Elements("vince", "solus", "")
            from task in Gen.Elements("briefing", "")
            from model in Gen.Elements("a", "b")
            from tokens in Gen.Choose(0, 10_000_000)
            from energy in Gen.Choose(0, 2_000_000_000)
            from idle in Gen.Choose(0, 100)
            from busy in Gen.Choose(0, 900_000_000)
            select new UsageRow(
                s_first.AddMinutes(15 * slot), new UsageKind(persona, task, Tier.Heavy, "cluster", model, "score", "ok", false, Provenance.Measured, Provenance.Measured, Provenance.Measured),
                new UsageSum { Attempts = 1, Output = tokens, Busy = busy, Millijoules = energy, IdleMillijoules = (long)energy * idle / 100 })).ArrayOf()
        from price in Gen.Choose(0, 900)
        from night in Gen.Choose(0, 900)
        from cooling in Gen.Choose(0, 50)
        from watts in Gen.Choose(0, 900)
        from cost in Gen.Choose(1, 40_000)
        from straight in Gen.Elements(true, false)
        from maintenance in Gen.Choose(0, 5_000)
        select (rows, new TreasuryOptions
        {
            Electricity = new ElectricityOptions { PricePerKwh = price / 1000m, Periods = [new TariffPeriodOptions { From = new TimeOnly(22, 0), To = new TimeOnly(6, 0), PricePerKwh = night / 1000m }] },
            Cooling = cooling / 100m,
            MaintenancePerMonth = maintenance / 100m,
            Nodes = { ["studio"] = new NodeOptions { IdleWatts = watts, LoadWatts = watts + 100 } },
            Assets = { ["studio"] = new AssetOptions { Price = cost, Date = new DateOnly(2026, 2, 1), Depreciation = straight ? DepreciationMethod.StraightLine : DepreciationMethod.Declining } },
        });
}
