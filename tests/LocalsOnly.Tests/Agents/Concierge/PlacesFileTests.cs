using LocalsOnly.Agents.Tools.Concierge;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Tests.Agents.Concierge;

public sealed class PlacesFileTests : IDisposable
{
    private const string Good = """
        places:
          - name: Chez Albertine
            kind: bistrot
            town: Bidart
            tags: [oysters, terrace]
            notes: Ask for the
              round table.
            phone: "+33 5 00"
            hours:
              wed-fri: 12:00-14:00, 19:30-22:00
              sat: [12:00-14:00, 19:00-01:30]
              sun: 12:00-15:00
            closed: [2026-12-25, 12-31..01-06]
            season: Apr..Nov
            price: €€
            seating: [indoor, outdoor]
            meals: lunch
          - name: Plage
            kind: plage
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_place_is_what_its_entry_says()
    {
        var places = PlacesFile.Parse(Good);

        var one = places[0];
        Assert.Equal(("Chez Albertine", "restaurant", "Bidart", "Ask for the round table.", "+33 5 00", "€€"), (one.Name, one.Kind, one.Town, one.Notes, one.Phone, one.Price));
        Assert.Equal(["oysters", "terrace"], one.Tags);
        Assert.Equal((true, true, (true, false)), (one.Indoor, one.Outdoor, one.Meals!.Value));
        Assert.Equal(["12:00-14:00", "19:00-01:30"], one.Hours!.On(DayOfWeek.Saturday).Select(interval => interval.ToString()));
        Assert.Empty(one.Hours.On(DayOfWeek.Monday));
        Assert.Equal(("beach", false, true), (places[1].Kind, places[1].Indoor, places[1].Outdoor));
    }

    [Fact]
    public void The_example_that_is_shipped_can_be_read_and_says_that_it_is_one()
    {
        var places = PlacesFile.Parse(File.ReadAllText(Path.Combine(Repository.Root, "agents", "kelly", "places.example.yaml")));
        Assert.InRange(places.Count, 4, 10);
        Assert.All(places, place => Assert.StartsWith("Example", place.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- name: A", "the file: begin it with a line places:")]
    [InlineData("place:\n  - name: A", "line 1, 'place': the only key")]
    [InlineData("places:\n  name: A", "places: write a list")]
    [InlineData("places:\n  - A", "line 2, places: each entry is a block")]
    [InlineData("places:\n  - kind: bar", "line 2, name of the place: it is missing; add a line like name:")]
    [InlineData("places:\n  - name: A", "line 2, kind of 'A': it is missing")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    stars: 3", "line 4, 'stars': known fields are name, kind")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    hours:\n      mon: 12-14", "line 5, hours of 'A': '12-14' is no interval; write hours like 12:00-14:00")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    hours:\n      mon: 12:00-25:00", "line 5, hours of 'A': '12:00-25:00' holds a time that no clock shows")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    hours:\n      lun: 12:00-14:00", "line 5, hours of 'A': 'lun' is no day; write mon")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    hours:\n      mon: 12:00-14:00, 13:00-15:00", "begins before the interval in front of it has ended")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    hours: late", "line 4, hours of 'A': write days and their hours")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    closed: [2026-02-30]", "line 4, closed of 'A': '2026-02-30' is no day or range")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    season: Apr-Nov", "season of 'A': 'Apr-Nov' is no day or range; write")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    seating: balcony", "seating of 'A': 'balcony' is neither indoor nor outdoor")]
    [InlineData("places:\n  - name: A\n    kind: bar\n    tags:\n      - [x]", "line 5, tags of 'A': write one value here")]
    [InlineData("places:\n  - name: A\n    kind: bar\n  - name: a\n    kind: bar", "line 4, name of 'a': it stands on line 2 already")]
    [InlineData("places:\n  - name: A\n    name: B\n    kind: bar", "line 3: this is not valid YAML")]
    [InlineData("places:\n  - name: [A\n", "this is not valid YAML")]
    public void What_is_wrong_is_told_with_its_line_and_field(string yaml, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => PlacesFile.Parse(yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet")]
    [InlineData("places:")]
    [InlineData("places: []")]
    public void An_empty_file_is_an_empty_list(string yaml) => Assert.Empty(PlacesFile.Parse(yaml));

    [Fact]
    public void A_missing_file_is_an_empty_list_and_a_sentence_how_to_begin()
    {
        var now = List("places.yaml").Now;
        Assert.Empty(now.Places);
        Assert.Contains("places.example.yaml", now.Problem!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_takes_effect_at_the_next_look_and_a_broken_one_leaves_the_last_good_list()
    {
        _directory.Write("places.yaml", Good);
        var list = List("places.yaml");
        Assert.Equal((2, null), (list.Now.Places.Count, list.Now.Problem));

        _directory.Write("places.yaml", Good.Replace("Apr..Nov", "Apr-Nov", StringComparison.Ordinal));
        Assert.Equal(2, list.Now.Places.Count);
        Assert.Equal("places.yaml, line 14, season of 'Chez Albertine': 'Apr-Nov' is no day or range; write 2026-12-25, 12-25, 12-24..01-02 or Apr..Nov. The last good list (2 places) goes on answering.", list.Now.Problem);

        _directory.Write("places.yaml", "places:\n  - name: A new one\n    kind: bar\n");
        Assert.Equal("A new one", Assert.Single(list.Now.Places).Name);
        Assert.Null(list.Now.Problem);

        File.Delete(_directory.Combine("places.yaml"));
        Assert.Single(list.Now.Places);
        Assert.Contains("is gone", list.Now.Problem!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-04-01", false)]
    [InlineData("2026-11-30", false)]
    [InlineData("2026-03-31", true)]
    [InlineData("2026-12-01", true)]
    public void A_season_holds_its_first_and_its_last_day(string day, bool shut) => Assert.Equal(shut, PlacesFile.Parse(Good)[0].IsShut(Day(day)));

    [Theory]
    [InlineData("12-31..01-06", "2026-12-30", false)]
    [InlineData("12-31..01-06", "2026-12-31", true)]
    [InlineData("12-31..01-06", "2027-01-06", true)]
    [InlineData("12-31..01-06", "2027-01-07", false)]
    [InlineData("2026-12-25", "2026-12-25", true)]
    [InlineData("2026-12-25", "2027-12-25", false)]
    [InlineData("12-25", "2031-12-25", true)]
    [InlineData("2026-12-20..2027-01-10", "2027-01-01", true)]
    [InlineData("Feb", "2028-02-29", true)]
    [InlineData("Nov..Feb", "2027-01-15", true)]
    [InlineData("Nov..Feb", "2027-03-01", false)]
    [InlineData("02-29", "2028-02-29", true)]
    public void A_range_is_of_one_year_or_of_every_one(string text, string day, bool holds)
    {
        Assert.True(YearRange.TryParse(text, out var range));
        Assert.Equal(holds, range.Holds(Day(day)));
    }

    [Theory]
    [InlineData("2026-12-25..12-31")]
    [InlineData("2027-01-01..2026-12-01")]
    [InlineData("Apx")]
    [InlineData("13-01")]
    [InlineData("")]
    public void What_is_no_range_is_none(string text) => Assert.False(YearRange.TryParse(text, out _));

    [Fact]
    public void Who_closes_after_midnight_is_open_on_the_next_morning_until_then()
    {
        var place = PlacesFile.Parse(Good)[0];
        var saturday = Day("2026-10-24");
        Assert.Equal(25 * 60 + 30, place.OpenUntil(saturday, 23 * 60));
        // Sunday 25 October 2026 has two hours between two and three; the wall's clock decides.
        Assert.Equal(90, place.OpenUntil(saturday.AddDays(1), 60));
        Assert.Null(place.OpenUntil(saturday.AddDays(1), 90));
        Assert.Null(place.OpenUntil(saturday, 60));
        // What opens on a closed day is closed, and so is its night.
        Assert.Null(place.OpenUntil(Day("2027-01-03"), 60));
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private PlaceList List(string name) => new(_directory.Combine(name), NullLogger<PlaceList>.Instance);
}
