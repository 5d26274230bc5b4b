using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Tests.Agents.General;

namespace LocalsOnly.Tests.Agents.Concierge;

/// <summary>What is picked, and what never is. 26 November 2026 is a Thursday; Paris leaves summer time on 25 October 2026 and returns to it on 28 March 2027.</summary>
public sealed class ConciergePickTests : IDisposable
{
    private const string List = """
        places:
          - { name: Alpha, kind: restaurant, town: Bidart, tags: [oysters], notes: Ask for Jon., phone: "+33 1", price: €€, hours: { wed-sat: "12:00-14:00, 19:30-22:00", sun: "12:00-16:00" } }
          - { name: Beta, kind: restaurant, tags: [meat], hours: { thu-fri: "12:00-15:30", sat: "19:00-01:00" } }
          - { name: Gamma, kind: restaurant, hours: { thu: "12:00-14:30" }, closed: [2026-11-26] }
          - { name: Delta, kind: restaurant, tags: [oysters] }
          - { name: Epsilon, kind: restaurant, hours: { daily: "19:00-22:00" }, seating: outdoor }
          - { name: Lodge, kind: hotel, season: Sep..Jun, tags: [fire] }
          - { name: Sands, kind: beach }
          - { name: Break, kind: surf }
          - { name: Basin, kind: pool, hours: { daily: "07:00-20:00" }, seating: outdoor }
          - { name: Hall, kind: pool, hours: { daily: "07:00-20:00" }, seating: indoor }
          - { name: Iron, kind: gym, hours: { daily: "06:00-22:00" } }
          - { name: Cup, kind: cafe, hours: { daily: "08:00-18:00" } }
          - { name: Night, kind: bar, hours: { fri-sat: "18:00-02:30" } }
          - { name: Path, kind: walk }
        """;

    private readonly Desk _desk = new(List);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_lunch_is_open_at_that_time_and_comes_with_why_hours_phone_and_an_alternative()
    {
        var text = await _desk.PickAsync("2026-11-26 11:00", "lunch", wish: "oysters with a view");

        Assert.Contains("For: Thursday 2026-11-26.", text, StringComparison.Ordinal);
        Assert.Contains("Pick: Alpha, restaurant, Bidart, €€\n  Why: open then (Thursday 12:00-14:00, 19:30-22:00); matches oysters\n  Phone: +33 1\n  Tags: oysters\n  Notes: Ask for Jon.", text, StringComparison.Ordinal);
        Assert.Contains("Alternative: Beta, restaurant\n  Why: open then (Thursday 12:00-15:30)\n  Phone: not on the list", text, StringComparison.Ordinal);
        Assert.EndsWith("Source: the person's own list (places.yaml, 14 places).", text, StringComparison.Ordinal);
        // Closed on that day, without hours, for dinner only.
        Assert.All(["Gamma", "Delta", "Epsilon"], name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-26 14:30", null, false)]
    [InlineData("2026-11-26 14:31", null, true)]
    [InlineData("2026-11-26 09:00", "today 14:31", true)]
    [InlineData("2026-11-26 09:00", "friday 14:45", true)]
    [InlineData("2026-11-29 15:00", null, false)]
    [InlineData("2026-11-29 15:01", null, true)]
    [InlineData("2026-10-25 15:01", null, true)]
    [InlineData("2027-03-28 15:00", null, false)]
    public async Task No_lunch_is_proposed_after_half_past_two_and_on_Sunday_after_three(string now, string? when, bool refused)
    {
        var text = await _desk.PickAsync(now, "lunch", when);
        Assert.Equal(refused, text.Contains("no lunch is proposed after", StringComparison.Ordinal));
        Assert.Equal(!refused, text.Contains("Pick:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_minute_of_lunch_still_wants_half_an_hour_at_the_table()
    {
        // At 13:40 Alpha has twenty minutes left, and only Beta may be gone to.
        var text = await _desk.PickAsync("2026-11-26 13:40", "lunch");
        Assert.Contains("Pick: Beta", text, StringComparison.Ordinal);
        Assert.Contains("Alternative: none", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_open_on_Monday_and_that_is_said_with_whom_to_phone()
    {
        var text = await _desk.PickAsync("2026-11-30 11:00", "lunch");
        Assert.Contains("Nothing: no restaurant on the list is open then; the hours of Delta are not on the list, so that wants a phone call first.", text, StringComparison.Ordinal);
        Assert.Contains("No other name may be given", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dinner", null, "What about dinner?")]
    [InlineData("dinner", "tomorrow", "Dinner tomorrow?")]
    [InlineData("restaurant", "tonight", "What do we eat tonight?")]
    [InlineData("restaurant", "saturday 20:00", "And on Saturday?")]
    [InlineData("dinner", null, "I do not want to go out tonight, what is for dinner?")]
    [InlineData("dinner", null, "Pas de resto ce soir, on mange quoi ?")]
    [InlineData("dinner", null, "Was gibt es heute Abend? Kein Restaurant bitte.")]
    public async Task Dinner_is_at_home(string kind, string? when, string message)
    {
        var text = await _desk.PickAsync("2026-11-26 16:00", kind, when, message);
        Assert.Contains("Pick: dinner at home, ", text, StringComparison.Ordinal);
        Assert.Contains("Wine: French", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Alpha", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Let's eat out tonight.")]
    [InlineData("Book a table for tonight?")]
    [InlineData("On va au resto ce soir ?")]
    [InlineData("J'aimerais sortir dîner.")]
    [InlineData("Wollen wir heute essen gehen?")]
    public async Task Who_asks_to_go_out_for_dinner_goes_out(string message)
    {
        var text = await _desk.PickAsync("2026-11-26 16:00", "dinner", "tonight", message);
        Assert.Contains("Pick: Alpha", text, StringComparison.Ordinal);
        Assert.DoesNotContain("at home", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_for_holds_in_the_same_conversation_until_the_day_is_over()
    {
        async Task<string> Ask(string at, string conversation, string message) =>
            await _desk.Tools.CallAsync(_desk.At(at, message) with { Conversation = conversation }, "concierge_pick", ("kind", "dinner"), ("when", "tonight"));
        Assert.Contains("Alpha", await Ask("2026-11-26 16:00", "a", "I want to go out tonight"), StringComparison.Ordinal);
        Assert.Contains("Alpha", await Ask("2026-11-26 16:05", "a", "Oysters."), StringComparison.Ordinal);
        Assert.Contains("at home", await Ask("2026-11-26 16:06", "b", "Oysters."), StringComparison.Ordinal);
        Assert.Contains("at home", await Ask("2026-11-27 16:00", "a", "Oysters."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fire_wants_a_dry_evening_that_is_known_to_be_one()
    {
        Assert.Contains("No fire: the weather has not been read", await _desk.PickAsync("2026-11-26 16:00", "dinner"), StringComparison.Ordinal);

        _desk.Sky.Hour = _ => (63, 2, 20);
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 16:00"), "concierge_weather");
        Assert.Contains("No fire: rain at 19:00", await _desk.PickAsync("2026-11-26 16:00", "dinner"), StringComparison.Ordinal);

        _desk.Sky.Hour = _ => (0, 0, 10);
        var ways = new HashSet<string>();
        for (var day = 27; day <= 29; day++)
        {
            await _desk.Tools.CallAsync(_desk.At($"2026-11-{day} 16:00"), "concierge_weather");
            ways.Add((await _desk.PickAsync($"2026-11-{day} 16:00", "dinner")).Split('\n')[1]);
        }
        Assert.Equal(["Pick: dinner at home, fire.", "Pick: dinner at home, one good pan.", "Pick: dinner at home, oven."], ways.Order());
    }

    [Theory]
    [InlineData("2026-11-25 09:00", null, "An idea?", true)]
    [InlineData("2026-11-26 09:00", null, "An idea?", false)]
    [InlineData("2026-11-26 09:00", "wednesday", "An idea?", true)]
    [InlineData("2026-11-26 09:00", null, "I need a hotel tonight.", true)]
    [InlineData("2026-11-26 09:00", null, "Eine Übernachtung, irgendwo?", true)]
    [InlineData("2026-12-23 09:00", null, "An idea?", false)]
    [InlineData("2027-06-09 09:00", null, "An idea?", true)]
    [InlineData("2027-06-16 09:00", null, "An idea?", false)]
    [InlineData("2027-07-14 09:00", null, "Book me a hotel.", false)]
    public async Task A_hotel_is_an_idea_on_Wednesday_off_season_and_an_answer_on_any_day(string now, string? when, string message, bool given)
    {
        var text = await _desk.PickAsync(now, "hotel", when, message);
        Assert.Equal(given, text.Contains("Pick: Lodge", StringComparison.Ordinal));
        if (given) Assert.Contains("One night: ", text, StringComparison.Ordinal);
        else Assert.Contains("Nothing: ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-26 09:00", "Basin", "1000 m in the pool")]
    [InlineData("2026-12-01 09:00", "Iron", "the gym instead of the pool")]
    [InlineData("2027-03-31 09:00", "Iron", "the gym instead of the pool")]
    [InlineData("2027-04-01 09:00", "Basin", "1000 m in the pool")]
    public async Task A_swim_is_in_the_pool_from_April_to_November_and_the_gym_takes_its_place(string now, string place, string why)
    {
        var text = await _desk.PickAsync(now, "swim", without: "Hall");
        Assert.Contains($"Pick: {place}", text, StringComparison.Ordinal);
        Assert.Contains(why, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_is_asked_for_in_winter_has_a_roof()
    {
        var text = await _desk.PickAsync("2027-01-15 09:00", "pool");
        Assert.Contains("Pick: Hall", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Basin", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.0, 20.0, 1.2, "beach", "Pick: Sands")]
    [InlineData(0, 0.0, 20.0, 1.2, "surf", "Pick: Break")]
    [InlineData(63, 1.5, 20.0, 1.2, "beach", "no beach: rain at 09:00")]
    [InlineData(0, 0.3, 20.0, 1.2, "surf", "no surf: rain at 09:00")]
    [InlineData(95, 0.0, 20.0, 1.2, "surf", "no surf: thunder at 09:00")]
    [InlineData(0, 0.0, 62.0, 1.2, "surf", "no surf: gusts of 62 km/h at 09:00")]
    [InlineData(0, 0.0, 80.0, 1.2, "beach", "no beach: gusts of 80 km/h")]
    [InlineData(0, 0.0, 60.0, 2.1, "beach", "no beach: waves of 2.1 m at 09:00")]
    [InlineData(0, 0.0, 20.0, 2.1, "surf", "Pick: Break")]
    [InlineData(0, 0.0, 20.0, 2.6, "surf", "no surf: waves of 2.6 m at 09:00")]
    [InlineData(0, 0.0, 20.0, 0.3, "surf", "no surf: waves of only 0.3 m at 09:00")]
    [InlineData(0, 0.0, 20.0, 0.3, "beach", "Pick: Sands")]
    public async Task The_sea_is_an_idea_in_its_own_weather_only(int code, double rain, double gusts, double wave, string kind, string expected)
    {
        (_desk.Sky.Hour, _desk.Sky.Wave) = (_ => (code, rain, gusts), wave);
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 08:30"), "concierge_today");

        var text = await _desk.PickAsync("2026-11-26 08:30", kind);

        Assert.Contains(expected, text, StringComparison.Ordinal);
        if (!expected.StartsWith("Pick", StringComparison.Ordinal))
        {
            Assert.Contains("the version that works in any weather", text, StringComparison.Ordinal);
            Assert.Matches("Pick: (Cup|Hall)", text);
            Assert.DoesNotContain("Sands", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Break", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Thunder_keeps_two_hours_on_either_side_clear_and_the_calm_rest_of_the_day_is_told()
    {
        // 13:00 in Paris, in winter.
        _desk.Sky.Hour = hour => hour.Hour == 12 ? (95, 0, 20) : (1, 0, 20);
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 08:30"), "concierge_today");

        Assert.Contains("The sea: calm and dry from 16:00 to 20:00.", await _desk.PickAsync("2026-11-26 08:30", "beach"), StringComparison.Ordinal);
        Assert.Contains("no beach: thunder at 11:00", await _desk.PickAsync("2026-11-26 08:30", "beach", "today 11:00"), StringComparison.Ordinal);
        Assert.Contains("Pick: Sands", await _desk.PickAsync("2026-11-26 08:30", "beach", "today 16:00"), StringComparison.Ordinal);
        Assert.Contains("daylight", await _desk.PickAsync("2026-11-26 08:30", "beach", "today 21:00"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_unknown_weather_it_is_the_version_for_any_and_that_is_said()
    {
        var text = await _desk.PickAsync("2026-11-26 09:00", "beach");
        Assert.Contains("works in any weather: no beach: the weather has not been read in the last hour.", text, StringComparison.Ordinal);
        Assert.Contains("concierge_weather reads the weather", text, StringComparison.Ordinal);
        Assert.Empty(_desk.Sky.Asked);

        Assert.Contains("only places under the sky are open", await _desk.PickAsync("2026-11-26 09:00", "walk"), StringComparison.Ordinal);
        using var inland = new Desk(List, coordinates: false);
        Assert.Contains("No weather is set up", await inland.PickAsync("2026-11-26 09:00", "beach"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_is_known_for_an_hour_and_waves_that_are_not_known_close_the_sea()
    {
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 09:00"), "concierge_today");
        Assert.Contains("Pick: Sands", await _desk.PickAsync("2026-11-26 10:00", "beach"), StringComparison.Ordinal);
        Assert.Contains("has not been read", await _desk.PickAsync("2026-11-26 10:01", "beach"), StringComparison.Ordinal);

        _desk.Sky.Inland = true;
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 11:00"), "concierge_today");
        Assert.Contains("the waves are not known", await _desk.PickAsync("2026-11-26 11:00", "beach"), StringComparison.Ordinal);
        Assert.Contains("Pick: Path", await _desk.PickAsync("2026-11-26 11:00", "walk"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_under_the_sky_is_for_rain_but_not_for_thunder()
    {
        _desk.Sky.Hour = _ => (63, 2, 20);
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 09:00"), "concierge_today");
        Assert.Contains("Pick: Basin", await _desk.PickAsync("2026-11-26 09:00", "swim", without: "Hall"), StringComparison.Ordinal);

        _desk.Sky.Hour = _ => (95, 2, 20);
        await _desk.Tools.CallAsync(_desk.At("2026-11-26 09:20"), "concierge_today");
        Assert.DoesNotContain("Basin", await _desk.PickAsync("2026-11-26 09:20", "swim"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_out_after_midnight_finds_what_opened_the_evening_before_also_when_the_clocks_change()
    {
        Assert.Contains("Pick: Night, bar\n  Why: open then (Sunday until 02:30 from the evening before)", await _desk.PickAsync("2026-11-29 01:15", "bar", "now"), StringComparison.Ordinal);
        Assert.Contains("Nothing: ", await _desk.PickAsync("2026-11-29 02:01", "bar", "now"), StringComparison.Ordinal);
        Assert.Contains("Nothing: ", await _desk.PickAsync("2026-11-27 01:15", "bar", "now"), StringComparison.Ordinal);
        // The night of 24 to 25 October has the hour from two to three twice.
        Assert.Contains("Pick: Night", await _desk.PickAsync("2026-10-25 01:59", "bar", "now"), StringComparison.Ordinal);
        Assert.Contains("Nothing: ", await _desk.PickAsync("2026-10-25 02:10", "bar", "now"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_on_a_day_has_the_same_answer_and_the_next_day_another()
    {
        const string Cups = "places:\n  - { name: A, kind: cafe, hours: { daily: 08:00-18:00 } }\n  - { name: B, kind: cafe, hours: { daily: 08:00-18:00 } }\n  - { name: C, kind: cafe, hours: { daily: 08:00-18:00 } }\n";
        using var desk = new Desk(Cups);
        var picks = new List<string>();
        for (var day = 20; day <= 25; day++)
        {
            var first = Picked(await desk.PickAsync($"2026-11-{day} 09:00", "cafe"));
            Assert.Equal(first, Picked(await desk.PickAsync($"2026-11-{day} 15:00", "cafe")));
            picks.Add(first);
        }
        Assert.Equal(3, picks.Take(3).Distinct().Count());
        Assert.Equal(3, picks.Skip(3).Distinct().Count());
        Assert.All(Enumerable.Range(1, 5), i => Assert.NotEqual(picks[i - 1], picks[i]));
        Assert.Equal(6, File.ReadLines(desk.Directory.Combine("desks", "concierge", "picks.jsonl")).Count());
    }

    [Fact]
    public async Task A_recent_pick_is_avoided_after_a_restart_too_and_what_another_persona_asks_is_not_noted()
    {
        const string Cups = "places:\n  - { name: A, kind: cafe, hours: { daily: 08:00-18:00 } }\n  - { name: B, kind: cafe, hours: { daily: 08:00-18:00 } }\n";
        var noted = "{\"at\":\"2026-11-25T08:00:00+00:00\",\"on\":\"2026-11-25\",\"for\":\"2026-11-25\",\"kind\":\"cafe\",\"place\":\"";
        foreach (var place in new[] { "A", "B" })
        {
            using var desk = new Desk(Cups);
            desk.Directory.Write("desks/concierge/picks.jsonl", noted + place + "\"}\n");
            Assert.NotEqual(place, Picked(await desk.PickAsync("2026-11-26 09:00", "cafe")));
        }
        using var other = new Desk(Cups);
        await other.Tools.CallAsync(other.At("2026-11-26 09:00") with { AskedBy = DirectCalls.Kelly }, "concierge_pick", ("kind", "cafe"));
        Assert.False(File.Exists(other.Directory.Combine("desks", "concierge", "picks.jsonl")));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_costs_no_pick_and_is_told()
    {
        _desk.Directory.Write("desks/concierge/picks.jsonl", "no entry\n");
        var text = await _desk.PickAsync("2026-11-26 09:00", "cafe");
        Assert.Contains("Pick: Cup", text, StringComparison.Ordinal);
        Assert.Contains("picks.jsonl, line 1, cannot be read", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_list_there_is_no_pick_and_a_sentence_how_to_begin()
    {
        using var empty = new Desk();
        var text = await empty.PickAsync("2026-11-26 11:00", "lunch");
        Assert.Contains("Nothing: no restaurant is on the list.", text, StringComparison.Ordinal);
        Assert.Contains("There is no list of places yet", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_is_not_on_the_list_and_a_wish_that_nothing_matches_are_said()
    {
        Assert.Contains("no casino is on the list; its kinds are bar, beach, cafe, gym", await _desk.PickAsync("2026-11-26 11:00", "casino"), StringComparison.Ordinal);
        Assert.Contains("Nothing that fits matches the wish", await _desk.PickAsync("2026-11-26 11:00", "lunch", wish: "sushi"), StringComparison.Ordinal);
        Assert.Contains("every cafe on the list was left out", await _desk.PickAsync("2026-11-26 11:00", "cafe", without: "cup"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-26 11:00", "cafe", "someday", "is no day here; write now")]
    [InlineData("2026-11-26 11:00", "cafe", "2026-11-25", "is over; ask about today")]
    [InlineData("2026-11-26 11:00", "cafe", "2026-02-30", "no calendar has")]
    [InlineData("2026-11-26 11:00", "cafe", "2028-01-01", "more than a year away")]
    [InlineData("2026-11-26 11:00", "cafe", "today 10:00", "is over today, it is 11:00")]
    [InlineData("2026-11-26 11:00", "cafe", "today 26:00", "no clock shows")]
    [InlineData("2026-11-26 11:00", " ", null, "kind is empty")]
    public async Task A_question_that_means_nothing_is_refused_with_what_to_write(string now, string kind, string? when, string reason) =>
        Assert.Contains(reason, await _desk.Tools.RefusalAsync(_desk.At(now), "concierge_pick", ("kind", kind), ("when", when)), StringComparison.Ordinal);

    [Fact]
    public void What_asks_outside_says_so_and_takes_no_words_along()
    {
        Assert.Equal(
            [("concierge_today", ToolEffect.Outward), ("concierge_pick", ToolEffect.None), ("concierge_places", ToolEffect.None), ("concierge_weather", ToolEffect.Outward), ("concierge_week", ToolEffect.Outward)],
            _desk.Tools.Tools.Select(tool => (tool.Name, tool.Effect)));
        Assert.All(_desk.Tools.Tools, tool => Assert.DoesNotContain("arguments", tool.Function.JsonSchema.ToString(), StringComparison.Ordinal));
    }

    private static string Picked(string text) => text.Split('\n').Single(line => line.StartsWith("Pick: ", StringComparison.Ordinal))["Pick: ".Length..].Split(',')[0];
}
