using System.Net;
using System.Text.Json;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Why Discord refused a request, in one sentence that says what to do where something can be done.</summary>
/// <remarks>Codes: discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes.</remarks>
internal static class RestFailure
{
    public static WireError Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DiscordJson.Default.WireError) ?? Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    public static DiscordException Of(Route route, HttpStatusCode status, WireError error, string bot)
    {
        var doing = route.Doing;
        var needs = route.Permission is { } permission ? $"give it the permission {permission} there" : "its role lacks a permission for it";
        var (failure, sentence) = (error.Code, status) switch
        {
            (50001, _) => (DiscordFailure.Forbidden, $"The bot {bot} may not {doing}: it cannot see the channel, so give it the permission View Channel there."),
            (50013, _) => (DiscordFailure.Forbidden, $"The bot {bot} may not {doing}: {needs}."),
            (50007, _) => (DiscordFailure.Forbidden, $"The bot {bot} cannot write to this person directly: they take no direct messages from it, or have blocked it."),
            (50083, _) => (DiscordFailure.Forbidden, $"The bot {bot} may not {doing}: the thread is archived."),
            (160005, _) => (DiscordFailure.Forbidden, $"The bot {bot} may not {doing}: the thread is locked."),
            (10003, _) => (DiscordFailure.NotFound, "The channel is gone, or the bot is no longer in its server."),
            (10008, _) => (DiscordFailure.NotFound, "The message is gone."),
            (10015 or 50027, _) when route.IsAnswer => (DiscordFailure.InteractionExpired, "The answer came too late: Discord takes further ones for 15 minutes."),
            (10015 or 50027, _) => (DiscordFailure.NotFound, "The webhook is gone: somebody deleted it."),
            (10062, _) => (DiscordFailure.InteractionExpired, "The answer came too late: Discord waits 3 s for the first one."),
            (40060, _) => (DiscordFailure.InteractionExpired, "It was answered already."),
            (30007, _) => (DiscordFailure.Rejected, "The channel has as many webhooks as Discord allows: delete one in its settings, under Integrations."),
            (30034, _) => (DiscordFailure.Rejected, $"The bot {bot} has made as many commands today as Discord allows: they are made tomorrow."),
            (20016, _) => (DiscordFailure.RateLimited, "The channel is in slow mode, so the message was not written."),
            (40005, _) or (_, HttpStatusCode.RequestEntityTooLarge) => (DiscordFailure.Rejected, "The files are larger than Discord takes."),
            (50035, _) => (DiscordFailure.Rejected, $"Discord found the request to {doing} wrong: {FormErrors.First(error.Errors) ?? Words(error, status)}"),
            (_, HttpStatusCode.Unauthorized) when route.AsBot => (DiscordFailure.Unauthorized, Gateway.ConnectionEnd.RefusedToken(bot)),
            (_, HttpStatusCode.Unauthorized) => (DiscordFailure.NotFound, "The webhook is gone, or its token is no longer valid."),
            (_, HttpStatusCode.Forbidden) => (DiscordFailure.Forbidden, $"Discord does not let the bot {bot} {doing}: {Words(error, status)}"),
            (_, HttpStatusCode.NotFound) => (DiscordFailure.NotFound, $"The bot {bot} could not {doing}, because Discord no longer knows it: {Words(error, status)}"),
            _ => (DiscordFailure.Rejected, $"Discord found the request to {doing} wrong: {Words(error, status)}"),
        };
        return new DiscordException(failure, sentence.EndsWith('.') ? sentence : sentence + ".", error.Code);
    }

    public static DiscordException Unavailable(Route route, bool mayBeDone, Exception? inner = null) => new(
        DiscordFailure.Unavailable,
        mayBeDone ? $"Discord did not say whether the request to {route.Doing} was done." : $"Discord could not be reached to {route.Doing}.",
        innerException: inner);

    public static DiscordException TooLong(Route route, TimeSpan wait) =>
        new(DiscordFailure.RateLimited, $"Discord lets the bot {route.Doing} again only in {Math.Ceiling(wait.TotalSeconds):0} s.");

    private static string Words(WireError error, HttpStatusCode status) => error.Message is { Length: > 0 } words ? words : $"status {(int)status}";

    private static WireError Nothing { get; } = new(null, null, null, null);
}
