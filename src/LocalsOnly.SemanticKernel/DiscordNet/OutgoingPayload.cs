using System.Text;
using System.Text.Json.Nodes;
using LocalsOnly.Discord.Gateway;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>What the library sends to the gateway, in the words that Discord documents for version 10.</summary>
/// <param name="Json">In UTF-8. It may hold the token.</param>
internal readonly record struct OutgoingPayload(GatewayOp Op, ReadOnlyMemory<byte> Json)
{
    /// <summary>
    /// Properties of the client are named without the dollar sign that older versions had, and a bot without an activity has an empty list of them; Discord.Net
    /// 3.16.0 writes <c>$os</c>, and a list with null in it.
    /// </summary>
    public static OutgoingPayload Of(ReadOnlyMemory<byte> json)
    {
        var op = GatewayFrame.Read(json.Span).Op;
        if (op is not (GatewayOp.Identify or GatewayOp.Presence)) return new OutgoingPayload(op, json);
        var payload = JsonNode.Parse(json.Span)!.AsObject();
        if (payload["d"] is JsonObject data)
        {
            if (data["properties"] is JsonObject properties) data["properties"] = new JsonObject(properties.Select(each => KeyValuePair.Create(each.Key.TrimStart('$'), each.Value?.DeepClone())));
            WithoutNulls(op == GatewayOp.Presence ? data : data["presence"] as JsonObject);
        }

        return new OutgoingPayload(op, Encoding.UTF8.GetBytes(payload.ToJsonString()));
    }

    private static void WithoutNulls(JsonObject? presence)
    {
        if (presence?["activities"] is JsonArray activities) presence["activities"] = new JsonArray([.. activities.Where(each => each is not null).Select(each => each!.DeepClone())]);
    }
}
