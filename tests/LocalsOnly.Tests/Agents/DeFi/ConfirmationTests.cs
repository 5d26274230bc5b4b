using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Tests.Agents.DeFi;

public sealed class ConfirmationTests : IDisposable
{
    private readonly DeFiBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1250.5, "confirm {0} 1250.5 USDC")]
    [InlineData(1250.5, "I confirm plan {0}: 1,250.50 USDC.")]
    [InlineData(1250.5, "Je confirme {0}, 1 250,50 USDC")]
    [InlineData(1250.5, "Ich bestätige {0} über 1.250,50 USDC")]
    [InlineData(1250.5, "confirm {0} 1'250.5usdc")]
    [InlineData(1250.5, "confirm {0} $1250.5")]
    [InlineData(1000, "confirm {0} 1.000 USDC")]
    [InlineData(1000, "confirm {0} 1,000")]
    [InlineData(12.125, "confirm {0} 12.125 USDC")]
    [InlineData(0.125, "confirm {0} 0,125 USDC")]
    public async Task The_code_and_the_amount_in_the_persons_own_words_confirm_a_plan(double amount, string message)
    {
        var code = await SwapAsync((decimal)amount);

        var answer = await ConfirmAsync(code, string.Format(null, message, code));

        Assert.StartsWith($"Plan {code} is confirmed: swap", answer, StringComparison.Ordinal);
        Assert.Contains("ready for the person's own wallet; nothing was signed or sent.", answer, StringComparison.Ordinal);
        Assert.Contains("Still missing, and to be known before the first signature", answer, StringComparison.Ordinal);
        Assert.StartsWith($"{code}, confirmed", await _bench.CallAsync("defi_plans", new { }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("ok")]
    [InlineData("confirm")]
    [InlineData("oui")]
    [InlineData("ja")]
    [InlineData("Yes, confirm the swap of 100 USDC.")]
    [InlineData("👍")]
    [InlineData("")]
    public async Task A_bare_yes_agrees_to_nothing(string message)
    {
        var code = await SwapAsync(100);

        Assert.Equal($"The message does not hold the code {code}, and a yes without it agrees to nothing; the person writes: confirm {code} 100 USDC", await RefusedAsync(code, message));
        Assert.StartsWith($"{code}, open", await _bench.CallAsync("defi_plans", new { }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confirm {0}")]
    [InlineData("confirm {0} 10 USDC")]
    [InlineData("confirm {0} 1000 USDC")]
    [InlineData("confirm {0} 100k USDC")]
    [InlineData("confirm {0} 100.000 USDC")]
    [InlineData("confirm {0} .100 USDC")]
    [InlineData("confirm {0} 100 USDC, or rather 50 USDC")]
    public async Task Another_amount_or_none_confirms_nothing(string message)
    {
        var code = await SwapAsync(100);

        Assert.Contains($"the person writes: confirm {code} 100 USDC", await RefusedAsync(code, string.Format(null, message, code)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_is_read_in_either_case_and_with_letters_for_the_digits_they_look_like()
    {
        for (var amount = 1; amount < 200; amount++)
        {
            var code = await SwapAsync(amount);
            if (!code.Contains('0', StringComparison.Ordinal) && !code.Contains('1', StringComparison.Ordinal)) continue;

            await ConfirmAsync(code, $"confirm {code.Replace('0', 'o').Replace('1', 'l').ToLowerInvariant()} {amount} USDC");
            return;
        }

        Assert.Fail("No code had a 0 or a 1 in it.");
    }

    [Fact]
    public async Task A_wrong_code_and_the_code_of_another_plan_confirm_nothing()
    {
        var one = await SwapAsync(100);
        var other = await SwapAsync(200);

        Assert.Equal($"The message names plan {other} and not {one}, so {one} is not confirmed.", await RefusedAsync(one, $"confirm {other} 100 USDC"));
        Assert.StartsWith("The message names 2 plans; each is confirmed by itself", await RefusedAsync(one, $"confirm {one} and {other}, 100 USDC"), StringComparison.Ordinal);
        Assert.StartsWith("There is no plan with that code here", await RefusedAsync("ZZZZZ9", "confirm ZZZZZ9 100 USDC"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> confirm {0} 100 USDC\nwhat a text")]
    [InlineData("It says \"confirm {0} 100 USDC\".")]
    [InlineData("It says “confirm {0} 100 USDC”.")]
    [InlineData("Il dit « confirme {0} 100 USDC ».")]
    [InlineData("Da steht „bestätige {0} 100 USDC“.")]
    [InlineData("```\nconfirm {0} 100 USDC\n```")]
    [InlineData("`confirm {0} 100 USDC`")]
    [InlineData("it said \"confirm {0} 100 USDC")]
    public async Task A_code_in_quoted_text_is_not_the_persons_word(string message)
    {
        var code = await SwapAsync(100);

        Assert.StartsWith($"The code {code} stands only in quoted text", await RefusedAsync(code, string.Format(null, message, code)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_amount_in_quoted_text_does_not_count_either()
    {
        var code = await SwapAsync(100);

        Assert.Contains("does not hold the amount", await RefusedAsync(code, $"confirm {code} \"100 USDC\""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("do not confirm {0} 100 USDC", "reads like a no")]
    [InlineData("Cancel {0}, 100 USDC is too much", "reads like a no")]
    [InlineData("n'exécute pas {0} 100 USDC", "reads like a no")]
    [InlineData("{0} mit 100 USDC bitte nicht bestätigen", "reads like a no")]
    [InlineData("What does confirm {0} 100 USDC do?", "asks something")]
    public async Task A_no_or_a_question_confirms_nothing(string message, string why)
    {
        var code = await SwapAsync(100);

        Assert.Contains(why, await RefusedAsync(code, string.Format(null, message, code)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_confirmed_once_and_a_restart_does_not_forget_it()
    {
        var code = await SwapAsync(100);
        await ConfirmAsync(code, $"confirm {code} 100 USDC");
        _bench.Restart();

        Assert.Equal($"Plan {code} was confirmed already, on 2026-03-01 10:00 (Europe/Paris); nothing more happens with it here.", await RefusedAsync(code, $"confirm {code} 100 USDC"));
        Assert.Equal(2, File.ReadLines(_bench.JournalPath).Count());
    }

    [Fact]
    public async Task After_half_an_hour_a_plan_has_expired()
    {
        var code = await SwapAsync(100);
        _bench.Time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        var late = _bench.Turn($"confirm {code} 100 USDC") with { Now = _bench.Time.GetUtcNow().AddTicks(1) };

        var refused = await Assert.ThrowsAsync<ToolException>(() => _bench.CallAsync("defi_confirm", new { code }, late));

        Assert.Equal($"Plan {code} expired on 2026-03-01 10:30 (Europe/Paris); make it again, for balances and prices have moved.", refused.Message);
        Assert.StartsWith($"Plan {code} is confirmed", await ConfirmAsync(code, $"confirm {code} 100 USDC"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confirm {0} 100 USDC", false)]
    [InlineData("confirm {0} 100 USDC to Aed", false)]
    [InlineData("confirm {0} 100 USDC to 5aAe", false)]
    [InlineData("confirm {0} 100 USDC to BeAed", true)]
    [InlineData("confirm {0} 100 USDC to …1beaed", true)]
    [InlineData("confirm {0} 100 USDC to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", true)]
    public async Task A_transfer_needs_the_end_of_its_destination_as_well(string message, bool confirms)
    {
        var code = DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", new { action = "transfer", chain = "base", token = "USDC", amount = 100, destination = DeFiBench.Receiver }));
        message = string.Format(null, message, code);

        if (confirms) Assert.Contains("cannot be reversed by anyone", await ConfirmAsync(code, message), StringComparison.Ordinal);
        else Assert.Contains($"the last 4 or more characters of the destination of plan {code}; the person writes: confirm {code} 100 USDC to 1BeAed", await RefusedAsync(code, message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_digits_are_not_both_the_amount_and_the_end_of_the_address()
    {
        const string To = "0x00000000000000000000000000000000000f1000";
        var code = DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", new { action = "transfer", chain = "base", token = "USDC", amount = 1000, destination = To }));

        Assert.Contains("last 4 or more characters", await RefusedAsync(code, $"confirm {code} 1000 USDC"), StringComparison.Ordinal);
        Assert.StartsWith($"Plan {code} is confirmed", await ConfirmAsync(code, $"confirm {code} 1000 USDC to 1000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_Solana_the_end_of_the_address_is_read_letter_by_letter()
    {
        var code = DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", new { action = "transfer", chain = "solana", token = "USDC", amount = 100, destination = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v" }));

        Assert.Contains("last 4 or more", await RefusedAsync(code, $"confirm {code} 100 USDC to TDT1V"), StringComparison.Ordinal);
        Assert.StartsWith($"Plan {code} is confirmed", await ConfirmAsync(code, $"confirm {code} 100 USDC to TDt1v"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_persona_confirms_nothing_for_the_person()
    {
        var code = await SwapAsync(100);
        var asked = _bench.Turn($"confirm {code} 100 USDC") with { AskedBy = DeFiBench.Otaku };

        Assert.StartsWith("Only the person confirms a plan", (await Assert.ThrowsAsync<ToolException>(() => _bench.CallAsync("defi_confirm", new { code }, asked))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_confirmations_at_once_are_one()
    {
        var code = await SwapAsync(100);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Record.ExceptionAsync(() => ConfirmAsync(code, $"confirm {code} 100 USDC")))));

        Assert.Equal(1, outcomes.Count(outcome => outcome is null));
        Assert.Equal(2, File.ReadLines(_bench.JournalPath).Count());
    }

    [Fact]
    public async Task A_key_in_the_message_is_warned_of_and_confirms_nothing()
    {
        var code = await SwapAsync(100);

        var refused = await RefusedAsync(code, $"confirm {code} 100 USDC with 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ");

        Assert.StartsWith("What was pasted looks like a private key", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("5Hue", refused, StringComparison.Ordinal);
    }

    private async Task<string> SwapAsync(decimal amount) =>
        DeFiBench.CodeOf(await _bench.CallAsync("defi_plan", new { action = "swap", chain = "base", token = "USDC", amount, to_token = "ETH" }));

    private Task<string> ConfirmAsync(string code, string message) => _bench.CallAsync("defi_confirm", new { code }, message);

    private Task<string> RefusedAsync(string code, string message) => _bench.RefusedAsync("defi_confirm", new { code }, message);
}
