using LocalsOnly.Simulation;
using Microsoft.Playwright;

namespace LocalsOnly.Tests.Host;

/// <summary>The page in Debian's chromium, driven as a person would.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Question = "Which hotel did we book in Lisbon?";

    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task A_person_asks_sees_the_answer_stream_and_opens_its_source(int width, int height)
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(new SimulatedExoNodeOptions { DecodeTokensPerSecond = 200 }, samples: true);
        var page = await chromium.OpenAsync(house.Url, width, height);

        await page.GetByTestId("persona-solus").ClickAsync();
        await page.GetByTestId("composer").FillAsync(Question);
        await page.GetByTestId("composer").PressAsync("Enter");

        var reply = page.GetByTestId("reply").Last;
        await Assertions.Expect(reply).ToContainTextAsync("Casa do Jacarandá");
        await Assertions.Expect(page.GetByTestId("badge-simulated").Last).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("route").Last).ToContainTextAsync("heavy");
        await page.GetByTestId("source").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("source-focus")).ToContainTextAsync("Booked Casa do Jacarandá");
        await Assertions.Expect(page.GetByTestId("source-focus")).ToBeInViewportAsync();

        // Nothing may be cut off at the side, on any screen.
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Empty(chromium.Complaints);
        await page.CloseAsync();
    }

    [SkippableFact]
    public async Task A_reply_can_be_stopped_and_its_text_stays()
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(new(), samples: true);
        house.Node!.Fault = SimulatedFault.StallMidText;
        var page = await chromium.OpenAsync(house.Url, 1280, 800);
        await page.GetByTestId("composer").FillAsync(Question);
        await page.GetByTestId("send").ClickAsync();
        var upstream = await house.Node.NextRequestAsync();
        await Assertions.Expect(page.GetByTestId("reply").Last).ToContainTextAsync("[simulated]");

        await page.GetByTestId("stop").ClickAsync();

        await upstream.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SimulatedOutcome.Disconnected, upstream.Outcome);
        await Assertions.Expect(page.GetByTestId("reply").Last).ToContainTextAsync("[simulated]");
        await page.CloseAsync();
    }

    [SkippableFact]
    public async Task A_person_says_what_they_think_of_a_reply_and_has_it_thought_about_harder()
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(new(), samples: true);
        var page = await chromium.OpenAsync(house.Url, 1280, 800);
        await page.GetByTestId("persona-kelly").ClickAsync();
        await page.GetByTestId("composer").FillAsync(Question);
        await page.GetByTestId("send").ClickAsync();
        await Assertions.Expect(page.GetByTestId("route").Last).ToContainTextAsync("light tier");

        var kept = page.WaitForResponseAsync(response => response.Url.EndsWith("/outcome", StringComparison.Ordinal));
        await page.GetByTestId("thumbs-down").ClickAsync();
        Assert.True((await kept).Ok);
        await Assertions.Expect(page.GetByTestId("thumbs-down")).ToHaveAttributeAsync("aria-pressed", "true");

        await page.GetByTestId("think-harder").ClickAsync();
        await Assertions.Expect(page.GetByTestId("route").Last).ToContainTextAsync("heavy tier");
        await Assertions.Expect(page.GetByTestId("reply")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByTestId("think-harder")).ToHaveCountAsync(0);
        Assert.Empty(chromium.Complaints);
        await page.CloseAsync();
    }

    [SkippableFact]
    public async Task Without_a_model_the_page_says_recall_only()
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(node: null, samples: true);
        var page = await chromium.OpenAsync(house.Url, 1280, 800);

        await page.GetByTestId("composer").FillAsync(Question);
        await page.GetByTestId("send").ClickAsync();

        await Assertions.Expect(page.GetByTestId("badge-recall-only").Last).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("reply").Last).ToContainTextAsync("Casa do Jacarandá");
        await page.CloseAsync();
    }

    [SkippableFact]
    public async Task A_link_to_a_source_opens_it()
    {
        chromium.Require();
        await using var house = await TestHouse.StartAsync(node: null, samples: true);
        var found = await house.Http.GetStringAsync(new Uri("/api/search?q=Casa%20do%20Jacarand%C3%A1&limit=1", UriKind.Relative));
        var key = System.Text.Json.JsonDocument.Parse(found).RootElement.GetProperty("results")[0].GetProperty("key").GetString()!;

        var page = await chromium.OpenAsync(new Uri(house.Url, $"/?source={Uri.EscapeDataString(key)}"), 1280, 800);

        await Assertions.Expect(page.GetByTestId("source-focus")).ToContainTextAsync("Jacarandá");
        await page.CloseAsync();
    }
}
