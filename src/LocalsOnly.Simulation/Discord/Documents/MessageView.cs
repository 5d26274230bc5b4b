namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>Who reads a message, and how.</summary>
/// <param name="Accounts">By id.</param>
internal readonly record struct MessageView(IReadOnlyDictionary<ulong, SimulatedAccount> Accounts)
{
    public SimulatedBot? Reader { get; init; }

    /// <summary>The reader lacks the intent MESSAGE_CONTENT.</summary>
    public bool Blank { get; init; }

    public bool IsEvent { get; init; }

    /// <summary>What it replies to is told; that of a message that is itself a reference is not.</summary>
    public bool WithReference { get; init; }

    public string? Nonce { get; init; }

    public MessageView OfReference(SimulatedMessage message) =>
        this with { WithReference = false, IsEvent = false, Nonce = null, Blank = Blank && Reader is not null && HidesFrom(message, Reader) };

    /// <summary>The content of a message is not for a bot without the intent: it is not private, not its own, and does not mention it.</summary>
    /// <remarks>discord.com/developers/docs/events/gateway#message-content-intent</remarks>
    public static bool HidesFrom(SimulatedMessage message, SimulatedBot bot) =>
        message.Channel.Guild is not null && message.Author.Id != bot.Id && message.Application != bot.ApplicationId && !message.Mentioned.Users.Contains(bot.Id);
}
