using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Every request that is ever made.</summary>
internal static class Routes
{
    public static Route Gateway { get; } = new(HttpMethod.Get, "gateway/bot", "", "gateway/bot", "ask for the gateway");

    public static Route Application { get; } = new(HttpMethod.Get, "applications/@me", "", "applications/@me", "ask which application it is of");

    public static Route CreateMessage(Snowflake channel, bool hasNonce, bool hasFiles) =>
        OfChannel(HttpMethod.Post, channel, "/messages", $"/messages", "write in the channel", hasFiles ? "Send Messages or Attach Files" : "Send Messages") with { MayRepeat = hasNonce };

    public static Route EditMessage(Snowflake channel, Snowflake message) =>
        OfChannel(HttpMethod.Patch, channel, "/messages/{message}", $"/messages/{message}", "change the message", "Send Messages");

    public static Route DeleteMessage(Snowflake channel, Snowflake message) =>
        OfChannel(HttpMethod.Delete, channel, "/messages/{message}", $"/messages/{message}", "delete the message", "Manage Messages");

    public static Route Message(Snowflake channel, Snowflake message) =>
        OfChannel(HttpMethod.Get, channel, "/messages/{message}", $"/messages/{message}", "read the message", "Read Message History");

    public static Route MessagesAfter(Snowflake channel, Snowflake after, int limit) =>
        OfChannel(HttpMethod.Get, channel, "/messages", $"/messages?after={after}&limit={limit}", "read the channel", "Read Message History");

    public static Route Typing(Snowflake channel) => OfChannel(HttpMethod.Post, channel, "/typing", "/typing", "show that it is typing", "Send Messages") with { MayRepeat = true };

    public static Route Reaction(HttpMethod method, Snowflake channel, Snowflake message, string emoji) =>
        OfChannel(method, channel, "/messages/{message}/reactions/{emoji}/@me", $"/messages/{message}/reactions/{Uri.EscapeDataString(emoji)}/@me", "react to the message", "Add Reactions");

    public static Route Channel(Snowflake channel) => OfChannel(HttpMethod.Get, channel, "", "", "see the channel", "View Channel");

    public static Route DirectChannel { get; } = new(HttpMethod.Post, "users/@me/channels", "", "users/@me/channels", "write to the person directly") { MayRepeat = true };

    /// <summary>A message can have one thread only, so that a second try makes no second thread.</summary>
    public static Route StartThread(Snowflake channel, Snowflake message) =>
        OfChannel(HttpMethod.Post, channel, "/messages/{message}/threads", $"/messages/{message}/threads", "begin a thread", "Create Public Threads") with { MayRepeat = true };

    public static Route Webhooks(HttpMethod method, Snowflake channel) => OfChannel(method, channel, "/webhooks", "/webhooks", "use webhooks in the channel", "Manage Webhooks");

    public static Route Commands(Snowflake application) => new(HttpMethod.Get, "applications/{application}/commands", "", $"applications/{application}/commands", "read its commands");

    /// <summary>A command that is made again with its name only replaces the first.</summary>
    public static Route CreateCommand(Snowflake application) =>
        new(HttpMethod.Post, "applications/{application}/commands", "", $"applications/{application}/commands", "make its commands") { MayRepeat = true };

    public static Route Command(HttpMethod method, Snowflake application, Snowflake command) =>
        new(method, "applications/{application}/commands/{command}", "", $"applications/{application}/commands/{command}", "change its commands");

    public static Route ExecuteWebhook(Snowflake webhook, string token, Snowflake? thread) =>
        OfWebhook(HttpMethod.Post, webhook, token, "", $"?wait=true{(thread is { } id ? $"&thread_id={id}" : "")}");

    public static Route WebhookMessage(HttpMethod method, Snowflake webhook, string token, string message, Snowflake? thread = null) =>
        OfWebhook(method, webhook, token, "/messages/{message}", $"/messages/{message}{(thread is { } id ? $"?thread_id={id}" : "")}");

    /// <summary>An interaction takes one answer, so that a second try cannot answer twice.</summary>
    public static Route Callback(Snowflake interaction, string token) =>
        new(HttpMethod.Post, "interactions/{interaction}/{token}/callback", interaction.ToString(), $"interactions/{interaction}/{token}/callback", "answer") { AsBot = false, MayRepeat = true };

    private static Route OfChannel(HttpMethod method, Snowflake channel, string template, string path, string doing, string permission) =>
        new(method, "channels/{channel}" + template, channel.ToString(), $"channels/{channel}{path}", doing) { Permission = permission };

    private static Route OfWebhook(HttpMethod method, Snowflake webhook, string token, string template, string path) =>
        new(method, "webhooks/{webhook}/{token}" + template, $"{webhook}/{token}", $"webhooks/{webhook}/{token}{path}", "write with its webhook") { AsBot = false };
}
