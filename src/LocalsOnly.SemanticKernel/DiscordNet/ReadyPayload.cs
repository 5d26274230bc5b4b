using System.Text;
using System.Text.Json.Nodes;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>The beginning of a session, with what the library cannot do without.</summary>
internal static class ReadyPayload
{
    /// <summary>
    /// Discord.Net 3.16.0 counts the private channels of READY and gives up the connection for good when there is no list of them. Discord sends an empty one to
    /// bots and does not document it: discord.com/developers/docs/events/gateway-events#ready.
    /// </summary>
    public static byte[] Complete(ReadOnlySpan<byte> payload)
    {
        var ready = JsonNode.Parse(payload)!.AsObject();
        if (ready["d"] is JsonObject data)
        {
            data["private_channels"] ??= new JsonArray();
            data["guilds"] ??= new JsonArray();
        }

        return Encoding.UTF8.GetBytes(ready.ToJsonString());
    }
}
