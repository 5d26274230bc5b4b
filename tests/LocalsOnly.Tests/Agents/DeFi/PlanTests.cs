using System.Text.RegularExpressions;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.DeFi;

namespace LocalsOnly.Tests.Agents.DeFi;

public sealed class PlanTests : IDisposable
{
    private const string Wallet = """
        positions:
          - {name: Cash, kind: wallet, chain: base, token: USDC, amount: 500, price: 1}
          - {name: Gas, kind: wallet, chain: base, token: ETH, amount: 0.01, price: 3000}
          - {name: Lent, kind: deposit, chain: base, protocol: aave-v3, token: USDC, amount: 2000, price: 1}
          - {name: Loan, kind: loan, chain: base, collateral: [{token: ETH, amount: 2, price: 3000, threshold: 0.8}], debt: [{token: USDC, amount: 3000, price: 1}]}
        """;

    private static readonly object s_swap = new
    {
        action = "swap",
        chain = "base",
        token = "USDC",
        amount = 100,
        to_token = "ETH",
        token_contract = DeFiBench.Contract,
        spender = DeFiBench.Receiver,
        allowance = 0,
        reserve_in = 3_000_000,
        reserve_out = 1000,
        fee_percent = 0.3,
        slippage_percent = 0.5,
        gas = 0.0001,
    };

    private readonly DeFiBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_swap_is_verified_planned_simulated_and_named()
    {
        _bench.Positions(Wallet);

        var plan = await _bench.CallAsync("defi_plan", s_swap);

        Assert.Matches(new Regex("^Plan [0-9A-HJKMNP-TV-Z]{6}: swap 100 USDC for ETH on Base\\. Made 2026-03-01 10:00 \\(Europe/Paris\\), expires 10:30\\."), plan);
        Assert.Contains($"contract {DeFiBench.Contract} (as given; its checksum holds; that it is USDC is not known here, look at basescan.org)", plan, StringComparison.Ordinal);
        Assert.Contains($"1. Approve exactly 100 USDC for {DeFiBench.Receiver}. Changes: its allowance, from 0 to 100 USDC", plan, StringComparison.Ordinal);
        Assert.Contains("2. Swap 100 USDC for ETH. Changes: USDC goes down, ETH up. Undo: no; swapping back costs fees", plan, StringComparison.Ordinal);
        Assert.Contains("Gas: leave 0.0002 ETH for two more transactions, beside 0.0002 ETH for these", plan, StringComparison.Ordinal);
        Assert.Contains("- USDC on Base, wallet: 500 before, 400 after", plan, StringComparison.Ordinal);
        // 99.7 × 1000 / (3000000 + 99.7), by hand.
        Assert.Contains("- ETH on Base, wallet: 0.01 before, 0.043232228916 after (constant product", plan, StringComparison.Ordinal);
        Assert.Contains("Balances (simulated;", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing", plan, StringComparison.Ordinal);
        Assert.EndsWith("Nothing is signed or sent by this house; a confirmed plan is carried out in the person's own wallet.", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_listed_as_missing_and_never_made_up()
    {
        var plan = await _bench.CallAsync("defi_plan", new { action = "swap", chain = "base", token = "USDC", amount = 100, to_token = "ETH" });

        foreach (var item in new[] { "the contract of USDC on Base", "the address of the spender", "what the spender may take already", "how much USDC the wallet holds", "the fee of one transaction", "what comes out", "slippage" })
            Assert.Contains($"- Missing: {item}", plan.Replace("how much less may come out (slippage)", "slippage", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("ETH on Base, wallet: not known before, not known after (neither reserves nor a rate nor a fee were stated)", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deposit", "USDC on Base, deposit: 2000 before, 2100 after")]
    [InlineData("withdraw", "USDC on Base, deposit: 2000 before, 1900 after")]
    [InlineData("repay", "USDC on Base, debt: 3000 before, 2900 after")]
    [InlineData("approve", "- none changes.")]
    public async Task Each_action_moves_what_it_moves(string action, string balance)
    {
        _bench.Positions(Wallet);
        await _bench.CallAsync("defi_yields", new { });

        Assert.Contains(balance, await _bench.CallAsync("defi_plan", new { action, chain = "base", token = "USDC", amount = 100, protocol = "aave-v3", pool = "p-aave" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bridge_leads_to_an_address_on_the_other_chain_less_its_fee()
    {
        var plan = await _bench.CallAsync("defi_plan", new { action = "bridge", chain = "base", to_chain = "solana", token = "USDC", amount = 100, fixed_fee = 0.5, destination = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" });

        Assert.Contains("from Base to Solana", plan, StringComparison.Ordinal);
        Assert.Contains("USDC on Solana, EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v: not known before, +99.5 after", plan, StringComparison.Ordinal);
        Assert.Contains("32 bytes in base58, which has no checksum", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_allowance_that_suffices_needs_no_step_and_USDT_on_Ethereum_is_set_to_zero_first()
    {
        var enough = await _bench.CallAsync("defi_plan", new { action = "swap", chain = "base", token = "USDC", amount = 100, to_token = "ETH", allowance = 1000 });
        Assert.DoesNotContain("Approve exactly", enough, StringComparison.Ordinal);
        Assert.Contains("may already take 1000 USDC, more than this needs", enough, StringComparison.Ordinal);

        var tether = await _bench.CallAsync("defi_plan", new { action = "repay", chain = "ethereum", token = "USDT", amount = 100, allowance = 40 });
        Assert.Contains("1. Set the allowance of the contract of the protocol to 0", tether, StringComparison.Ordinal);
        Assert.Contains("2. Approve exactly 100 USDT", tether, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"unlimited\":true}")]
    [InlineData("{\"amount\":79228162514264337593543950335}")]
    public async Task An_unlimited_approval_is_refused(string given)
    {
        var arguments = new Dictionary<string, object> { ["action"] = "approve", ["chain"] = "base", ["token"] = "USDC", ["amount"] = 1 };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object>>(given)!) arguments[name] = value;

        Assert.StartsWith("An unlimited approval is not planned here", await _bench.RefusedAsync("defi_plan", arguments), StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.JournalPath));
    }

    [Theory]
    [InlineData("lp", "USDC", "")]
    [InlineData("add_liquidity", "USDC", "")]
    [InlineData("deposit", "WETH-USDC", "")]
    [InlineData("deposit", "ETH/USDC LP", "")]
    [InlineData("deposit", "USDC", "p-lp")]
    public async Task Liquidity_provision_is_refused(string action, string token, string pool)
    {
        await _bench.CallAsync("defi_yields", new { });

        Assert.StartsWith("Positions as a liquidity provider are not planned here", await _bench.RefusedAsync("defi_plan", new { action, chain = "base", token, amount = 1, pool }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p-tiny", "its TVL of 500000 USD is below 1000000 USD")]
    [InlineData("p-out", "DefiLlama marks its rate as an outlier")]
    [InlineData("p-unknown", "not in the list that was last read")]
    [InlineData("", "no pool id was given")]
    public async Task A_vault_of_high_risk_or_of_which_nothing_is_known_needs_the_risk_in_the_persons_own_words(string pool, string why)
    {
        await _bench.CallAsync("defi_yields", new { });
        var arguments = new { action = "deposit", chain = "base", token = "USDC", amount = 100, pool, risk = "oracle" };

        Assert.Contains(why, await _bench.RefusedAsync("defi_plan", arguments, "Plan the deposit, please."), StringComparison.Ordinal);
        Assert.Contains(why, await _bench.RefusedAsync("defi_plan", arguments, "Plan the deposit, I know the risk."), StringComparison.Ordinal);
        Assert.Contains(why, await _bench.RefusedAsync("defi_plan", arguments, "Plan the deposit, what is an oracle?"), StringComparison.Ordinal);
        Assert.Contains("the person named this risk: oracle", await _bench.CallAsync("defi_plan", arguments, "Plan the deposit; I know the risk that its oracle fails."), StringComparison.Ordinal);
        Assert.Contains("the person named this risk: oracle", await _bench.CallAsync("defi_plan", arguments, "Plane die Einzahlung, das Risiko des Orakels kenne ich."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_vault_needs_no_such_words()
    {
        await _bench.CallAsync("defi_yields", new { });

        Assert.Contains("Pool: USDC in morpho-v1 on Base", await _bench.CallAsync("defi_plan", new { action = "deposit", chain = "base", token = "USDC", amount = 100, pool = "p-morpho" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coin_for_two_more_transactions_is_left()
    {
        _bench.Positions(Wallet);
        var refused = await _bench.RefusedAsync("defi_plan", new { action = "transfer", chain = "base", token = "ETH", amount = 0.01, destination = DeFiBench.Receiver, gas = 0.001 });
        Assert.Equal("That would leave too little ETH on Base for two more transactions at 0.001 ETH each; plan at most 0.007 ETH.", refused);

        Assert.Contains("0.01 ETH on Base do not pay for this and two more", await _bench.RefusedAsync("defi_plan", new { action = "transfer", chain = "base", token = "USDC", amount = 1, destination = DeFiBench.Receiver, gas = 0.005 }), StringComparison.Ordinal);
        Assert.Contains("Plan ", await _bench.CallAsync("defi_plan", new { action = "transfer", chain = "base", token = "ETH", amount = 0.007, destination = DeFiBench.Receiver, gas = 0.001 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"action\":\"gamble\"}", "action is none of swap, bridge")]
    [InlineData("{\"action\":\"3\"}", "action is none of swap, bridge")]
    [InlineData("{\"chain\":\"narnia\"}", "chain is no chain that plans are made for; write one of ethereum")]
    [InlineData("{\"token\":\"US DC\"}", "token is no token symbol")]
    [InlineData("{\"amount\":0}", "amount is not above zero")]
    [InlineData("{\"amount\":1e20}", "amount is more than there is of any token")]
    [InlineData("{\"to_token\":\"\"}", "to_token is missing")]
    [InlineData("{\"action\":\"transfer\"}", "destination is missing; a transfer needs")]
    [InlineData("{\"action\":\"bridge\",\"to_chain\":\"base\"}", "to_chain is the chain it comes from")]
    [InlineData("{\"token_contract\":\"0x12\"}", "The token's contract is no address on Base")]
    [InlineData("{\"action\":\"transfer\",\"destination\":\"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359\",\"token_contract\":\"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359\"}", "The destination is the token's own contract")]
    [InlineData("{\"fee_percent\":100}", "fee_percent is no percentage")]
    [InlineData("{\"reserve_in\":0}", "reserve_in is 0")]
    [InlineData("{\"gas\":-1}", "gas is out of range")]
    [InlineData("{\"reserve_in\":1e-26,\"reserve_out\":1e12,\"amount\":1e-26}", "The reserves, the rate and the amount are too far apart")]
    [InlineData("{\"protocol\":\"aave; ignore\"}", "protocol is no name")]
    [InlineData("{\"action\":\"approve\",\"chain\":\"solana\"}", "On Solana nothing is approved beforehand")]
    public async Task A_wrong_wish_is_one_sentence_and_no_plan(string given, string sentence)
    {
        var arguments = new Dictionary<string, object> { ["action"] = "swap", ["chain"] = "base", ["token"] = "USDC", ["amount"] = 100, ["to_token"] = "ETH" };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object>>(given)!) arguments[name] = value;

        Assert.StartsWith(sentence, await _bench.RefusedAsync("defi_plan", arguments), StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.JournalPath));
    }

    [Fact]
    public async Task A_pasted_seed_phrase_stops_everything_and_is_not_repeated()
    {
        var refused = await _bench.RefusedAsync("defi_plan", s_swap, "Swap it, my seed is legal winner thank year wave sausage worth useful legal winner thank yellow");

        Assert.Contains("must be treated as known to others", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("sausage", refused, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.JournalPath));
    }

    [Fact]
    public async Task The_same_wish_keeps_its_code_while_it_is_open_and_gets_another_afterwards()
    {
        var first = await _bench.CallAsync("defi_plan", s_swap);
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(first, await _bench.CallAsync("defi_plan", s_swap));
        Assert.Single(File.ReadLines(_bench.JournalPath));

        _bench.Time.Advance(TimeSpan.FromMinutes(25));
        Assert.NotEqual(DeFiBench.CodeOf(first), DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", s_swap)));
    }

    [Fact]
    public async Task More_that_is_known_of_an_open_plan_is_told_under_the_same_code()
    {
        var bare = await _bench.CallAsync("defi_plan", new { action = "swap", chain = "base", token = "USDC", amount = 100, to_token = "ETH" });
        var more = await _bench.CallAsync("defi_plan", new { action = "swap", chain = "base", token = "USDC", amount = 100.00m, to_token = "ETH", gas = 0.0001 });

        Assert.Equal(DeFiBench.CodeOf(bare), DeFiBench.CodeOf(more));
        Assert.DoesNotContain("Missing: the fee of one transaction", more, StringComparison.Ordinal);
        _bench.Restart();
        Assert.Contains("at the stated 0.0001 ETH each", await _bench.CallAsync("defi_plans", new { code = DeFiBench.CodeOf(more) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_are_listed_by_what_became_of_them_also_after_a_restart()
    {
        Assert.StartsWith("No plan was made here yet", await _bench.CallAsync("defi_plans", new { }), StringComparison.Ordinal);
        var code = DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", s_swap));
        _bench.Restart();

        Assert.Equal($"{code}, open: swap 100 USDC for ETH on Base; made 2026-03-01 10:00 (Europe/Paris), expires 2026-03-01 10:30 (Europe/Paris)", await _bench.CallAsync("defi_plans", new { }));
        Assert.Contains("Steps, one signature each", await _bench.CallAsync("defi_plans", new { code = code.ToLowerInvariant() }), StringComparison.Ordinal);
        Assert.Equal("No plan is confirmed; 1 are something else.", await _bench.CallAsync("defi_plans", new { status = "confirmed" }));
        _bench.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.StartsWith($"{code}, expired", await _bench.CallAsync("defi_plans", new { status = "expired" }), StringComparison.Ordinal);
        Assert.StartsWith("There is no plan with that code", await _bench.RefusedAsync("defi_plans", new { code = "ZZZZZ9" }), StringComparison.Ordinal);
        Assert.StartsWith("status is none of", await _bench.RefusedAsync("defi_plans", new { status = "lost" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_planned_in_private_is_not_seen_in_a_channel_nor_confirmed_there()
    {
        var code = DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", s_swap));

        Assert.StartsWith("No plan was made here yet", await _bench.CallAsync("defi_plans", new { }, channel: "wallet_ops"), StringComparison.Ordinal);
        Assert.StartsWith("There is no plan with that code here", await _bench.RefusedAsync("defi_confirm", new { code }, $"confirm {code} 100 USDC", "wallet_ops"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_the_journal_that_is_none_is_named()
    {
        await _bench.CallAsync("defi_plan", s_swap);
        await File.AppendAllTextAsync(_bench.JournalPath, "{]\n");

        Assert.Contains("plans.jsonl, line 2, cannot be read", await _bench.RefusedAsync("defi_plans", new { }), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_are_never_words_or_amounts()
    {
        for (var i = 1; i <= 2000; i++)
        {
            var code = PlanCode.Of(new PlanTerms(PlanKind.Swap, "base", "USDC", i), _ => false);
            Assert.Matches("^(?=.*[A-Z])(?=.*[2-9])[0-9A-HJKMNP-TV-Z]{6}$", code);
        }
    }

    [Fact]
    public async Task Nothing_in_the_folder_can_sign_or_send()
    {
        Assert.NotNull(await Record.ExceptionAsync(() => Task.FromException(new ToolException("the test runs"))));
        var folder = Path.Combine(Repository.Root, "src", "LocalsOnly.Agents", "Tools", "DeFi");
        var forbidden = new Regex(
            @"eth_send|sendRawTransaction|sendTransaction|eth_sign|personal_sign|signTypedData|ECDsa|ECDiffie|Ed25519|secp256k1|Secp256|\bRSA\b|\bAes\b|HMAC|Pbkdf2|Rfc2898|SignData|SignHash|ComputeSignature"
            + @"|HttpClient|HttpMessage|WebSocket|TcpClient|\bSocket\b|Process\.Start|DllImport|LibraryImport|PostAsync");
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var source = await File.ReadAllTextAsync(file);
            Assert.False(forbidden.IsMatch(source), $"{file}: {forbidden.Match(source).Value}");
            // Of cryptography a hash for checksums and codes, and nothing else.
            if (source.Contains("System.Security.Cryptography", StringComparison.Ordinal))
                Assert.All(Regex.Matches(source, @"\b(?:SHA|MD5|HKDF|RandomNumberGenerator|CryptoStream|SymmetricAlgorithm)\w*(?:\.\w+)?").Select(use => use.Value).Where(use => !use.StartsWith("SHA-", StringComparison.Ordinal) && use != "SHA"),
                    use => Assert.Equal("SHA256.HashData", use));
        }
    }
}
