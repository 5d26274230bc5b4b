using System.Text.Json;
using LocalsOnly.Simulation.Discord.Documents;
using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>First answers to interactions.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response</remarks>
internal sealed class CallbackRoutes(World world)
{
    private const int Message = 4;
    private const int Defer = 5;
    private const int DeferUpdate = 6;
    private const int Update = 7;
    private const int Choices = 8;
    private const int Modal = 9;

    public IEnumerable<RestRoute> Routes =>
    [
        new("POST", "/interactions/{interaction}/{token}/callback", Call)
        {
            Open = true,
            Bucket = RestBucket.None,
            Query = ["with_response"],
            Body = "Callback",
            Answer = "InteractionCallback",
        },
    ];

    private RestReply Call(RestRequest request)
    {
        var interaction = world.Interactions.Find(request.Text("token"));
        if (interaction is null || interaction.Id != request.Id("interaction") || interaction is { CalledBack: false, State: SimulatedInteractionState.Expired })
            throw RefusedException.UnknownInteraction;
        if (interaction.CalledBack)
            throw RefusedException.AlreadyAcknowledged;
        var type = request.Member("type").GetInt32();
        if (!Fits(interaction, type))
            throw RefusedException.Invalid("type", "BASE_TYPE_CHOICES", $"A callback of type {type} does not answer an interaction of type {(int)interaction.Kind}.");
        var message = Answer(interaction, type, request);
        interaction.CalledBack = true;
        world.Interactions.Settle(interaction, type is Defer or DeferUpdate ? SimulatedInteractionState.Deferred : SimulatedInteractionState.Answered);
        return request.Query("with_response") is "true" or "1" ? RestReply.Ok(WireJson.Bytes(json => Write(json, interaction, type, message))) : RestReply.Done;
    }

    private static bool Fits(SimulatedInteraction interaction, int type) => interaction.Kind switch
    {
        SimulatedInteractionKind.Completion => type == Choices,
        SimulatedInteractionKind.Command => type is Message or Defer or Modal,
        SimulatedInteractionKind.Component => type is Message or Defer or DeferUpdate or Update or Modal,
        _ => type is Message or Defer || (type is DeferUpdate or Update && interaction.Source is not null),
    };

    private SimulatedMessage? Answer(SimulatedInteraction interaction, int type, RestRequest request)
    {
        var data = request.Member("data");
        switch (type)
        {
            case Message:
                return First(interaction, MessageBody.Draft(data, interaction.Channel, interaction.Bot.AsAuthor(), request.Files, MessageFlags.Ephemeral, "data"));
            case Defer:
                var flags = MessageBody.Member(data, "flags") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() & MessageFlags.Ephemeral : 0;
                return First(interaction, new MessageDraft(interaction.Channel, interaction.Bot.AsAuthor(), "") { Flags = flags | MessageFlags.Loading });
            case DeferUpdate:
                interaction.AnswersSource = true;
                return null;
            case Update:
                interaction.AnswersSource = true;
                return world.Interactions.Change(Source(interaction), MessageBody.Change(data, request.Files, "data"));
            case Choices:
                interaction.Choices = [.. data.GetProperty("choices").EnumerateArray().Select(ReadChoice)];
                return null;
            case Modal:
                interaction.OpenedForm = FormReading.Read(interaction, data);
                return null;
            default:
                return null;
        }
    }

    private SimulatedMessage First(SimulatedInteraction interaction, MessageDraft draft)
    {
        int? type = interaction.Kind == SimulatedInteractionKind.Command ? MessageTypes.CommandAnswer : null;
        var message = AnswerRoutes.Write(world, interaction, draft with { Type = type, RepliesTo = interaction.Source });
        interaction.ResponseId = message.Id;
        return message;
    }

    private static SimulatedMessage Source(SimulatedInteraction interaction) =>
        AnswerRoutes.Current(interaction.Source!) ?? throw RefusedException.UnknownMessage;

    private static SimulatedChoice ReadChoice(JsonElement choice)
    {
        var value = choice.GetProperty("value");
        return new SimulatedChoice(choice.GetProperty("name").GetString()!, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetDouble());
    }

    private void Write(Utf8JsonWriter json, SimulatedInteraction interaction, int type, SimulatedMessage? message)
    {
        json.WriteStartObject();
        json.WriteStartObject("interaction"u8);
        json.Id("id"u8, interaction.Id);
        json.WriteNumber("type"u8, (int)interaction.Kind);
        if (message is not null)
        {
            json.Id("response_message_id"u8, message.Id);
            json.WriteBoolean("response_message_loading"u8, message.IsLoading);
            json.WriteBoolean("response_message_ephemeral"u8, message.IsEphemeral);
        }

        json.WriteEndObject();
        json.WriteStartObject("resource"u8);
        json.WriteNumber("type"u8, type);
        if (message is not null && type is Message or Update)
        {
            json.WritePropertyName("message"u8);
            MessageDocument.Write(json, message, new MessageView(world.Accounts) { Reader = interaction.Bot, WithReference = true });
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
