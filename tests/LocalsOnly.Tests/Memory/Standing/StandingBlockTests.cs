using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Tests.Memory.Standing;

public sealed class StandingBlockTests
{
    private static readonly DateTimeOffset s_now = Said.Day(100);

    [Fact]
    public void Instructions_come_before_preferences_before_profile_and_the_strongest_and_newest_first()
    {
        StandingRecord[] records =
        [
            Said.One(1, "I live in Utrecht."), Said.One(2, "I like jazz."), Said.One(3, "I like olives."), Said.One(4, "Please don't use emojis."), Said.One(1, "Always use metric units."),
        ];
        const string expected = """
            - instruction, 2026-01-02: Always use metric units [chatgpt:d1:m0]
            - instruction, 2026-01-05: Please don't use emojis [chatgpt:d4:m0]
            - preference, 2026-01-04: I like olives [chatgpt:d3:m0]
            - preference, 2026-01-03: I like jazz [chatgpt:d2:m0]
            - profile, 2026-01-02: I live in Utrecht [chatgpt:d1:m0]

            """;
        Assert.Equal(expected, StandingBlock.Compose(records, 10_000, s_now));
    }

    [Fact]
    public void The_same_records_give_the_same_bytes_in_any_order()
    {
        StandingRecord[] records = [.. Enumerable.Range(0, 30).SelectMany(day => Said.On(day % 5, $"I like topic{day}. I'm allergic to thing{day} and stuff{day}. Always mention topic{day}."))];
        var expected = StandingBlock.Compose(records, 2_000, s_now);
        for (var seed = 0; seed < 20; seed++)
        {
            new Random(seed).Shuffle(records);
            Assert.Equal(expected, StandingBlock.Compose(records, 2_000, s_now));
        }
    }

    [Fact]
    public void A_block_is_never_longer_than_its_budget_and_ends_with_a_whole_line()
    {
        StandingRecord[] records = [.. Enumerable.Range(0, 20).Select(day => Said.One(day, $"I like topic{new string('x', day)}."))];
        var lines = StandingBlock.Compose(records, 10_000, s_now).Split('\n');
        for (var budget = 0; budget < 1_500; budget += 7)
        {
            var block = StandingBlock.Compose(records, budget, s_now);
            Assert.InRange(block.Length, 0, budget);
            Assert.All(block.Split('\n'), line => Assert.Contains(line, lines));
            Assert.True(block.Length == 0 || block.EndsWith('\n'));
        }
    }

    [Fact]
    public void A_line_that_does_not_fit_leaves_room_for_shorter_ones() =>
        Assert.Contains("tea", StandingBlock.Compose([Said.One(2, $"I like {new string('x', 200)}."), Said.One(1, "I like tea.")], 100, s_now), StringComparison.Ordinal);

    [Theory]
    [InlineData("I live\nin Ghent")]
    [InlineData("I live\r\n\r\nin Ghent\n")]
    [InlineData("I live\u2028in\u2029Ghent")]
    [InlineData(" I live\u0085in\u0000 Ghent")]
    public void Line_ends_within_a_text_become_spaces(string text) =>
        Assert.Equal("- profile, 2026-01-02: I live in Ghent [chatgpt:d1:m0]\n", StandingBlock.Compose([Said.One(1, "I live in Utrecht.") with { Text = text }], 1_000, s_now));

    [Fact]
    public void What_does_not_hold_is_left_out()
    {
        var record = Said.One(1, "I live in Utrecht.");
        Assert.Empty(StandingBlock.Compose([record with { Status = StandingStatus.Superseded }, record with { Status = StandingStatus.Forgotten }, record with { Ends = true }], 1_000, s_now));
    }

    [Fact]
    public void A_list_in_one_sentence_is_one_line() =>
        Assert.Equal("- profile, 2026-01-02: I'm allergic to nuts and eggs [chatgpt:d1:m0]\n", StandingBlock.Compose(Said.On(1, "I'm allergic to nuts and eggs."), 1_000, s_now));

    [Fact]
    public void A_date_in_the_future_is_a_wrong_clock_and_goes_before_nothing_of_today()
    {
        StandingRecord[] records = [Said.One(500, "I like jazz."), Said.One(400, "I like olives.")];
        Assert.StartsWith("- preference, 2027-02-05: I like olives", StandingBlock.Compose(records, 1_000, s_now), StringComparison.Ordinal);
        Assert.StartsWith("- preference, undated: I like tea", StandingBlock.Compose([Said.One(1, "I like tea.") with { At = DateTimeOffset.MinValue }], 1_000, s_now), StringComparison.Ordinal);
    }
}
