using LocalsOnly.Agents;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Commands;

/// <summary>Takes commands, presses, choices and forms to whom they belong, off the gateway's own task: an answer within 3 s, a failure as one sentence.</summary>
internal sealed class InteractionDesk(IEnumerable<ICommand> commands, ReplyButtons buttons, Admission admission, ILogger<InteractionDesk> logger)
{
    private const int MostChoices = 25;
    private const char Separator = ':';

    private readonly Dictionary<string, ICommand> _commands = commands.ToDictionary(command => command.Definition.Name, StringComparer.Ordinal);

    /// <summary>The commands as Discord is to know them.</summary>
    public IReadOnlyList<CommandDefinition> Definitions => [.. _commands.Values.Select(command => command.Definition)];

    /// <summary>Handles it without anybody waiting.</summary>
    public void Receive(Bot bot, DiscordInteraction interaction, CancellationToken cancellationToken) => _ = Task.Run(() => HandleAsync(bot, interaction, cancellationToken), cancellationToken);

    internal async Task HandleAsync(Bot bot, DiscordInteraction interaction, CancellationToken cancellationToken)
    {
        var call = new CommandCall(bot, interaction, admission.Of(interaction.User.Id, interaction.Roles, interaction.Channel, interaction.Guild is null));
        try
        {
            await RouteAsync(call, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (DiscordException late) when (late.Failure == DiscordFailure.InteractionExpired)
        {
            logger.LogWarning("{Bot}: /{Command} was answered too late: {Reason}", bot.Name, interaction.Command, late.Message);
        }
        catch (Exception failed)
        {
            await SayAsync(call, failed, cancellationToken);
        }
    }

    private async Task RouteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var interaction = call.Interaction;
        if (interaction.Kind == InteractionKind.Completion)
        {
            var choices = call.Standing != Standing.Stranger && _commands.TryGetValue(interaction.Command, out var its) && interaction.Focused is { } option
                ? its.Complete(option, interaction.Values.GetValueOrDefault(option) ?? "")
                : [];
            await call.Bot.Transport.CompleteAsync(interaction, [.. choices.Take(MostChoices)], cancellationToken);
            return;
        }

        var arguments = interaction.CustomId.Split(Separator);
        if (interaction.Kind != InteractionKind.Command && await buttons.TryPressAsync(call, arguments, cancellationToken)) return;
        var name = interaction.Kind == InteractionKind.Command ? interaction.Command : arguments[0];
        if (!_commands.TryGetValue(name, out var command)) await call.FailAsync(DiscordSentences.ListGone, cancellationToken);
        else if (call.Standing == Standing.Stranger) await call.FailAsync(admission.HasOwner ? $"This was not answered: {DiscordSentences.NotAllowed}" : $"This was not answered: {DiscordSentences.NobodyPaired}", cancellationToken);
        else if (command.ForOwner && call.Standing != Standing.Owner) await call.FailAsync(DiscordSentences.ForOwner, cancellationToken);
        else if (interaction.Kind == InteractionKind.Command) await command.RunAsync(call, cancellationToken);
        else await command.ContinueAsync(call, arguments[1..], cancellationToken);
    }

    private async Task SayAsync(CommandCall call, Exception failed, CancellationToken cancellationToken)
    {
        var sentence = failed is MemoryStoreException or DiscordException or Agents.Tools.ToolException or CommandFailedException ? failed.Message : DiscordSentences.Defect;
        if (sentence == DiscordSentences.Defect) logger.LogError(failed, "/{Command} failed for a reason that nobody foresaw", call.Interaction.Command);
        try
        {
            await call.FailAsync(sentence, cancellationToken);
        }
        catch (Exception silent) when (silent is DiscordException or OperationCanceledException)
        {
            logger.LogWarning("/{Command} failed, and that could not be said: {Reason}", call.Interaction.Command, silent.Message);
        }
    }
}

/// <summary>A command cannot do what was asked. The message is one sentence with what to do.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
