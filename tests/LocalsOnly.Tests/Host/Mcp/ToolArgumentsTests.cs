using System.Text.Json;
using LocalsOnly.Host.Mcp;

namespace LocalsOnly.Tests.Host.Mcp;

public sealed class ToolArgumentsTests
{
    private static readonly TimeZoneInfo s_paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00+01:00")]
    [InlineData("2026-07", "2026-07-01T00:00:00+02:00")]
    [InlineData("2026-03-29", "2026-03-29T00:00:00+01:00")]
    [InlineData("2026-03-29T12:00", "2026-03-29T12:00:00+02:00")]
    [InlineData("2026-03-29 12:00:30", "2026-03-29T12:00:30+02:00")]
    [InlineData("2026-03-29T12:00:00Z", "2026-03-29T12:00:00+00:00")]
    [InlineData("2026-03-29T12:00:00-05:00", "2026-03-29T12:00:00-05:00")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00+00:00")]
    public void A_date_without_an_offset_is_meant_where_the_person_is(string written, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), Arguments($$"""{ "after": "{{written}}" }""").Instant("after", s_paris));

    [Theory]
    [InlineData("26-03-01")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("2026-02-30T10:00")]
    [InlineData("2026-03-01T")]
    [InlineData("2026-03-01T25:00")]
    [InlineData("1 March 2026")]
    [InlineData("20260301")]
    public void What_is_no_iso_date_is_refused(string written) =>
        Assert.Throws<ToolArgumentException>(() => Arguments($$"""{ "after": "{{written}}" }""").Instant("after", s_paris));

    [Fact]
    public void An_argument_that_is_null_was_not_given()
    {
        var arguments = Arguments("""{ "after": null }""");

        Assert.Null(arguments.Instant("after", s_paris));
        Assert.Null(arguments.OptionalText("after", 10));
        Assert.Equal(7, arguments.Whole("after", 0, 10, 7));
    }

    private static ToolArguments Arguments(string json) => new("recall", JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json), ["after"]);
}
