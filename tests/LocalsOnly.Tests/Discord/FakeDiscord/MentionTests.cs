using System.Globalization;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>A message records whom it really pinged.</summary>
public sealed class MentionTests
{
    [Theory]
    [InlineData("", "ana role")]
    [InlineData(""","allowed_mentions":{"parse":[]}""", "")]
    [InlineData(""","allowed_mentions":{}""", "")]
    [InlineData(""","allowed_mentions":{"parse":["users"]}""", "ana")]
    [InlineData(""","allowed_mentions":{"parse":["roles","everyone"]}""", "role")]
    [InlineData(""","allowed_mentions":{"users":["ANA"]}""", "ana")]
    [InlineData(""","allowed_mentions":{"users":["1"]}""", "")]
    [InlineData(""","allowed_mentions":{"roles":["ROLE"]}""", "role")]
    public async Task Allowed_mentions_decide_who_is_pinged(string allowed, string pinged)
    {
        await using var house = await FakeHouse.StartAsync();
        var role = house.Guild.AddRole("friends");
        var closed = house.Guild.AddRole("staff", mentionable: false);
        allowed = allowed.Replace("ANA", $"{house.Ana.Id}", StringComparison.Ordinal).Replace("ROLE", $"{role.Id}", StringComparison.Ordinal);

        var (status, sent) = await house.PostAsync(house.Messages, $$"""{"content":"{{house.Ana.Mention}} {{role.Mention}} {{closed.Mention}} @everyone <@1>"{{allowed}}}""");

        Assert.Equal(200, status);
        var found = house.Channel.Newest!.Pinged;
        Assert.Equal(pinged.Contains("ana", StringComparison.Ordinal) ? [house.Ana.Id] : [], found.Users);
        Assert.Equal(pinged.Contains("role", StringComparison.Ordinal) ? [role.Id] : [], found.Roles);
        Assert.False(found.Everyone);
        Assert.Equal(found.Users, sent.GetProperty("mentions").EnumerateArray().Select(user => ulong.Parse(user.GetProperty("id").GetString()!, CultureInfo.InvariantCulture)));
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Everyone_is_pinged_only_by_who_may()
    {
        await using var house = await FakeHouse.StartAsync();
        house.Bot.PingsEveryone = true;

        await house.PostAsync(house.Messages, """{"content":"@everyone"}""");
        Assert.True(house.Channel.Newest!.Pinged.Everyone);
        await house.PostAsync(house.Messages, """{"content":"@everyone","allowed_mentions":{"parse":["users"]}}""");
        Assert.True(house.Channel.Newest!.Pinged.IsNobody);
    }

    [Fact]
    public async Task A_reply_pings_whom_it_replies_to_unless_told_not_to_and_an_edit_pings_nobody()
    {
        await using var house = await FakeHouse.StartAsync();
        var asked = house.Discord.Say(house.Ana, house.Channel, "question");
        var reply = $$"""{"content":"answer","message_reference":{"message_id":"{{asked}}"}""";

        var (_, loud) = await house.PostAsync(house.Messages, reply + "}");
        Assert.Equal([house.Ana.Id], house.Channel.Newest!.Pinged.Users);
        await house.PostAsync(house.Messages, reply + ""","allowed_mentions":{"parse":["users"]}}""");
        Assert.True(house.Channel.Newest!.Pinged.IsNobody);
        var (_, edited) = await house.SendAsync("PATCH", $"{house.Messages}/{house.Channel.Newest.Id}", $$"""{"content":"{{house.Ana.Mention}}"}""");

        Assert.True(house.Channel.Newest!.Pinged.IsNobody);
        Assert.Equal(1, edited.GetProperty("mentions").GetArrayLength());
        Assert.Equal(1, loud.GetProperty("mentions").GetArrayLength());
    }
}
