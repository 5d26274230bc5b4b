using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Discord;

public sealed class PostStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_database_of_the_version_before_takes_posts_and_keeps_its_answers()
    {
        var path = _directory.Combine("discord.db");
        using (var before = new DiscordDatabase(path))
        {
            // What version 3 added.
            before.Run("DROP TABLE posts; PRAGMA user_version = 2;");
            new Outbox(before).Settle(new Snowflake(7), new Snowflake(3), "kelly", ["an answer"], null);
            new Outbox(before).SetMessage(new Snowflake(7), 0, new Snowflake(8));
        }

        using var database = new DiscordDatabase(path);
        var (outbox, posts) = (new Outbox(database), new PostStore(database, _time));
        var post = posts.Add(new PostDetails("k1", "vince", new Snowflake(5), "news"), [new PostDraft(new Snowflake(3), ["ne", "ws"], [1])]);

        Assert.Equal(3L, database.Scalar("PRAGMA user_version"));
        Assert.Equal("kelly", outbox.PersonaOf(new Snowflake(8)));
        Assert.Equal(["ne", "ws"], outbox.Parts(post.Id).Select(part => part.Text));
        Assert.Equal([null, [1]], outbox.Parts(post.Id).Select(part => part.File));
        Assert.Equal("vince", outbox.LastPersona(new Snowflake(3)));
        Assert.Equal(post, posts.Find("k1"));
        Assert.Equal(_time.GetUtcNow(), post.Id.At);
    }

    [Fact]
    public void A_post_that_is_complete_keeps_its_ids_and_not_its_words_and_goes_after_a_year()
    {
        using var database = new DiscordDatabase(_directory.Combine("discord.db"));
        var (outbox, posts) = (new Outbox(database), new PostStore(database, _time));
        var (old, other) = (Add("k1"), Add("k2"));
        outbox.SetMessage(old.Id, 0, new Snowflake(8));
        posts.Close(old.Id);

        Assert.True(posts.Find("k1")!.IsComplete);
        Assert.Equal(("", new Snowflake(8)), (outbox.Parts(old.Id)[0].Text, outbox.Parts(old.Id)[0].Message));
        Assert.Equal("k1", posts.KeyOf(new Snowflake(8)));
        Assert.NotEqual(old.Id, other.Id);

        _time.Advance(TimeSpan.FromDays(401));
        posts.Close(Add("k3").Id);

        Assert.Null(posts.Find("k1"));
        Assert.Empty(outbox.Parts(old.Id));

        StoredPost Add(string key) => posts.Add(new PostDetails(key, "vince", null, "news"), [new PostDraft(new Snowflake(3), ["news"], null)]);
    }
}
