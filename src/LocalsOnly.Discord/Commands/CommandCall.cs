using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary>A command, press or form on its way to an answer.</summary>
/// <param name="bot">The bot that was told of it.</param>
/// <param name="interaction">It.</param>
/// <param name="standing">Who used it.</param>
internal sealed class CommandCall(Bot bot, DiscordInteraction interaction, Standing standing)
{
    private const int MostFollowUps = 4;

    private bool _answered;

    public Bot Bot => bot;

    public DiscordInteraction Interaction => interaction;

    public Standing Standing => standing;

    /// <summary>Whether somebody else would see an answer that is not for whoever asked alone.</summary>
    public bool IsAmongOthers => interaction.Guild is not null;

    public string? Value(string option) => interaction.Values.GetValueOrDefault(option) is { Length: > 0 } value ? value : null;

    /// <summary>Says within the 3 s that an answer comes; only whoever asked sees it, unless it is for all.</summary>
    public async Task DeferAsync(CancellationToken cancellationToken, bool forAll = false)
    {
        await bot.Transport.DeferAsync(interaction, ephemeral: !forAll && IsAmongOthers, cancellationToken);
        _answered = true;
    }

    /// <summary>Takes note of a press; its message is changed later.</summary>
    public async Task DeferUpdateAsync(CancellationToken cancellationToken)
    {
        await bot.Transport.DeferUpdateAsync(interaction, cancellationToken);
        _answered = true;
    }

    /// <summary>Answers, or gives the answer that was deferred; what does not fit into one message follows.</summary>
    public async Task ReplyAsync(string text, CancellationToken cancellationToken, IReadOnlyList<ComponentRow>? components = null)
    {
        var parts = MessageSplitter.Split(Pings.Defuse(text, []));
        for (var i = 0; i < parts.Count && i <= MostFollowUps; i++)
        {
            var message = new OutgoingMessage(parts[i]) { Ephemeral = IsAmongOthers, Components = i == Math.Min(parts.Count - 1, MostFollowUps) ? components ?? [] : [] };
            if (i > 0) await bot.Transport.FollowUpAsync(interaction, message, cancellationToken);
            else if (_answered) await bot.Transport.EditResponseAsync(interaction, message, cancellationToken);
            else await bot.Transport.RespondAsync(interaction, message, cancellationToken);
            _answered = true;
        }
    }

    /// <summary>Answers a press by changing the message that it was on.</summary>
    public async Task ReplaceAsync(string text, CancellationToken cancellationToken, IReadOnlyList<ComponentRow>? components = null)
    {
        await bot.Transport.UpdateAsync(interaction, new OutgoingMessage(MessageSplitter.Split(Pings.Defuse(text, []))[0]) { Components = components ?? [] }, cancellationToken);
        _answered = true;
    }

    public async Task OpenAsync(Form form, CancellationToken cancellationToken)
    {
        await bot.Transport.OpenFormAsync(interaction, form, cancellationToken);
        _answered = true;
    }

    /// <summary>Says what went wrong, wherever the answer has got to.</summary>
    public Task FailAsync(string sentence, CancellationToken cancellationToken) => ReplyAsync(sentence, cancellationToken);
}
