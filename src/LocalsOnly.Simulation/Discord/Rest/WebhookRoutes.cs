using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Webhooks. Those whose id is an application's are the answers to its interactions, which <see cref="AnswerRoutes"/> takes.</summary>
/// <remarks>discord.com/developers/docs/resources/webhook</remarks>
internal sealed class WebhookRoutes(World world, AnswerRoutes answers)
{
    private const string Execute = "/webhooks/{webhook}/{token}";
    private const string One = "/webhooks/{webhook}/{token}/messages/{message}";
    private const int MostPerChannel = 15;

    public IEnumerable<RestRoute> Routes =>
    [
        new("GET", "/channels/{channel}/webhooks", OfChannel) { Answer = "[Webhook]" },
        new("POST", "/channels/{channel}/webhooks", Create) { Body = "CreateWebhook", Answer = "Webhook" },
        new("GET", "/webhooks/{webhook}", request => Ok(Own(request), request.Bot)) { Answer = "Webhook" },
        new("DELETE", "/webhooks/{webhook}", request => Remove(Own(request))),
        new("GET", Execute, request => Ok(ByToken(request), null)) { Open = true, Answer = "Webhook" },
        new("DELETE", Execute, request => Remove(ByToken(request))) { Open = true },
        new("POST", Execute, Write) { Open = true, Bucket = RestBucket.Webhook, Query = ["wait", "thread_id", "with_components"], Body = "ExecuteWebhook", Answer = "Message" },
        new("GET", One, Get) { Open = true, Bucket = RestBucket.Webhook, Query = ["thread_id"], Answer = "Message" },
        new("PATCH", One, Edit) { Open = true, Bucket = RestBucket.Webhook, Query = ["thread_id", "with_components"], Body = "EditWebhookMessage", Answer = "Message" },
        new("DELETE", One, Delete) { Open = true, Bucket = RestBucket.Webhook, Query = ["thread_id"] },
    ];

    private RestReply OfChannel(RestRequest request)
    {
        var channel = Manageable(request);
        return RestReply.Ok(WireJson.Bytes(json =>
        {
            json.WriteStartArray();
            foreach (var webhook in world.Webhooks.Values.Where(webhook => webhook.Channel == channel))
                WebhookDocument.Write(json, webhook, request.Bot, world.Url);
            json.WriteEndArray();
        }));
    }

    private RestReply Create(RestRequest request)
    {
        var channel = Manageable(request);
        if (channel.Kind is not (SimulatedChannelKind.Text or SimulatedChannelKind.Forum))
            throw RefusedException.WrongKindOfChannel;
        if (world.Webhooks.Values.Count(one => one.Channel == channel) >= MostPerChannel)
            throw new RefusedException(400, 30007, "Maximum number of webhooks reached (15)");
        var name = request.Member("name").GetString()!;
        CheckName(name, "name");
        var webhook = new SimulatedWebhook(world.NextId(), channel, name, request.Bot) { Token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(51)) };
        world.Webhooks[webhook.Id] = webhook;
        world.Announcer.WebhooksUpdated(channel);
        world.Changed.Beat();
        return Ok(webhook, request.Bot);
    }

    private RestReply Remove(SimulatedWebhook webhook)
    {
        world.Webhooks.Remove(webhook.Id);
        world.Announcer.WebhooksUpdated(webhook.Channel);
        world.Changed.Beat();
        return RestReply.Done;
    }

    private RestReply Write(RestRequest request)
    {
        if (answers.Interaction(request) is { } interaction)
            return answers.FollowUp(interaction, request);
        var webhook = ByToken(request);
        var name = request.Member("username") is { ValueKind: JsonValueKind.String } given ? given.GetString()! : webhook.Name;
        CheckName(name, "username");
        var channel = Place(webhook, request);
        if (channel.Kind == SimulatedChannelKind.Forum)
            throw new RefusedException(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id");
        var author = new SimulatedAuthor(webhook.Id, name, true)
        {
            Webhook = webhook.Id,
            AvatarUrl = request.Member("avatar_url") is { ValueKind: JsonValueKind.String } avatar ? avatar.GetString() : null,
        };
        var draft = MessageBody.Draft(request.Body, channel, author, request.Files);
        var message = world.Messages.Write(draft with { Application = webhook.Creator.ApplicationId, PingsEveryone = true });
        return request.Query("wait") is "true" or "1" ? RestReply.Ok(world.Answer(message, null)) : RestReply.Done;
    }

    private RestReply Get(RestRequest request) =>
        answers.Interaction(request) is { } interaction ? answers.Get(interaction, request) : RestReply.Ok(world.Answer(Find(request), null));

    private RestReply Edit(RestRequest request)
    {
        if (answers.Interaction(request) is { } interaction)
            return answers.Edit(interaction, request);
        var message = Find(request);
        return RestReply.Ok(world.Answer(world.Messages.Change(message, MessageRoutes.Whole(MessageBody.Change(request.Body, request.Files), message), pingsEveryone: true), null));
    }

    private RestReply Delete(RestRequest request)
    {
        if (answers.Interaction(request) is { } interaction)
            return answers.Delete(interaction, request);
        world.Messages.Delete(Find(request));
        return RestReply.Done;
    }

    /// <summary>The message of a request, if the webhook wrote it: in its channel, or in the thread that the query names.</summary>
    private SimulatedMessage Find(RestRequest request)
    {
        var webhook = ByToken(request);
        var message = Place(webhook, request).Message(request);
        return message.Author.Webhook == webhook.Id ? message : throw RefusedException.UnknownMessage;
    }

    private SimulatedChannel Place(SimulatedWebhook webhook, RestRequest request)
    {
        if (request.QueryId("thread_id") is not { } id)
            return webhook.Channel;
        return world.Channels.TryGetValue(id, out var thread) && thread.Parent == webhook.Channel ? thread : throw RefusedException.UnknownChannel;
    }

    private SimulatedWebhook ByToken(RestRequest request)
    {
        var webhook = world.Webhooks.GetValueOrDefault(request.Id("webhook")) ?? throw RefusedException.UnknownWebhook;
        return webhook.Token == request.Text("token") ? webhook : throw RefusedException.InvalidWebhookToken;
    }

    private SimulatedWebhook Own(RestRequest request)
    {
        var webhook = world.Webhooks.GetValueOrDefault(request.Id("webhook")) ?? throw RefusedException.UnknownWebhook;
        return webhook.Creator == request.Bot ? webhook : throw RefusedException.MissingPermissions;
    }

    private SimulatedChannel Manageable(RestRequest request)
    {
        var channel = world.Channel(request);
        if (channel.Guild is null)
            throw RefusedException.DirectChannel;
        return request.Bot.ManagesWebhooks ? channel : throw RefusedException.MissingPermissions;
    }

    /// <remarks>discord.com/developers/docs/resources/webhook#create-webhook, discord.com/developers/docs/resources/user#usernames-and-nicknames</remarks>
    private static void CheckName(string name, string path)
    {
        foreach (var forbidden in (ReadOnlySpan<string>)["clyde", "discord"])
        {
            if (name.Contains(forbidden, StringComparison.OrdinalIgnoreCase))
                throw RefusedException.Invalid(path, "USERNAME_INVALID_CONTAINS", string.Create(CultureInfo.InvariantCulture, $"Username cannot contain \"{forbidden}\""));
        }
    }

    private RestReply Ok(SimulatedWebhook webhook, SimulatedBot? reader) => RestReply.Ok(WireJson.Bytes(json => WebhookDocument.Write(json, webhook, reader, world.Url)));
}
