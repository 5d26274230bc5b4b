using LocalsOnly.Discord;
using LocalsOnly.Discord.Transport;
using LocalsOnly.SemanticKernel.DiscordNet;
using LocalsOnly.Tests.Discord.Wire;

namespace LocalsOnly.SemanticKernel.Tests.DiscordNet;

public sealed class DiscordNetMessageTests : BotMessageContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => LibraryTransport.Make(options, log);
}

public sealed class DiscordNetInteractionTests : BotInteractionContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => LibraryTransport.Make(options, log);
}

public sealed class DiscordNetPlaceTests : BotPlaceContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => LibraryTransport.Make(options, log);
}

public sealed class DiscordNetSessionTests : BotSessionContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => LibraryTransport.Make(options, log);
}

public sealed class DiscordNetWireTests : BotWireContract
{
    internal override IDiscordTransport Make(DiscordBotOptions options, LogLines log) => LibraryTransport.Make(options, log);
}

/// <summary>The transport over Discord.Net.</summary>
internal static class LibraryTransport
{
    public static IDiscordTransport Make(DiscordBotOptions options, LogLines log) => new DiscordNetBot(options, DiscordHandler.Create(), TimeProvider.System, log);
}
