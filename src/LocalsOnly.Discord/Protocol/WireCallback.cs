namespace LocalsOnly.Discord.Protocol;

/// <summary>How an interaction is answered: discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object.</summary>
internal enum CallbackType
{
    Message = 4,
    DeferredMessage = 5,
    DeferredUpdate = 6,
    UpdateMessage = 7,
    Completion = 8,
    Form = 9,
}

internal sealed record WireMessageCallback(int Type, WireDraft Data);

/// <summary>A message that comes later, of which only the flags are said.</summary>
internal sealed record WireDeferral(int Type, WireDeferralData Data);

internal sealed record WireDeferralData(int? Flags);

internal sealed record WireFormCallback(int Type, WireForm Data);

internal sealed record WireForm(string CustomId, string Title, WireComponent[] Components);

internal sealed record WireCompletion(int Type, WireCompletionData Data);

internal sealed record WireCompletionData(WireTextChoice[] Choices);

internal sealed record WireTextChoice(string Name, string Value);
