using Discord;
using Discord.WebSocket;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Rest;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>Answers to interactions, each by the library's own method for its kind.</summary>
internal sealed class InteractionCalls(Library library, MessageCalls messages)
{
    private const int MostChoices = 25;
    private const int MostChoiceUnits = 100;
    private const int AlreadyAnswered = 40060;

    /// <summary>Discord waits 3 s from when the interaction was made, part of which has gone by when it arrives.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2.8);

    public Task RespondAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var request = RestRequest.Of(Route(interaction), new WireMessageCallback((int)CallbackType.Message, message.ToAnswer()), DiscordJson.Default.WireMessageCallback);
        return AnswerAsync(interaction, request with { Files = message.Files }, (held, options) => held.RespondAsync(MessageCalls.Words, options: options), cancellationToken);
    }

    public Task DeferAsync(DiscordInteraction interaction, bool ephemeral, CancellationToken cancellationToken) => AnswerAsync(
        interaction,
        new RestRequest(Route(interaction)),
        (held, options) => held switch
        {
            // By itself the library takes the deferral of a press for the promise to change the message that it was on.
            SocketMessageComponent press => press.DeferLoadingAsync(ephemeral, options),
            SocketModal form => form.DeferLoadingAsync(ephemeral, options),
            _ => held.DeferAsync(ephemeral, options),
        },
        cancellationToken);

    public Task DeferUpdateAsync(DiscordInteraction interaction, CancellationToken cancellationToken) =>
        AnswerAsync(interaction, new RestRequest(Route(interaction)), (held, options) => held.DeferAsync(options: options), cancellationToken);

    public Task UpdateAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var request = RestRequest.Of(Route(interaction), new WireMessageCallback((int)CallbackType.UpdateMessage, message.ToEdit()), DiscordJson.Default.WireMessageCallback);
        return AnswerAsync(
            interaction,
            request with { Files = message.Files },
            (held, options) => held switch
            {
                SocketMessageComponent press => press.UpdateAsync(change => change.Content = MessageCalls.Words, options),
                SocketModal form => form.UpdateAsync(change => change.Content = MessageCalls.Words, options),
                _ => throw new NotSupportedException("only a press and a form are on a message that can change."),
            },
            cancellationToken);
    }

    /// <summary>With the older rows: of a form whose fields stand in labels the library cannot read what was filled in.</summary>
    public Task OpenFormAsync(DiscordInteraction interaction, Form form, CancellationToken cancellationToken)
    {
        var rows = form.Fields.Select(field => new WireComponent(WireComponent.Row) { Components = [InRow(field)] });
        var request = RestRequest.Of(
            Route(interaction),
            new WireFormCallback((int)CallbackType.Form, new WireForm(form.CustomId, form.Title, [.. rows])),
            DiscordJson.Default.WireFormCallback);
        var words = new ModalBuilder(MessageCalls.Words, form.CustomId).AddTextInput(MessageCalls.Words, form.CustomId).Build();
        return AnswerAsync(interaction, request, (held, options) => held.RespondWithModalAsync(words, options), cancellationToken);
    }

    public Task CompleteAsync(DiscordInteraction interaction, IReadOnlyList<string> choices, CancellationToken cancellationToken)
    {
        var fitting = choices.Where(choice => choice.Length is > 0 and <= MostChoiceUnits).Distinct().Take(MostChoices).Select(choice => new AutocompleteResult(choice, choice)).ToList();
        return AnswerAsync(
            interaction,
            new RestRequest(Route(interaction)),
            (held, options) => held is SocketAutocompleteInteraction typed ? typed.RespondAsync(fitting, options) : throw new NotSupportedException("only what is being typed can be completed."),
            cancellationToken);
    }

    public async Task<DiscordMessage> EditAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var route = Routes.WebhookMessage(HttpMethod.Patch, interaction.Application, interaction.Token, "@original") with { Doing = "change its answer", IsAnswer = true };
        var request = RestRequest.Of(route, message.ToDeferredAnswer(), DiscordJson.Default.WireDraft) with { Files = message.Files };
        var held = Held(interaction);
        return messages.Read(await library.SendAsync(request, options => held.ModifyOriginalResponseAsync(change => change.Content = MessageCalls.Words, options), cancellationToken));
    }

    public async Task<DiscordMessage> FollowUpAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var route = Routes.ExecuteWebhook(interaction.Application, interaction.Token, thread: null) with { Doing = "answer", IsAnswer = true };
        var request = RestRequest.Of(route, message.ToAnswer(), DiscordJson.Default.WireDraft) with { Files = message.Files };
        var held = Held(interaction);
        return messages.Read(await library.SendAsync(request, options => held.FollowupAsync(MessageCalls.Words, options: options), cancellationToken));
    }

    private async Task AnswerAsync(DiscordInteraction interaction, RestRequest request, Func<SocketInteraction, RequestOptions, Task> ask, CancellationToken cancellationToken)
    {
        var held = Held(interaction);
        // The library refuses a second answer before Discord does.
        if (held.HasResponded) throw new DiscordException(DiscordFailure.InteractionExpired, "It was answered already.", AlreadyAnswered);
        await library.SendAsync(request with { Patience = s_patience, IsUrgent = true }, options => ask(held, options), cancellationToken);
    }

    private SocketInteraction Held(DiscordInteraction interaction) => library.Interactions.Find(interaction.Id) ?? throw (library.Time.GetUtcNow() - interaction.Id.At > HeldInteractions.Life
        ? new DiscordException(DiscordFailure.InteractionExpired, "The answer came too late: Discord takes further ones for 15 minutes.")
        : new DiscordException(DiscordFailure.Rejected, "Discord.Net could not read what was used, so that it cannot be answered."));

    private static WireComponent InRow(FormField field) => new(WireComponent.TextInput)
    {
        CustomId = field.CustomId,
        Label = field.Label,
        Style = field.Paragraph ? 2 : 1,
        Required = field.Required,
        Value = field.Value,
        Placeholder = field.Placeholder,
        MaxLength = field.MostCharacters,
    };

    private static Route Route(DiscordInteraction interaction) => Routes.Callback(interaction.Id, interaction.Token);
}
