using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

internal static class GoneReply
{
    /// <summary>Null in place of the failure that what was asked for is gone.</summary>
    public static async Task<RestReply?> OrGoneAsync(this Task<RestReply> reply)
    {
        try
        {
            return await reply;
        }
        catch (DiscordException failed) when (failed.Failure == DiscordFailure.NotFound)
        {
            return null;
        }
    }
}
