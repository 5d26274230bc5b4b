using LocalsOnly.Agents.Tools.DeFi;

namespace LocalsOnly.Tests.Agents.DeFi;

public sealed class PositionTests : IDisposable
{
    private readonly DeFiBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_health_factor_is_that_of_Aaves_own_example()
    {
        // aave.com/help/borrowing/liquidations: 10,000 of ETH at a threshold of 80 % against 6,000 borrowed gives 1.333.
        var loan = new Loan([new Collateral(new Holding("ETH", 4, 2500), 0.8m)], [new Holding("GHO", 6000, 1)]);

        Assert.Equal(1.333m, Math.Round(loan.HealthFactor!.Value, 3));
        Assert.Equal(1875m, loan.LiquidationPrice);
        Assert.Equal(0.25m, Math.Round(loan.FallUntilLiquidation!.Value, 6));
        Assert.Equal(1m, loan.CollateralValue * (1 - 0.25m) * 0.8m / loan.DebtValue);
    }

    [Theory]
    [InlineData(1.5, 0.3333)]
    [InlineData(2, 0.5)]
    public void A_health_factor_says_what_fall_it_survives(double factor, double fall)
    {
        var loan = new Loan([new Collateral(new Holding("ETH", 1, 1000 * (decimal)factor), 1)], [new Holding("USDC", 1000, 1)]);

        Assert.Equal((decimal)fall, Math.Round(loan.FallUntilLiquidation!.Value, 4));
    }

    [Fact]
    public void Several_collaterals_weigh_by_their_thresholds_and_have_no_single_price()
    {
        var loan = new Loan([new Collateral(new Holding("ETH", 1, 3000), 0.8m), new Collateral(new Holding("BTC", 0.1m, 60000), 0.7m)], [new Holding("USDC", 3300, 1)]);

        Assert.Equal(2m, loan.HealthFactor);
        Assert.Null(loan.LiquidationPrice);
        Assert.Null(new Loan([], []).HealthFactor);
    }

    // The table of Uniswap's documentation (docs.uniswap.org, understanding returns), to one place.
    [Theory]
    [InlineData(1.25, 0.6)]
    [InlineData(1.5, 2.0)]
    [InlineData(1.75, 3.8)]
    [InlineData(2, 5.7)]
    [InlineData(3, 13.4)]
    [InlineData(4, 20.0)]
    [InlineData(5, 25.5)]
    public void Impermanent_loss_is_that_of_Uniswaps_table_and_the_same_for_the_inverse(double ratio, double percent)
    {
        Assert.Equal((decimal)percent, Math.Round(-ConstantProduct.ImpermanentLoss((decimal)ratio) * 100, 1));
        Assert.Equal((decimal)percent, Math.Round(-ConstantProduct.ImpermanentLoss(1 / (decimal)ratio) * 100, 1));
        Assert.Equal(0, ConstantProduct.ImpermanentLoss(1));
    }

    [Fact]
    public void A_swap_in_a_constant_product_pool_keeps_the_product_and_pays_the_fee()
    {
        // Without a fee x × y stays what it was: 100 into 1000/1000 gives 1000 − 1000000/1100.
        Assert.Equal(90.909091m, Math.Round(ConstantProduct.Out(100, 1000, 1000, 0), 6));
        Assert.Equal(90.661089m, Math.Round(ConstantProduct.Out(100, 1000, 1000, 0.003m), 6));
    }

    [Fact]
    public async Task Without_a_file_the_desk_says_where_it_belongs_and_how_it_begins()
    {
        var answer = await _bench.CallAsync("defi_positions", new { });

        Assert.Contains(_bench.PositionsPath, answer, StringComparison.Ordinal);
        Assert.Contains("positions:\n  - name: Spending", answer.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(_bench.Feed.Asked);
    }

    [Fact]
    public async Task The_example_that_is_shown_can_be_read()
    {
        _bench.Positions(PositionsFile.Example);

        var answer = await _bench.CallAsync("defi_positions", new { });

        Assert.StartsWith("4 positions from positions.yaml", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", answer, StringComparison.Ordinal);
        Assert.Contains("Spending (wallet) on Base: 500 USDC, 500 USD (at 1 USD each, your price)", answer, StringComparison.Ordinal);
        Assert.Contains("health factor 1.6; loan to value 50 %; liquidation when the collateral falls by 37.5 %, at 1875 USD per ETH", answer, StringComparison.Ordinal);
        Assert.Contains("impermanent loss 0.41 % against holding; 3983.44 USD in place of 4000 USD", answer, StringComparison.Ordinal);
        Assert.Contains("Together 7483.44 USD, loans net of debt, without 1 of unknown value.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pool_data_that_was_read_is_used_and_none_is_asked_for()
    {
        _bench.Positions("positions:\n  - {name: Lent, kind: deposit, chain: base, token: USDC, amount: 1000, pool: p-aave}\n");
        Assert.Contains("value unknown: no price in the file", await _bench.CallAsync("defi_positions", new { }), StringComparison.Ordinal);
        Assert.Empty(_bench.Feed.Asked);

        await _bench.CallAsync("defi_yields", new { });
        var answer = await _bench.CallAsync("defi_positions", new { });

        Assert.Contains("1000 USDC, 1000 USD (estimated: a stable coin at 1 USD)", answer, StringComparison.Ordinal);
        Assert.Contains("pool p-aave: APY base 4.62 %, reward none, TVL 123456789.12 USD, 46.21 USD a year at the base rate (estimated)", answer, StringComparison.Ordinal);
        Assert.Single(_bench.Feed.Asked);
    }

    [Theory]
    [InlineData("  - {name: A, kind: wallet, chain: base, token: USDC, amount: 1,5}", "line 3, field 5, is not known")]
    [InlineData("  - {name: A, kind: wallet, chain: base, token: USDC, amount: ten}", "line 3, field amount, is 'ten', which is no amount; write plain digits")]
    [InlineData("  - {name: A, kind: wallet, chain: base, token: USDC}", "line 3, field amount, is missing")]
    [InlineData("  - name: A\n    kind: wallet\n    chain: narnia", "line 5, field chain, is 'narnia'; write one of ethereum, base")]
    [InlineData("  - {name: A, kind: hedge, chain: base}", "line 3, field kind, is 'hedge'; write wallet, deposit, loan or lp")]
    [InlineData("  - {name: A, kind: wallet, chain: base, token: USDC, amount: 1, ratio: 2}", "line 3, field ratio, does not belong to a position of this kind")]
    [InlineData("  - {name: A, kind: loan, chain: base, collateral: [{token: ETH, amount: 1, price: 1, threshold: 80}], debt: []}", "line 3, field threshold, is 80; write a part of 1")]
    [InlineData("  - {name: A, kind: lp, chain: base, entry_ratio: 0, ratio: 1}", "line 3, field entry_ratio, is 0")]
    [InlineData("  - {name: A, kind: lp, chain: base, entry_ratio: 0.0000000000000000000001, ratio: 1000000000}", "line 3, field name, 'A', holds numbers too far apart")]
    [InlineData("  - just words", "line 3, field position, is no group of fields")]
    public async Task An_error_names_line_and_field_and_leaves_the_others(string entry, string sentence)
    {
        _bench.Positions($"positions:\n  - {{name: Good, kind: wallet, chain: base, token: ETH, amount: 1, price: 3000}}\n{entry}\n");

        var answer = await _bench.CallAsync("defi_positions", new { });

        Assert.Contains($"Left out: positions.yaml, {sentence}", answer, StringComparison.Ordinal);
        Assert.Contains("Good (wallet) on Base: 1 ETH, 3000 USD", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("positions: [", "is not valid YAML")]
    [InlineData("wallets: []", "has no list named positions")]
    [InlineData("positions: 5", "line 1, field positions, is no list")]
    [InlineData("positions: [[[[[[[[[[[[1]]]]]]]]]]]]", "is nested deeper")]
    [InlineData("positions: [&a {name: x}, *a]", "refers to another part")]
    public async Task A_file_that_cannot_be_read_is_one_sentence_with_its_path(string yaml, string sentence)
    {
        _bench.Positions(yaml);

        var refused = await _bench.RefusedAsync("defi_positions", new { });

        Assert.StartsWith(_bench.PositionsPath, refused, StringComparison.Ordinal);
        Assert.Contains(sentence, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("positions:\n")]
    public async Task An_empty_file_is_no_fault(string yaml)
    {
        _bench.Positions(yaml);

        Assert.Contains("The file is empty.", await _bench.CallAsync("defi_positions", new { }), StringComparison.Ordinal);
    }
}
