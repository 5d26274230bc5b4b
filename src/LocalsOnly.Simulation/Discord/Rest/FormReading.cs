using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Reads the form that a bot opens.</summary>
/// <remarks>discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal</remarks>
internal static class FormReading
{
    public static SimulatedForm Read(SimulatedInteraction interaction, JsonElement data)
    {
        IReadOnlyList<JsonElement> components = State.ComponentNumbers.Give([.. data.GetProperty("components").EnumerateArray()]);
        for (var i = 0; i < components.Count; i++)
            CheckField(components[i], $"data.components.{i}");
        ComponentRules.Check(components, MessageFlags.ComponentsV2, "data.components");
        return new SimulatedForm(interaction, data.GetProperty("custom_id").GetString()!, data.GetProperty("title").GetString()!, SimulatedControl.Of(components)) { Components = components };
    }

    /// <summary>A field in a row names itself; one in a label is named by it.</summary>
    private static void CheckField(JsonElement component, string path)
    {
        if (component.GetProperty("type").GetInt32() != 1)
            return;
        var field = component.GetProperty("components")[0];
        if (!field.TryGetProperty("label", out _))
            throw RefusedException.Invalid($"{path}.components.0.label", "BASE_TYPE_REQUIRED", "This field is required");
    }
}
