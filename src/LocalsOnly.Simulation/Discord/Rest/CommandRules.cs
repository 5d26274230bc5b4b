using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>Rules of commands that concern more than one field.</summary>
/// <remarks>discord.com/developers/docs/interactions/application-commands</remarks>
internal static class CommandRules
{
    private const int Subcommand = 1;
    private const int Group = 2;

    public static void Check(JsonElement command, string path)
    {
        var type = command.TryGetProperty("type", out var number) ? number.GetInt32() : 1;
        var description = command.TryGetProperty("description", out var text) ? text.GetString()! : "";
        if (type == 1 && description.Length == 0)
            throw RefusedException.Invalid(path + "description", "BASE_TYPE_REQUIRED", "This field is required");
        if (type == 1 && command.TryGetProperty("name", out var name))
            CheckName(name.GetString()!, path);
        CheckOptions(command, path, depth: 0);
    }

    /// <summary>The name of a slash command or an option: one word in lower case.</summary>
    private static void CheckName(string name, string path)
    {
        if (name.Any(c => char.IsUpper(c) || char.IsWhiteSpace(c)) || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_' or '\'')))
            throw RefusedException.Invalid(path + "name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }

    private static void CheckOptions(JsonElement holder, string path, int depth)
    {
        if (!holder.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Array)
            return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (index, optionalSeen, kinds) = (0, false, new HashSet<bool>());
        foreach (var option in options.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}options.{index++}.");
            var type = option.GetProperty("type").GetInt32();
            var name = option.GetProperty("name").GetString()!;
            CheckName(name, at);
            if (!names.Add(name))
                throw RefusedException.Invalid(at + "name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists in options list");
            kinds.Add(type is Subcommand or Group);
            if (kinds.Count > 1 || (depth > 0 && type == Group) || (depth > 1 && type == Subcommand))
                throw RefusedException.Invalid(at + "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option types are mutually exclusive to all other types");
            var required = IsTrue(option, "required");
            if (required && optionalSeen)
                throw RefusedException.Invalid(at + "required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optionalSeen |= !required;
            if (IsTrue(option, "autocomplete") && option.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0)
                throw RefusedException.Invalid(at + "autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "Autocomplete may not be set to true if choices are present");
            if (type is Subcommand or Group)
                CheckOptions(option, at, depth + 1);
            else if (option.TryGetProperty("options", out var inner) && inner.GetArrayLength() > 0)
                throw RefusedException.Invalid(at + "options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands have options");
        }
    }

    private static bool IsTrue(JsonElement option, string name) => option.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
