namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>Why the gateway closes a socket.</summary>
/// <remarks>discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes</remarks>
internal enum GatewayClose
{
    UnknownError = 4000,
    UnknownOpcode = 4001,
    DecodeError = 4002,
    NotAuthenticated = 4003,
    AuthenticationFailed = 4004,
    AlreadyAuthenticated = 4005,
    InvalidSequence = 4007,
    RateLimited = 4008,
    SessionTimedOut = 4009,
    InvalidShard = 4010,
    InvalidVersion = 4012,
    InvalidIntents = 4013,
    DisallowedIntents = 4014,
}

internal static class GatewayCloses
{
    /// <summary>The words that Discord closes with.</summary>
    public static string Reason(this GatewayClose close) => close switch
    {
        GatewayClose.UnknownOpcode => "Unknown opcode.",
        GatewayClose.DecodeError => "Error while decoding payload.",
        GatewayClose.NotAuthenticated => "Not authenticated.",
        GatewayClose.AuthenticationFailed => "Authentication failed.",
        GatewayClose.AlreadyAuthenticated => "Already authenticated.",
        GatewayClose.InvalidSequence => "Invalid seq.",
        GatewayClose.RateLimited => "Rate limited.",
        GatewayClose.SessionTimedOut => "Session timed out.",
        GatewayClose.InvalidShard => "Invalid shard.",
        GatewayClose.InvalidVersion => "Invalid API version.",
        GatewayClose.InvalidIntents => "Invalid intent(s).",
        GatewayClose.DisallowedIntents => "Disallowed intent(s).",
        _ => "Unknown error.",
    };
}
