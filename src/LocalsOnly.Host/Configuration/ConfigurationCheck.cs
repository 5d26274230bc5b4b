using System.ComponentModel.DataAnnotations;
using System.Globalization;
using LocalsOnly.Agents;
using LocalsOnly.Host.Worker;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace LocalsOnly.Host.Configuration;

/// <summary>Compares what was written with what is known: unknown keys, bad values, secrets in the open.</summary>
internal static class ConfigurationCheck
{
    /// <param name="root">All sources, weakest first.</param>
    /// <param name="file">Path of the configuration file, whose keys are named with the file and may hold no secret.</param>
    public static IReadOnlyList<ConfigurationProblem> Run(IConfigurationRoot root, string file)
    {
        var problems = new List<ConfigurationProblem>();
        foreach (var provider in root.Providers)
        {
            var isFile = provider is Microsoft.Extensions.Configuration.Json.JsonConfigurationProvider json
                && string.Equals(json.Source.Path, Path.GetFileName(file), StringComparison.Ordinal);
            Walk(provider, isFile ? Path.GetFileName(file) : Origin(provider), isFile, ConfigurationSchema.Root, null, problems);
        }

        return problems;
    }

    private static void Walk(IConfigurationProvider provider, string origin, bool isFile, SchemaNode node, string? path, List<ConfigurationProblem> problems)
    {
        foreach (var name in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase).ToList())
        {
            var key = path is null ? name : $"{path}:{name}";
            var hasValue = provider.TryGet(key, out var value) && !string.IsNullOrEmpty(value);
            if (provider is EnvironmentVariablesConfigurationProvider && path is null && HouseConfiguration.NotSettings.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (isFile && hasValue && SecretDetection.IsSecret(key, value!))
            {
                problems.Add(new ConfigurationProblem(origin, key, SecretDetection.Sentence(key, origin)));
                continue;
            }

            if (node.Child(name) is not { } child)
            {
                problems.Add(new ConfigurationProblem(origin, key, Unknown(key, path, name, node, origin)));
                continue;
            }

            var hasChildren = provider.GetChildKeys([], key).Any();
            if (child.IsValue && hasChildren)
                problems.Add(new ConfigurationProblem(origin, key, $"{key} in {origin} is a section, but takes one value: {Allowed(child)}."));
            else if (!child.IsValue && hasValue)
                problems.Add(new ConfigurationProblem(origin, key, $"{key} is '{value}' in {origin}, but is a section{Inside(child)}."));
            else if (child.IsValue && hasValue && !IsAllowed(child, value!))
                problems.Add(new ConfigurationProblem(origin, key, $"{key} is '{value}' in {origin}; allowed is {Allowed(child)}."));
            else if (hasChildren)
                Walk(provider, origin, isFile, child, key, problems);
        }
    }

    private static string Unknown(string key, string? path, string name, SchemaNode node, string origin)
    {
        if (path is null && Edition.OthersSections.Contains(name, StringComparer.OrdinalIgnoreCase))
            return $"'{key}' in {origin} is for the edition on Semantic Kernel, and this build is another; remove the section, or build that edition (docs/editions.md).";
        var names = node.Names.ToList();
        var nearest = Nearest.Of(name, names);
        var advice = nearest is not null ? $"did you mean '{(path is null ? nearest : $"{path}:{nearest}")}'?"
            : names.Count > 0 ? $"known {(path is null ? "sections" : $"keys in {path}")} are {string.Join(", ", names)}."
            : "remove it.";
        return $"Unknown key '{key}' in {origin}; {advice}";
    }

    private static string Inside(SchemaNode node) => node.Names.ToList() is { Count: > 0 } names ? $" with {string.Join(", ", names)}" : "";

    private static bool IsAllowed(SchemaNode node, string text)
    {
        var type = node.Value;
        object? value = null;
        var invariant = CultureInfo.InvariantCulture;
        var parsed =
            type == typeof(string) ? (value = text) is not null
            : type == typeof(bool) ? bool.TryParse(text, out var flag) && (value = flag) is not null
            : type == typeof(int) ? int.TryParse(text, NumberStyles.Integer, invariant, out var whole) && (value = whole) is not null
            : type == typeof(long) ? long.TryParse(text, NumberStyles.Integer, invariant, out var big) && (value = big) is not null
            : type == typeof(double) ? double.TryParse(text, NumberStyles.Float, invariant, out var real) && double.IsFinite(real) && (value = real) is not null
            : type == typeof(decimal) ? decimal.TryParse(text, NumberStyles.Float, invariant, out var exact) && (value = exact) is not null
            : type == typeof(DateOnly) ? DateOnly.TryParse(text, invariant, out var day) && (value = day) is not null
            : type == typeof(TimeOnly) ? TimeOnly.TryParse(text, invariant, out var clock) && (value = clock) is not null
            : type == typeof(TimeSpan) ? TimeSpan.TryParse(text, invariant, out var span) && (value = span) is not null
            : type == typeof(Uri) ? Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && (value = uri) is not null
            : type.IsEnum && Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) && (value = Enum.Parse(type, text, ignoreCase: true)) is not null;
        return parsed && Validations(node).All(validation => validation.IsValid(value));
    }

    private static string Allowed(SchemaNode node)
    {
        var type = node.Value;
        if (type.IsEnum) return string.Join(" or ", Enum.GetNames(type));
        var kind = type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(decimal) ? "a number"
            : type == typeof(DateOnly) ? "a day like 2026-02-01"
            : type == typeof(TimeOnly) ? "a time of day like 22:30"
            : type == typeof(TimeSpan) ? "a duration like 00:00:30 (hours:minutes:seconds)"
            : type == typeof(Uri) ? "an address like http://192.168.1.20:52415"
            : "text";
        foreach (var validation in Validations(node))
            kind += validation switch
            {
                RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}"),
                RegularExpressionAttribute pattern => pattern.ErrorMessage is { } words ? $" that is {words}" : $" matching {pattern.Pattern}",
                _ => "",
            };
        return kind;
    }

    private static IEnumerable<ValidationAttribute> Validations(SchemaNode node) =>
        node.Property is null ? [] : Attribute.GetCustomAttributes(node.Property, typeof(ValidationAttribute)).Cast<ValidationAttribute>();

    private static string Origin(IConfigurationProvider provider) => provider switch
    {
        Microsoft.Extensions.Configuration.Json.JsonConfigurationProvider => "the user secrets",
        Microsoft.Extensions.Configuration.KeyPerFile.KeyPerFileConfigurationProvider => "the secrets directory",
        EnvironmentVariablesConfigurationProvider => $"the environment ({HouseConfiguration.EnvironmentPrefix}… variables)",
        _ => "the command line",
    };
}
