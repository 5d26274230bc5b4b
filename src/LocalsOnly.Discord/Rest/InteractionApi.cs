using System.Text.Json.Serialization.Metadata;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Rest;

/// <summary>Answers to interactions: discord.com/developers/docs/interactions/receiving-and-responding.</summary>
internal sealed class InteractionApi(RestClient rest, MessageApi messages)
{
    private const int MostChoices = 25;
    private const int MostChoiceUnits = 100;

    /// <summary>Discord waits 3 s from when the interaction was made, part of which has gone by when it arrives.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2.8);

    public Task RespondAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken) =>
        AnswerAsync(interaction, new WireMessageCallback((int)CallbackType.Message, message.ToAnswer()), DiscordJson.Default.WireMessageCallback, message.Files, cancellationToken);

    public Task DeferAsync(DiscordInteraction interaction, bool ephemeral, CancellationToken cancellationToken)
    {
        var deferral = new WireDeferral((int)CallbackType.DeferredMessage, new WireDeferralData(OutgoingMapping.DeferralFlags(ephemeral)));
        return AnswerAsync(interaction, deferral, DiscordJson.Default.WireDeferral, [], cancellationToken);
    }

    public Task DeferUpdateAsync(DiscordInteraction interaction, CancellationToken cancellationToken) =>
        AnswerAsync(interaction, new WireDeferral((int)CallbackType.DeferredUpdate, new WireDeferralData(null)), DiscordJson.Default.WireDeferral, [], cancellationToken);

    public Task UpdateAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken) =>
        AnswerAsync(interaction, new WireMessageCallback((int)CallbackType.UpdateMessage, message.ToEdit()), DiscordJson.Default.WireMessageCallback, message.Files, cancellationToken);

    public Task OpenFormAsync(DiscordInteraction interaction, Form form, CancellationToken cancellationToken) =>
        AnswerAsync(interaction, new WireFormCallback((int)CallbackType.Form, form.ToWire()), DiscordJson.Default.WireFormCallback, [], cancellationToken);

    public Task CompleteAsync(DiscordInteraction interaction, IReadOnlyList<string> choices, CancellationToken cancellationToken)
    {
        var fitting = choices.Where(choice => choice.Length is > 0 and <= MostChoiceUnits).Distinct().Take(MostChoices).Select(choice => new WireTextChoice(choice, choice));
        return AnswerAsync(interaction, new WireCompletion((int)CallbackType.Completion, new WireCompletionData([.. fitting])), DiscordJson.Default.WireCompletion, [], cancellationToken);
    }

    public async Task<DiscordMessage> EditAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var route = Routes.WebhookMessage(HttpMethod.Patch, interaction.Application, interaction.Token, "@original") with { Doing = "change its answer", IsAnswer = true };
        return messages.Read(await rest.SendAsync(RestRequest.Of(route, message.ToDeferredAnswer(), DiscordJson.Default.WireDraft) with { Files = message.Files }, cancellationToken));
    }

    public async Task<DiscordMessage> FollowUpAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var route = Routes.ExecuteWebhook(interaction.Application, interaction.Token, thread: null) with { Doing = "answer", IsAnswer = true };
        return messages.Read(await rest.SendAsync(RestRequest.Of(route, message.ToAnswer(), DiscordJson.Default.WireDraft) with { Files = message.Files }, cancellationToken));
    }

    private Task<RestReply> AnswerAsync<T>(DiscordInteraction interaction, T answer, JsonTypeInfo<T> type, IReadOnlyList<OutgoingFile> files, CancellationToken cancellationToken)
    {
        var request = RestRequest.Of(Routes.Callback(interaction.Id, interaction.Token), answer, type);
        return rest.SendAsync(request with { Files = files, Patience = s_patience, IsUrgent = true }, cancellationToken);
    }
}
