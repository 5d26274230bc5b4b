using System.Globalization;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>What follows the first answer to an interaction: it is read, changed and deleted, and further ones are added, on the routes of webhooks.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#endpoints</remarks>
internal sealed class AnswerRoutes(World world)
{
    private const string Original = "@original";

    /// <summary>The interaction that a request on a webhook's route is about; null when the webhook is no application.</summary>
    public SimulatedInteraction? Interaction(RestRequest request)
    {
        var id = request.Id("webhook");
        if (world.Bots.Find(bot => bot.ApplicationId == id) is not { } bot)
            return null;
        var interaction = world.Interactions.Find(request.Text("token"));
        if (interaction is null || interaction.Bot != bot || !interaction.CalledBack)
            throw RefusedException.UnknownWebhook;
        return world.Interactions.IsOver(interaction) ? throw RefusedException.InvalidWebhookToken : interaction;
    }

    public RestReply FollowUp(SimulatedInteraction interaction, RestRequest request)
    {
        var draft = MessageBody.Draft(request.Body, interaction.Channel, interaction.Bot.AsAuthor(), request.Files, MessageFlags.Ephemeral);
        if (request.Member("username").ValueKind != System.Text.Json.JsonValueKind.Undefined || request.Member("avatar_url").ValueKind != System.Text.Json.JsonValueKind.Undefined)
            world.Violations.Add("REST: a follow-up names a username or an avatar, which it cannot have.");
        // The first follow-up to a deferral takes the place of the answer that was deferred.
        if (interaction is { State: SimulatedInteractionState.Deferred, Response: { IsLoading: true } loading })
        {
            var changed = world.Interactions.Change(loading, new MessageChange
            {
                Content = draft.Content,
                Components = draft.Components,
                Embeds = draft.Embeds,
                NewFiles = draft.Files,
                AllowedMentions = draft.AllowedMentions,
            });
            world.Interactions.Settle(interaction, SimulatedInteractionState.Answered);
            return Ok(interaction, changed);
        }

        var message = Write(world, interaction, draft with { RepliesTo = interaction.Response });
        interaction.AddFollowUp(message.Id);
        if (interaction.State == SimulatedInteractionState.Deferred)
            world.Interactions.Settle(interaction, SimulatedInteractionState.Answered);
        return Ok(interaction, message);
    }

    public RestReply Get(SimulatedInteraction interaction, RestRequest request) => Ok(interaction, Find(interaction, request));

    public RestReply Edit(SimulatedInteraction interaction, RestRequest request)
    {
        var message = Find(interaction, request);
        var changed = world.Interactions.Change(message, MessageRoutes.Whole(MessageBody.Change(request.Body, request.Files), message));
        if (changed.IsEphemeral)
            interaction.Private[changed.Id] = changed;
        Settle(interaction, request);
        return Ok(interaction, changed);
    }

    public RestReply Delete(SimulatedInteraction interaction, RestRequest request)
    {
        var message = Find(interaction, request);
        interaction.Private.Remove(message.Id);
        message.Interaction?.Private.Remove(message.Id);
        world.Messages.Delete(message);
        Settle(interaction, request);
        return RestReply.Done;
    }

    /// <summary>A message as it stands now; null when it is gone.</summary>
    public static SimulatedMessage? Current(SimulatedMessage message) =>
        message.IsEphemeral ? message.Interaction!.Private.GetValueOrDefault(message.Id) : message.Channel.Log.Find(message.Id);

    /// <summary>Writes an answer: into the channel, or only for the person.</summary>
    public static SimulatedMessage Write(World world, SimulatedInteraction interaction, MessageDraft draft)
    {
        var message = world.Messages.Write(draft with
        {
            Interaction = interaction,
            Application = interaction.Bot.ApplicationId,
            ReplyPings = false,
            PingsEveryone = interaction.Bot.PingsEveryone,
        });
        if (message.IsEphemeral)
            interaction.Private[message.Id] = message;
        return message;
    }

    private void Settle(SimulatedInteraction interaction, RestRequest request)
    {
        if (interaction.State == SimulatedInteractionState.Deferred && request.Text("message") == Original)
            world.Interactions.Settle(interaction, SimulatedInteractionState.Answered);
    }

    private static SimulatedMessage Find(SimulatedInteraction interaction, RestRequest request)
    {
        if (request.Text("message") != Original)
        {
            var id = ulong.TryParse(request.Text("message"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
            return (interaction.FollowUpIds.Contains(id) || interaction.ResponseId == id ? interaction.Find(id) : null) ?? throw RefusedException.UnknownMessage;
        }

        return (interaction.AnswersSource ? Current(interaction.Source!) : interaction.Response) ?? throw RefusedException.UnknownMessage;
    }

    private RestReply Ok(SimulatedInteraction interaction, SimulatedMessage message) => RestReply.Ok(world.Answer(message, interaction.Bot));
}
