using System.Net;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.Feeds;

/// <summary>A reader and the server that it reads from, at 07:01:02 UTC.</summary>
internal sealed class FeedHouse : IAsyncDisposable
{
    private FeedHouse(FeedServer server) => Server = server;

    public FeedServer Server { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 7, 1, 2, TimeSpan.Zero));

    public DataOptions Data { get; } = new();

    public FeedOptions Options { get; } = new();

    public FeedReader Reader { get; private set; } = null!;

    /// <summary>A feed whose configured address is the server's.</summary>
    public static Feed Feed => FeedCatalog.Deribit;

    public static TimeSpan Minute => TimeSpan.FromMinutes(1);

    public static async Task<FeedHouse> StartAsync(Action<FeedOptions>? configure = null, FeedResolver? resolve = null)
    {
        var house = new FeedHouse(await FeedServer.StartAsync());
        house.Options.Addresses[Feed.Id] = house.Server.Url;
        configure?.Invoke(house.Options);
        house.Reader = new FeedReader(new OptionsWrapper<FeedOptions>(house.Options), new OptionsWrapper<DataOptions>(house.Data), house.Time, resolve);
        return house;
    }

    public Task<FeedDocument> GetAsync(string path = "/x", TimeSpan? fresh = null) => Reader.GetAsync(Feed, path, fresh ?? Minute, default);

    /// <summary>A name that leads where a test says.</summary>
    public static FeedResolver LeadsTo(params string[] addresses) => (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        await Server.DisposeAsync();
    }
}
