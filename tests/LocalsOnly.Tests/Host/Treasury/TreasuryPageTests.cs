using LocalsOnly.Tests.Treasury;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Playwright;

namespace LocalsOnly.Tests.Host.Treasury;

/// <summary>What the house costs, as a person sees it.</summary>
public sealed class TreasuryPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task A_month_is_seen_with_its_plots_and_prints_without_the_rest(int width, int height)
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(settings: Settings);
        Fill(house);
        var page = await chromium.OpenAsync(new Uri(house.Url, "treasury.html?month=2026-11"), width, height);

        await Assertions.Expect(page.GetByTestId("report")).ToContainTextAsync("Treasury, November 2026");
        await Assertions.Expect(page.Locator("figure svg")).ToHaveCountAsync(5);
        await Assertions.Expect(page.GetByTestId("report")).ToContainTextAsync("home costs less from", new() { IgnoreCase = true });
        // Nothing may be cut off at the side, on any screen; wide tables scroll by themselves.
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.GetByTestId("before")).ToBeHiddenAsync();
        Assert.Empty(chromium.Complaints);
        await page.CloseAsync();
    }

    [SkippableFact]
    public async Task A_month_before_is_one_step_away_and_an_empty_one_says_so()
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(settings: Settings);
        Fill(house);
        var page = await chromium.OpenAsync(new Uri(house.Url, "treasury.html?month=2026-11"), 390, 844);
        await page.GetByTestId("before").ClickAsync();
        await Assertions.Expect(page.GetByTestId("month")).ToHaveTextAsync("2026-10");
        await Assertions.Expect(page.GetByTestId("report")).ToContainTextAsync("Nothing was asked of any machine.");
        await page.CloseAsync();
    }

    private static Dictionary<string, string?> Settings => new()
    {
        ["Treasury:Zone"] = "Etc/UTC",
        ["Treasury:Electricity:PricePerKwh"] = "0.24",
        ["Treasury:Cooling"] = "0.2",
        ["Treasury:Nodes:studio:Hardware"] = "mac-studio-512",
        ["Treasury:Nodes:studio:Endpoint"] = "cluster",
        ["Treasury:Nodes:mini:Hardware"] = "mac-mini-m4-16",
        ["Treasury:Nodes:mini:Endpoint"] = "mini",
        ["Treasury:Assets:studio:Price"] = "9499",
        ["Treasury:Assets:studio:Date"] = "2026-02-01",
        ["Treasury:Assets:studio:Source"] = "the invoice",
    };

    private static void Fill(TestHouse house)
    {
        using var ledger = new LedgerFile(Path.Combine(house.DataDirectory, "ledger", "ledger.db"));
        ledger.Append(MonthOfUse.Events(25));
    }
}
