using System.Net;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class DownloadTests
{
    private const string Discord = "https://discord.com/api/";
    private const string Own = "http://127.0.0.1:9/api/";

    private static DiscordAttachment File(string url, long size = 3) => new(new Snowflake(1), "notes.txt", size, null, new Uri(url));

    private static Task<byte[]> ReadAsync(RestScene scene, string url, long size = 3, int most = 10) =>
        new Downloads(scene.Options, scene.Invoker, scene.Clock).ReadAsync(File(url, size), most, default);

    [Theory]
    [InlineData(Discord, "https://cdn.discordapp.com/attachments/1/2/notes.txt?ex=1")]
    [InlineData(Discord, "https://media.discordapp.net/attachments/1/2/notes.txt")]
    [InlineData(Own, "http://127.0.0.1:9/attachments/1/2/notes.txt")]
    public async Task A_file_is_read_from_where_discord_keeps_files_and_the_token_stays_here(string api, string url)
    {
        using var scene = new RestScene(api);
        scene.Answers(_ => new HttpResponseMessage { Content = new ByteArrayContent("abc"u8.ToArray()) });
        Assert.Equal("abc"u8.ToArray(), await ReadAsync(scene, url));
        Assert.Null(scene.Seen.Single().Authorization);
    }

    [Theory]
    [InlineData(Discord, "http://cdn.discordapp.com/attachments/1/2/notes.txt")]
    [InlineData(Discord, "https://cdn.discordapp.com.evil.example/notes.txt")]
    [InlineData(Discord, "https://cdn.discordapp.com:8443/notes.txt")]
    [InlineData(Discord, "https://evil.example/cdn.discordapp.com")]
    [InlineData(Discord, "http://127.0.0.1:9/notes.txt")]
    [InlineData(Discord, "http://192.168.1.1/admin")]
    [InlineData(Discord, "file:///etc/hostname")]
    [InlineData(Own, "http://127.0.0.1:10/notes.txt")]
    [InlineData(Own, "https://cdn.discordapp.com/attachments/1/2/notes.txt")]
    public async Task Nothing_is_read_from_anywhere_else(string api, string url)
    {
        using var scene = new RestScene(api);
        Assert.Equal(DiscordFailure.Rejected, (await Assert.ThrowsAsync<DiscordException>(() => ReadAsync(scene, url))).Failure);
        Assert.Empty(scene.Seen);
    }

    [Fact]
    public async Task A_file_that_is_longer_than_it_says_is_not_read_to_its_end()
    {
        using var scene = new RestScene(Discord);
        scene.Answers(_ =>
        {
            var content = new StreamContent(new MemoryStream(new byte[11]));
            content.Headers.ContentLength = null;
            return new HttpResponseMessage { Content = content };
        });
        Assert.Equal("The file notes.txt is longer than 10 bytes, so it was not read.", (await Assert.ThrowsAsync<DiscordException>(() => ReadAsync(scene, "https://cdn.discordapp.com/x"))).Message);
        await Assert.ThrowsAsync<DiscordException>(() => ReadAsync(scene, "https://cdn.discordapp.com/x", size: 11));
        Assert.Single(scene.Seen);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_a_file_that_is_gone_is_said_to_be()
    {
        using var scene = new RestScene(Discord);
        scene.Answers(_ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://192.168.1.1/") } });
        Assert.Equal(DiscordFailure.Rejected, (await Assert.ThrowsAsync<DiscordException>(() => ReadAsync(scene, "https://cdn.discordapp.com/x"))).Failure);
        Assert.Single(scene.Seen);
        scene.Answers(_ => RestScene.Reply(404, ""));
        Assert.Equal(DiscordFailure.NotFound, (await Assert.ThrowsAsync<DiscordException>(() => ReadAsync(scene, "https://cdn.discordapp.com/x"))).Failure);
    }
}
