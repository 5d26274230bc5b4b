using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Tests.Discord.Wire;

public sealed class BotMessageTests : BotMessageContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => OwnTransport.Make(options, log);
}

public sealed class BotInteractionTests : BotInteractionContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => OwnTransport.Make(options, log);
}

public sealed class BotPlaceTests : BotPlaceContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => OwnTransport.Make(options, log);
}

public sealed class BotSessionTests : BotSessionContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => OwnTransport.Make(options, log);
}

public sealed class BotWireTests : BotWireContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => OwnTransport.Make(options, log);
}

/// <summary>The transport that speaks Discord's own protocols.</summary>
internal static class OwnTransport
{
    public static IDiscordTransport Make(DiscordBotOptions options, LogLines log) => new DiscordBot(options, DiscordHandler.Create(), TimeProvider.System, log);
}
