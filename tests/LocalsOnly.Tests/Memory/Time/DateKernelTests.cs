using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Tests.Memory.Time;

public sealed class DateKernelTests
{
    [Theory]
    [InlineData(2023, 5, 5, "2023-05-05", 1)]
    [InlineData(2023, 5, 5, "2023-05-08", 0.7)]
    [InlineData(2023, 5, 5, "2023-05-02", 0.7)]
    [InlineData(2023, 5, 5, "2023-05-15", 0.4)]
    [InlineData(2023, 5, 5, "2023-04-25", 0.4)]
    [InlineData(2023, 5, 5, "2023-05-16", 0.2)]
    [InlineData(2023, 5, 5, "2023-04-24", 0)]
    [InlineData(2023, 5, 5, "2022-05-05", 0)]
    [InlineData(2022, 12, 31, "2023-01-02", 0.7)]
    [InlineData(null, 5, 5, "2019-05-05", 1)]
    [InlineData(null, 1, 2, "2023-12-30", 0.7)]
    [InlineData(null, 2, 29, "2023-02-28", 1)]
    [InlineData(2023, 5, null, "2023-05-31", 1)]
    [InlineData(2023, 5, null, "2023-06-30", 0.3)]
    [InlineData(2023, 5, null, "2023-07-01", 0)]
    [InlineData(2023, 5, null, "2023-04-30", 0)]
    [InlineData(2023, 5, null, "2022-05-10", 0)]
    [InlineData(2022, 12, null, "2023-01-10", 0.3)]
    [InlineData(null, 12, null, "2023-01-10", 0.3)]
    [InlineData(null, 5, null, "2020-05-10", 1)]
    [InlineData(2023, null, null, "2023-10-10", 0.3)]
    [InlineData(2023, null, null, "2024-01-01", 0)]
    public void A_named_date_scores_by_how_near_the_message_is(int? year, int? month, int? day, string said, double score) =>
        Assert.Equal(score, DateKernel.Score(new TimeHint(year, month, day), At(said), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("2024-06-03", 1)]
    [InlineData("2024-06-09", 1)]
    [InlineData("2024-06-10", 0.7)]
    [InlineData("2024-06-12", 0.7)]
    [InlineData("2024-06-13", 0.4)]
    [InlineData("2024-05-31", 0.7)]
    [InlineData("2024-05-24", 0.4)]
    [InlineData("2024-05-23", 0)]
    [InlineData("2024-06-20", 0)]
    public void A_range_scores_inside_and_shortly_around_it(string said, double score) =>
        Assert.Equal(score, DateKernel.Score(TimeHint.Between(new DateOnly(2024, 6, 3), new DateOnly(2024, 6, 10)), At(said), TimeZoneInfo.Utc));

    [Fact]
    public void Of_two_readings_the_better_counts()
    {
        var hint = new TimeHint(2023, 6, 5) { Or = new TimeHint(2023, 5, 6) };
        Assert.Equal(1, DateKernel.Score(hint, At("2023-06-05"), TimeZoneInfo.Utc));
        Assert.Equal(1, DateKernel.Score(hint, At("2023-05-06"), TimeZoneInfo.Utc));
        Assert.Equal(0, DateKernel.Score(hint, At("2023-08-06"), TimeZoneInfo.Utc));
    }

    [Fact]
    public void The_day_of_a_message_is_the_one_on_the_persons_calendar()
    {
        var west = TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-8), "west", "west");
        var late = new DateTimeOffset(2023, 5, 6, 3, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, DateKernel.Score(new TimeHint(2023, 5, 5), late, west));
        Assert.Equal(0.7, DateKernel.Score(new TimeHint(2023, 5, 5), late, TimeZoneInfo.Utc));
    }

    private static DateTimeOffset At(string day) => new(DateOnly.ParseExact(day, "O", null), new TimeOnly(12, 0), TimeSpan.Zero);
}
