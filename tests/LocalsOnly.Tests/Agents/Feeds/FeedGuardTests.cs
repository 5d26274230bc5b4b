using System.Net;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Agents.Feeds;

public sealed class FeedGuardTests
{
    [Theory]
    [InlineData("/../admin")]
    [InlineData("//elsewhere.example/x")]
    [InlineData("@elsewhere.example/x")]
    [InlineData(":1/x")]
    [InlineData(".elsewhere.example/x")]
    [InlineData("https://elsewhere.example/x")]
    [InlineData("")]
    public async Task A_path_never_leads_off_the_feeds_own_host_and_path(string path)
    {
        await using var house = await FeedHouse.StartAsync();
        house.Options.Addresses[FeedHouse.Feed.Id] = new Uri(house.Server.Url, "/mirror/");

        if (path == "//elsewhere.example/x")
        {
            await house.GetAsync(path);
            Assert.Equal("/mirror//elsewhere.example/x", Assert.Single(house.Server.Calls).Target);
            return;
        }

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync(path));
        Assert.Equal("Deribit is asked at 127.0.0.1 only, so nothing was sent.", refused.Message);
        Assert.Empty(house.Server.Calls);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var house = await FeedHouse.StartAsync();
        await using var other = await FeedServer.StartAsync();
        house.Server.Status(302, headers: ("Location", new Uri(other.Url, "/x").ToString()));

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());

        Assert.Contains("it points to another address (302), which is not followed", refused.Message, StringComparison.Ordinal);
        Assert.Empty(other.Calls);
    }

    [Fact]
    public async Task Another_host_than_the_feeds_own_is_refused_by_its_connections()
    {
        await using var server = await FeedServer.StartAsync();
        using var transport = new FeedTransport(new Uri("https://feed.example"), FeedHouse.LeadsTo("127.0.0.1"), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);

        var refused = await Assert.ThrowsAsync<FeedFailureException>(() => transport.SendAsync(request, default));

        Assert.Equal("127.0.0.1 is not its host, so nothing was sent", refused.Message);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.1.10")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.1.1")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:c0a8:101::1")]
    public async Task A_public_name_that_leads_into_the_house_is_refused_when_the_socket_connects(string address)
    {
        await using var house = await FeedHouse.StartAsync(
            options => options.Addresses[FeedHouse.Feed.Id] = new Uri("https://feed.example:1"),
            FeedHouse.LeadsTo(address));

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());

        Assert.Contains("its name feed.example leads to ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(", which is no public address, so nothing was sent", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leads_nowhere_is_one_clause()
    {
        await using var house = await FeedHouse.StartAsync(
            options => options.Addresses[FeedHouse.Feed.Id] = new Uri("https://feed.example"),
            FeedHouse.LeadsTo());

        Assert.Contains("its name cannot be resolved now", (await Assert.ThrowsAsync<ToolException>(() => house.GetAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_name_with_two_addresses_a_dead_one_leaves_the_other_and_one_elsewhere_is_left_out()
    {
        await using var house = await FeedHouse.StartAsync(
            options => options.Addresses[FeedHouse.Feed.Id] = new UriBuilder(options.Addresses[FeedHouse.Feed.Id]) { Host = "localhost" }.Uri,
            FeedHouse.LeadsTo("10.0.0.1", "::1", "127.0.0.1"));

        Assert.Null((await house.GetAsync()).Stale);
    }

    [Fact]
    public async Task This_machines_own_name_must_lead_to_this_machine()
    {
        await using var house = await FeedHouse.StartAsync(
            options => options.Addresses[FeedHouse.Feed.Id] = new Uri("http://localhost:1"),
            FeedHouse.LeadsTo("10.0.0.1"));

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.GetAsync());
        Assert.Contains("its name localhost leads to 10.0.0.1, which is not this machine, so nothing was sent", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_configured_as_a_number_is_taken_as_it_is_without_asking_a_resolver()
    {
        await using var house = await FeedHouse.StartAsync(resolve: (_, _) => throw new InvalidOperationException("Nobody is asked."));

        Assert.Null((await house.GetAsync()).Stale);
    }

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("104.18.0.1", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("64:ff9b::5db8:d70e", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("ff02::1", false)]
    public void What_is_public_is_what_the_registries_of_special_addresses_leave(string address, bool isPublic) =>
        Assert.Equal(isPublic, OutsideAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task An_address_that_came_past_the_check_of_the_options_is_still_not_asked_without_encryption()
    {
        await using var house = await FeedHouse.StartAsync(options => options.Addresses[FeedHouse.Feed.Id] = new Uri("http://feed.example"));

        Assert.Contains("feed.example is not asked without encryption", (await Assert.ThrowsAsync<ToolException>(() => house.GetAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Feeds:Addresses:deribit", "http://192.168.1.4:9000", "Feeds:Addresses:deribit is not https; http is for this machine only (127.0.0.1).")]
    [InlineData("Feeds:Addresses:deribbit", "https://www.deribit.com", "Feeds:Addresses:deribbit names no feed; there are hyperliquid, deribit, coingecko,")]
    [InlineData("Feeds:Addresses:deribit", "https://key@www.deribit.com", "Feeds:Addresses:deribit is no address like https://api.example.com")]
    [InlineData("Feeds:Addresses:deribit", "/relative", "Feeds:Addresses:deribit is no address like https://api.example.com")]
    [InlineData("Feeds:Deadline", "00:02:00", "Feeds:Deadline is not between 1 second and 1 minute.")]
    [InlineData("Feeds:MostBytes", "12", "Feeds:MostBytes is not between 1024 and 67108864.")]
    public void Options_with_which_no_feed_can_be_read_are_refused(string key, string value, string sentence)
    {
        using var services = Services(key, value);

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<FeedOptions>>().Value);
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_can_be_set_for_each_feed_and_the_others_keep_their_own()
    {
        using var services = Services("Feeds:Addresses:Deribit", "http://127.0.0.1:9000/deribit");
        var options = services.GetRequiredService<IOptions<FeedOptions>>().Value;

        Assert.Equal("http://127.0.0.1:9000/deribit", options.AddressOf(FeedCatalog.Deribit).ToString());
        Assert.Equal("https://api.coingecko.com/", options.AddressOf(FeedCatalog.CoinGecko).ToString());
        Assert.Equal(9, FeedCatalog.All.Select(feed => feed.Address.Host).Distinct().Count());
        Assert.All(FeedCatalog.All, feed => Assert.Equal("https", feed.Address.Scheme));
    }

    private static ServiceProvider Services(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        return new ServiceCollection().AddFeeds(configuration).AddFeeds(configuration).BuildServiceProvider();
    }
}
