using LocalsOnly.Scheduling;
using LocalsOnly.Simulation;
using Microsoft.Playwright;

namespace LocalsOnly.Tests.Host.Tasks;

/// <summary>The tasks on the page, as a person sees them.</summary>
public sealed class TaskPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task The_coming_week_and_what_ran_are_seen_with_what_needs_a_look(int width, int height)
    {
        chromium.Require();
        using var folder = new TaskFolder();
        folder.Write("kelly/lunch", "title: Lunch\ncron: 0 12 * * *\nzone: Europe/Paris\nchannel: dm");
        folder.Write("kelly/wine", "title: Wine of the week\ncron: 0 18 * * 5\nzone: Europe/Paris");
        folder.Write("vince/watch", "title: Market watch\nevery: 15m\nzone: Europe/Paris\nactive: 08:00-22:00");
        folder.Write("vince/broken", "cron: 0 25 * * *\nzone: Europe/Paris");
        await using var house = await TaskHouse.StartAsync(folder);
        var noon = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-2).AddHours(11), TimeSpan.Zero);
        house.Keep("kelly/lunch", noon, OccurrenceState.Succeeded, null, "Noodles at Hana, ten minutes on foot.", ("dm", DeliveryState.Failed, "Discord was away for an hour; locals tasks deliver NAME tries again, and runs nothing."));
        house.Keep("vince/watch", noon.AddHours(1), OccurrenceState.Failed, "The market data cannot be read now; try again later.");
        house.Keep("vince/watch", noon.AddHours(2), OccurrenceState.Failed, "The market data cannot be read now; try again later.");
        house.Keep("kelly/wine", noon.AddHours(3), OccurrenceState.Succeeded, null, "A Riesling.", ("page", DeliveryState.Pending, null));
        house.Keep("vince/watch", noon.AddHours(4), OccurrenceState.Skipped, "price_moved: BTC moved 1.2 %, and 3 % are asked for.");
        using var wine = new StringContent("""{"task":"kelly/wine"}""");
        using var paused = await house.House.Http.PostAsync(new Uri("/api/tasks/pause", UriKind.Relative), wine);
        Assert.True(paused.IsSuccessStatusCode);
        while (!(await house.House.Http.GetStringAsync(new Uri("/api/tasks/history?task=kelly/wine", UriKind.Relative))).Contains("\"delivered\"", StringComparison.Ordinal)) await Task.Yield();
        var page = await chromium.OpenAsync(house.House.Url, width, height);

        await Assertions.Expect(page.GetByTestId("open-tasks")).ToHaveAttributeAsync("aria-label", "Tasks: 3 failing, 1 paused");
        await page.GetByTestId("open-tasks").ClickAsync();

        await Assertions.Expect(page.GetByTestId("task")).ToHaveCountAsync(3);
        await Assertions.Expect(page.GetByTestId("task-problem")).ToContainTextAsync("agents/vince/tasks/broken.md, line 2");
        await Assertions.Expect(page.GetByTestId("task").Filter(new() { HasText = "Wine of the week" })).ToContainTextAsync("paused");
        await Assertions.Expect(page.GetByTestId("task").Filter(new() { HasText = "Market watch" })).ToContainTextAsync("failed 2 times");
        await Assertions.Expect(page.GetByTestId("day").Nth(1)).ToContainTextAsync("every 15 minutes");
        await Assertions.Expect(page.GetByTestId("run")).ToHaveCountAsync(4);
        await Assertions.Expect(page.GetByTestId("proof").First).ToContainTextAsync("page: delivered");
        await page.GetByTestId("skipped").CheckAsync();
        await Assertions.Expect(page.GetByTestId("run").First).ToContainTextAsync("BTC moved 1.2 %");

        // Nothing may be cut off at the side, on any screen.
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.True(await page.EvaluateAsync<bool>("(() => { const body = document.querySelector('.tasks'); return body.scrollWidth <= body.clientWidth; })()"));

        // On paper there is the panel alone, as long as it is.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.GetByTestId("composer")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByTestId("run").Last).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight > document.querySelector('.log').getBoundingClientRect().height"));
        Assert.Empty(chromium.Complaints);
        await page.CloseAsync();
    }

    [SkippableFact]
    public async Task Without_tasks_the_page_says_how_to_make_one()
    {
        chromium.Require();
        using var folder = new TaskFolder();
        await using var house = await TaskHouse.StartAsync(folder);
        var page = await chromium.OpenAsync(house.House.Url, 390, 844);

        await page.GetByTestId("open-tasks").ClickAsync();

        await Assertions.Expect(page.GetByTestId("no-tasks")).ToContainTextAsync("locals tasks new");
        await page.CloseAsync();
    }

    [SkippableTheory]
    [InlineData(390)]
    [InlineData(320)]
    public async Task On_a_phone_the_badge_of_a_demo_leaves_room_for_the_buttons(int width)
    {
        chromium.Require();
        using var folder = new TaskFolder();
        await using var house = await TaskHouse.StartAsync(folder, new SimulatedExoNodeOptions());
        var page = await chromium.OpenAsync(house.House.Url, width, 844);
        await Assertions.Expect(page.Locator("#status-text")).ToContainTextAsync("ready");

        var overlap = await page.EvaluateAsync<double>(
            """
            (() => {
              const badge = document.getElementById('demo-badge');
              badge.hidden = false;
              return badge.getBoundingClientRect().right - document.getElementById('open-search').getBoundingClientRect().left;
            })()
            """);

        Assert.True(overlap <= 0, $"{overlap} pixels of the badge lie under the button");
        await page.CloseAsync();
    }
}
