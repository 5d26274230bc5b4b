using System.Text.Json;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_webhook_writes_changes_and_deletes_under_another_name_in_channels_and_threads()
    {
        await using var house = await FakeHouse.StartAsync();
        var (_, webhook) = await house.PostAsync($"channels/{house.Channel.Id}/webhooks", """{"name":"voices"}""");
        var path = $"webhooks/{webhook.GetProperty("id").GetString()}/{webhook.GetProperty("token").GetString()}";
        var thread = house.Discord.StartThread(house.Ana, house.Channel, house.Discord.Say(house.Ana, house.Channel, "topic"), "aside");

        var (silent, nothing) = await house.PostAsync(path, """{"content":"first","username":"Kelly","avatar_url":"http://127.0.0.1/k.png"}""");
        var (_, sent) = await house.PostAsync($"{path}?wait=true&thread_id={thread.Id}", """{"content":"second"}""");
        var id = sent.GetProperty("id").GetString();
        var lost = await house.RefusedAsync("PATCH", $"{path}/messages/{id}", """{"content":"lost"}""");
        var (_, changed) = await house.SendAsync("PATCH", $"{path}/messages/{id}?thread_id={thread.Id}", """{"content":"changed"}""");

        Assert.Equal((204, JsonValueKind.Undefined), (silent, nothing.ValueKind));
        Assert.Equal(("Kelly", "http://127.0.0.1/k.png"), (house.Channel.Newest!.Author.Name, house.Channel.Newest.Author.AvatarUrl));
        Assert.Equal((webhook.GetProperty("id").GetString(), "voices"), (sent.GetProperty("webhook_id").GetString(), sent.GetProperty("author").GetProperty("username").GetString()));
        Assert.Equal((404, 10008), lost);
        Assert.Equal("changed", changed.GetProperty("content").GetString());
        Assert.Equal(204, (await house.SendAsync("DELETE", $"{path}/messages/{id}?thread_id={thread.Id}")).Status);
        Assert.Equal(1, thread.Count);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Unknown_webhooks_wrong_tokens_foreign_messages_and_forbidden_names_are_refused()
    {
        await using var house = await FakeHouse.StartAsync();
        var (_, webhook) = await house.PostAsync($"channels/{house.Channel.Id}/webhooks", """{"name":"voices"}""");
        var path = $"webhooks/{webhook.GetProperty("id").GetString()}";
        var said = house.Discord.Say(house.Ana, house.Channel, "hello");
        var token = webhook.GetProperty("token").GetString();

        Assert.Equal((404, 10015), await house.RefusedAsync("POST", "webhooks/1/x", """{"content":"x"}"""));
        Assert.Equal((401, 50027), await house.RefusedAsync("POST", $"{path}/x", """{"content":"x"}"""));
        Assert.Equal((404, 10008), await house.RefusedAsync("PATCH", $"{path}/{token}/messages/{said}", """{"content":"x"}"""));
        Assert.Equal((404, 10003), await house.RefusedAsync("POST", $"{path}/{token}?thread_id=1", """{"content":"x"}"""));
        Assert.Equal((400, 50035), await house.RefusedAsync("POST", $"{path}/{token}", """{"content":"x","username":"Discord news"}"""));
        Assert.Equal((400, 50035), await house.RefusedAsync("POST", $"channels/{house.Channel.Id}/webhooks", """{"name":"clyde"}"""));
        house.Bot.ManagesWebhooks = false;
        Assert.Equal((403, 50013), await house.RefusedAsync("GET", $"channels/{house.Channel.Id}/webhooks"));
    }
}
