using System.Net;

namespace LocalsOnly.Tests.Host;

public sealed class QueryNumberTests
{
    [Theory]
    [InlineData("/api/search?q=heat&limit=x", "'limit' must be a whole number from 1 to 50.")]
    [InlineData("/api/search?q=heat&limit=0", "'limit' must be a whole number from 1 to 50.")]
    [InlineData("/api/tasks/calendar?days=-1", "'days' must be a whole number from 1 to 31.")]
    [InlineData("/api/tasks/history?most=1.5", "'most' must be a whole number from 1 to 200.")]
    public async Task What_is_no_number_is_refused_by_name(string path, string sentence)
    {
        await using var house = await TestHouse.StartAsync();
        using var reply = await house.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains(sentence, System.Text.RegularExpressions.Regex.Unescape(await reply.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/search?q=heat")]
    [InlineData("/api/search?q=heat&limit=")]
    [InlineData("/api/search?q=heat&limit=9999")]
    public async Task Nothing_is_the_usual_and_more_than_there_may_be_is_the_most(string path)
    {
        await using var house = await TestHouse.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await house.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }
}
