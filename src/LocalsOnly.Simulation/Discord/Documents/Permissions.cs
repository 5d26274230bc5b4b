using System.Globalization;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <summary>Discord's bits of what somebody may do, as the strings that it writes them in.</summary>
/// <remarks>discord.com/developers/docs/topics/permissions</remarks>
internal static class Permissions
{
    private const long ManageMessages = 1L << 13;
    private const long MentionEveryone = 1L << 17;
    private const long ViewChannel = 1L << 10;
    private const long SendMessages = 1L << 11;
    private const long SendInThreads = 1L << 38;

    // Add reactions, view, send, embed, attach, read history, external emojis, webhooks, commands, threads (create, send).
    private const long Usual = 1L << 6 | ViewChannel | SendMessages | 1L << 14 | 1L << 15 | 1L << 16 | 1L << 18 | 1L << 29 | 1L << 31 | 1L << 35 | SendInThreads;

    public static string Everyone { get; } = Text(Usual);

    public static string View { get; } = Text(ViewChannel);

    public static string Send { get; } = Text(SendMessages | SendInThreads);

    public static string Of(SimulatedGuild guild, SimulatedAccount account) => account == guild.Owner
        ? Text(long.MaxValue >> 12)
        : Text(Usual | (account is SimulatedBot { ManagesMessages: true } ? ManageMessages : 0) | (account is SimulatedBot { PingsEveryone: true } ? MentionEveryone : 0));

    private static string Text(long bits) => bits.ToString(CultureInfo.InvariantCulture);
}
