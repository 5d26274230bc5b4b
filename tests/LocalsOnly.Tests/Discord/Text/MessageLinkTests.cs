using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class MessageLinkTests
{
    [Theory]
    [InlineData("https://discord.com/channels/111111111111111111/222222222222222222/333333333333333333")]
    [InlineData("https://ptb.discord.com/channels/111111111111111111/222222222222222222/333333333333333333")]
    [InlineData("https://canary.discord.com/channels/111111111111111111/222222222222222222/333333333333333333")]
    [InlineData("https://discordapp.com/channels/111111111111111111/222222222222222222/333333333333333333/")]
    [InlineData("<https://discord.com/channels/111111111111111111/222222222222222222/333333333333333333>")]
    [InlineData("What do you make of https://discord.com/channels/111111111111111111/222222222222222222/333333333333333333?")]
    [InlineData("[this](https://discord.com/channels/111111111111111111/222222222222222222/333333333333333333), please")]
    [InlineData("https://discord.com/channels/1/2 and HTTPS://DISCORD.COM/channels/111111111111111111/222222222222222222/333333333333333333")]
    public void A_link_is_found_wherever_it_stands(string text)
    {
        Assert.True(MessageLink.TryParse(text, out var link));
        Assert.Equal(new MessageLink(new Snowflake(111111111111111111), new Snowflake(222222222222222222), new Snowflake(333333333333333333)), link);
    }

    [Fact]
    public void A_link_to_a_direct_message_has_no_server()
    {
        Assert.True(MessageLink.TryParse("https://discord.com/channels/@me/2/3", out var link));
        Assert.Equal(new MessageLink(null, new Snowflake(2), new Snowflake(3)), link);
    }

    [Fact]
    public void The_link_of_a_message_leads_to_it()
    {
        var message = new DiscordMessage(new Snowflake(3), new Snowflake(2), new DiscordUser(new Snowflake(9), "Ada", false), "hi") { Guild = new Snowflake(1) };

        Assert.True(MessageLink.TryParse(message.Link, out var link));
        Assert.Equal(new MessageLink(message.Guild, message.Channel, message.Id), link);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://discord.com/channels/1/2")]
    [InlineData("https://discord.com/channels/1/2/three")]
    [InlineData("https://discord.com/channels/1/2/3abc")]
    [InlineData("https://discord.com.evil.example/channels/1/2/3")]
    [InlineData("https://evildiscord.com/channels/1/2/3")]
    [InlineData("https://evil.example/https://discord.com/channels/1/2/3")]
    [InlineData("https://discord.com/channels/99999999999999999999/2/3")]
    [InlineData("ftp://discord.com/channels/1/2/3")]
    public void Nothing_else_is_one(string? text) => Assert.False(MessageLink.TryParse(text, out _));
}
