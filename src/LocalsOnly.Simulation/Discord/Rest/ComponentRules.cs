using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Rules of components that concern more than one field.</summary>
/// <remarks>discord.com/developers/docs/components/reference</remarks>
internal static class ComponentRules
{
    private const int Row = 1;
    private const int Button = 2;
    private const int LinkStyle = 5;
    private const int PremiumStyle = 6;
    private const int MostRows = 5;

    /// <param name="components">Of a message or a form.</param>
    /// <param name="flags">Of the message.</param>
    /// <param name="path">Where they are, for errors.</param>
    public static void Check(IReadOnlyList<JsonElement> components, int flags, string path)
    {
        if (components.Count == 0)
            return;
        var isNew = (flags & MessageFlags.ComponentsV2) != 0;
        if (!isNew && components.Count > MostRows)
            throw RefusedException.Invalid(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        var customIds = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < components.Count; i++)
        {
            if (!isNew && Number(components[i], "type") is not (Row or 18))
                throw RefusedException.Invalid($"{path}.{i}.type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1).");
            Check(components[i], customIds, $"{path}.{i}");
        }
    }

    private static void Check(JsonElement component, HashSet<string> customIds, string path)
    {
        if (component.TryGetProperty("custom_id", out var customId) && !customIds.Add(customId.GetString()!))
            throw RefusedException.Invalid($"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        var type = Number(component, "type");
        if (type == Button)
            CheckButton(component, path);
        if (type == 3)
            CheckMenu(component, path);
        foreach (var holder in (ReadOnlySpan<string>)["accessory", "component"])
            if (component.TryGetProperty(holder, out var held)) Check(held, customIds, $"{path}.{holder}");
        if (!component.TryGetProperty("components", out var children))
            return;
        // A menu fills its row.
        if (type == Row && children.GetArrayLength() > 1 && children.EnumerateArray().Any(child => Number(child, "type") != Button))
            throw RefusedException.Invalid($"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Components displayed width of 5 exceeded.");
        var index = 0;
        foreach (var child in children.EnumerateArray())
            Check(child, customIds, string.Create(CultureInfo.InvariantCulture, $"{path}.components.{index++}"));
    }

    private static void CheckButton(JsonElement button, string path)
    {
        var style = Number(button, "style");
        if (style == LinkStyle)
        {
            Require(button, "url", path);
            Forbid(button, "custom_id", path);
        }
        else if (style != PremiumStyle)
        {
            Require(button, "custom_id", path);
            Forbid(button, "url", path);
        }

        if (style != PremiumStyle && !button.TryGetProperty("label", out _) && !button.TryGetProperty("emoji", out _))
            throw RefusedException.Invalid(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji.");
    }

    private static void CheckMenu(JsonElement menu, string path)
    {
        var values = menu.GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()).ToList();
        if (values.Distinct(StringComparer.Ordinal).Count() != values.Count)
            throw RefusedException.Invalid($"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
        if (menu.TryGetProperty("max_values", out var most) && most.GetInt32() > values.Count)
            throw RefusedException.Invalid($"{path}.max_values", "NUMBER_TYPE_MAX", $"int value should be less than or equal to {values.Count}.");
    }

    private static void Require(JsonElement component, string name, string path)
    {
        if (!component.TryGetProperty(name, out _))
            throw RefusedException.Invalid($"{path}.{name}", "BASE_TYPE_REQUIRED", "This field is required");
    }

    private static void Forbid(JsonElement component, string name, string path)
    {
        if (component.TryGetProperty(name, out _))
            throw RefusedException.Invalid(path, "BUTTON_COMPONENT_INVALID", "A custom id and url cannot both be specified");
    }

    private static int Number(JsonElement component, string name) => component.TryGetProperty(name, out var number) ? number.GetInt32() : 0;
}
