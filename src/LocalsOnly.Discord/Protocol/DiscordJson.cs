using System.Text.Json.Serialization;

namespace LocalsOnly.Discord.Protocol;

/// <summary>Reads and writes what goes over the wire. Fields that are not known are passed over; what is null is not written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireMessage[]))]
[JsonSerializable(typeof(WireDeletion))]
[JsonSerializable(typeof(WireGuild))]
[JsonSerializable(typeof(WireThreadList))]
[JsonSerializable(typeof(WireInteraction))]
[JsonSerializable(typeof(WireHello))]
[JsonSerializable(typeof(WireReady))]
[JsonSerializable(typeof(WireGatewayBot))]
[JsonSerializable(typeof(WireIdentify))]
[JsonSerializable(typeof(WireResume))]
[JsonSerializable(typeof(WireDraft))]
[JsonSerializable(typeof(WireMessageCallback))]
[JsonSerializable(typeof(WireDeferral))]
[JsonSerializable(typeof(WireFormCallback))]
[JsonSerializable(typeof(WireCompletion))]
[JsonSerializable(typeof(WireCommand[]))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireWebhook[]))]
[JsonSerializable(typeof(WireNewWebhook))]
[JsonSerializable(typeof(WireNewThread))]
[JsonSerializable(typeof(WireRecipient))]
[JsonSerializable(typeof(long?))]
internal sealed partial class DiscordJson : JsonSerializerContext;
