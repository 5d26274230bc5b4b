using System.Text.Json;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Documents;

/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#interaction-object</remarks>
internal static class InteractionDocument
{
    public static void Write(Utf8JsonWriter json, SimulatedInteraction interaction, World world)
    {
        var (guild, user) = (interaction.Channel.Guild, interaction.User);
        json.WriteStartObject();
        json.Id("id"u8, interaction.Id);
        json.Id("application_id"u8, interaction.Bot.ApplicationId);
        json.WriteNumber("type"u8, (int)interaction.Kind);
        json.WriteString("token"u8, interaction.Token);
        json.WriteNumber("version"u8, 1);
        json.WritePropertyName("data"u8);
        interaction.Data(json);
        json.Id("channel_id"u8, interaction.Channel.Id);
        json.WritePropertyName("channel"u8);
        ChannelDocument.Write(json, interaction.Channel, interaction.Bot);
        if (guild is null)
        {
            json.WritePropertyName("user"u8);
            UserDocument.Write(json, user);
        }
        else
        {
            json.Id("guild_id"u8, guild.Id);
            json.WriteString("guild_locale"u8, "en-US"u8);
            json.WritePropertyName("member"u8);
            UserDocument.WriteMember(json, guild, guild.Members[user.Id], withUser: true, withPermissions: true);
        }

        if (interaction.Source is { } source)
        {
            json.WritePropertyName("message"u8);
            MessageDocument.Write(json, source, new MessageView(world.Accounts) { Reader = interaction.Bot, WithReference = true });
        }

        json.WriteString("app_permissions"u8, guild is null ? Permissions.Everyone : Permissions.Of(guild, interaction.Bot));
        json.WriteString("locale"u8, "en-US"u8);
        json.WriteStartArray("entitlements"u8);
        json.WriteEndArray();
        WriteOwners(json, interaction);
        // 0 a server, 1 the direct channel with the bot.
        json.WriteNumber("context"u8, guild is null ? 1 : 0);
        json.WriteNumber("attachment_size_limit"u8, world.Options.LargestFile);
        json.WriteEndObject();
    }

    /// <summary>What a message says of the interaction that it answers.</summary>
    /// <remarks>discord.com/developers/docs/resources/message#message-interaction-metadata-object</remarks>
    public static void WriteMetadata(Utf8JsonWriter json, SimulatedInteraction interaction)
    {
        json.WriteStartObject();
        json.Id("id"u8, interaction.Id);
        json.WriteNumber("type"u8, (int)interaction.Kind);
        json.WritePropertyName("user"u8);
        UserDocument.Write(json, interaction.User);
        WriteOwners(json, interaction);
        if (interaction.Command is { } command)
        {
            json.WriteString("name"u8, command);
            json.WriteNumber("command_type"u8, 1);
        }

        if (interaction is { Kind: SimulatedInteractionKind.Component, Source: { } source })
            json.Id("interacted_message_id"u8, source.Id);
        if (interaction.OpenedBy is { } opener)
        {
            json.WritePropertyName("triggering_interaction_metadata"u8);
            WriteMetadata(json, opener);
        }

        json.WriteEndObject();
    }

    /// <summary>It is installed to the server; "0" stands for that in a direct channel.</summary>
    private static void WriteOwners(Utf8JsonWriter json, SimulatedInteraction interaction)
    {
        json.WriteStartObject("authorizing_integration_owners"u8);
        json.Id("0"u8, interaction.Channel.Guild?.Id ?? 0);
        json.WriteEndObject();
    }
}
