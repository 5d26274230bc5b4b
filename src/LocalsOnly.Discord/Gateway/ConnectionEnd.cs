using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>What follows from the end of a connection.</summary>
internal enum AfterEnd
{
    /// <summary>Connect again, after a pause, and go on with the session.</summary>
    Resume,

    /// <summary>Go on with the session at once, as the gateway asked for.</summary>
    ResumeNow,

    /// <summary>Connect again and begin a new session, after a pause.</summary>
    Begin,

    /// <summary>The gateway has refused the session: begin anew after 1 to 5 s.</summary>
    BeginAfterRefusal,

    /// <summary>Trying again is no use.</summary>
    GiveUp,

    Stop,
}

/// <summary>Why a connection ended.</summary>
/// <param name="Why">One clause, that goes on from "it lost the connection: ".</param>
internal sealed record ConnectionEnd(AfterEnd Next, string Why)
{
    public static ConnectionEnd Stopped { get; } = new(AfterEnd.Stop, "stopped");

    /// <summary>For <see cref="AfterEnd.GiveUp"/>: what a person must do.</summary>
    public DiscordException? Failure { get; init; }

    /// <summary>discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes.</summary>
    /// <param name="code">Null when the other side was gone without one.</param>
    /// <param name="bot">Name of the bot.</param>
    public static ConnectionEnd Of(int? code, string bot) => code switch
    {
        4004 => Final(DiscordFailure.Unauthorized, code, RefusedToken(bot)),
        4010 or 4011 => Final(DiscordFailure.Rejected, code, $"The bot {bot} is in more servers than one connection may serve: take it out of some."),
        4012 => Final(DiscordFailure.Rejected, code, $"Discord no longer speaks version 10 of its gateway, so the bot {bot} needs a newer version of LocalsOnly."),
        4013 => Final(DiscordFailure.Rejected, code, $"Discord does not know an intent that the bot {bot} asks for: check the intents in its configuration."),
        4014 => Final(
            DiscordFailure.IntentNotAllowed,
            code,
            $"The bot {bot} may not read messages yet: switch on Message Content Intent on the Bot page of its application in Discord's developer portal."),
        4003 or 4007 or 4009 => new ConnectionEnd(AfterEnd.Begin, $"Discord ended the session (close code {code})"),
        { } other => new ConnectionEnd(AfterEnd.Resume, $"Discord closed the connection (close code {other})"),
        null => new ConnectionEnd(AfterEnd.Resume, "the connection broke"),
    };

    public static string RefusedToken(string bot) =>
        $"Discord does not accept the token of the bot {bot}: copy a new one from the Bot page of its application in Discord's developer portal.";

    private static ConnectionEnd Final(DiscordFailure failure, int? code, string sentence) =>
        new(AfterEnd.GiveUp, sentence) { Failure = new DiscordException(failure, sentence, code) };
}
