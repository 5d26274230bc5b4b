using LocalsOnly.Agents;
using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/ask</c>: a question to a persona, shown in the channel and answered there like any message.</summary>
internal sealed class AskCommand(IPersonaStore personas, Bots bots, Gatekeeper gatekeeper, Addressing addressing, Inbox inbox, ChannelQueues queues) : ICommand
{
    private const int LongestEcho = 1_500;

    public CommandDefinition Definition { get; } = new("ask", "Ask a persona something")
    {
        Options = [new CommandOption("question", "What you want to know", Required: true), new CommandOption("persona", "Who is to answer") { Completes = true }],
    };

    public bool ForOwner => false;

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var interaction = call.Interaction;
        var question = call.Value("question")?.Trim() ?? throw new CommandFailedException("There is no question; write one.");
        var persona = call.Value("persona") is { } named
            ? (personas.Find(named.Trim()) is { } found && bots.For(found.Id) is not null ? found : throw new CommandFailedException(PersonSentences.UnknownPersona(named, personas)))
            : (call.Bot.Persona ?? addressing.Usual(interaction.Channel)) is { } usual ? personas.Find(usual) : null;
        if (persona is null || bots.For(persona.Id) is not { } bot) throw new CommandFailedException("No persona answers here; name one.");

        var isDirect = interaction.Guild is null;
        // Another bot can write only in its own direct messages.
        if (isDirect && bot != call.Bot) throw new CommandFailedException($"{persona.Name} cannot write here; ask in a direct message to {persona.Name}.");
        var (memory, shared) = gatekeeper.MemoryOf(interaction.Channel, isDirect, call.Standing);
        var name = Pings.PlainName(interaction.User.Name);
        var shown = question.Length <= LongestEcho ? question : question[..LongestEcho] + "…";
        // The question stands there for all to see, and the answer replies to it.
        await call.DeferAsync(cancellationToken, forAll: true);
        var echo = await call.Bot.Transport.EditResponseAsync(
            interaction, new OutgoingMessage(Pings.Defuse($"**{name}** asks {persona.Name}:\n> {shown.ReplaceLineEndings("\n> ")}", [])), cancellationToken);
        var message = new InboxMessage(
            interaction.Id, interaction.Channel, interaction.Guild, interaction.User.Id, name, persona.Id, bot.Name, question,
            Gatekeeper.SessionOf(interaction.Channel))
        {
            Memory = memory,
            Shared = shared,
            Guest = call.Standing != Standing.Owner,
            Echo = echo.Id,
        };
        if (inbox.Add(message)) queues.Add(message);
    }

    public IReadOnlyList<string> Complete(string option, string typed) =>
        [.. personas.All.Where(persona => bots.For(persona.Id) is not null && persona.Id.StartsWith(typed.Trim(), StringComparison.OrdinalIgnoreCase)).Select(persona => persona.Id)];
}
