using System.Collections;
using System.Reflection;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools.Concierge;
using LocalsOnly.Agents.Tools.Mcp;
using LocalsOnly.Discord;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Telemetry;
using LocalsOnly.Host.Worker;
using LocalsOnly.Import;
using LocalsOnly.Inference;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using LocalsOnly.Treasury;

namespace LocalsOnly.Host.Configuration;

/// <summary>Every key the host knows, read off the options types themselves so that the two cannot differ.</summary>
internal static class ConfigurationSchema
{
    public static IReadOnlyDictionary<string, Type> Sections { get; } = WithEdition(new(StringComparer.OrdinalIgnoreCase)
    {
        [DataOptions.Section] = typeof(DataOptions),
        [MemoryOptions.Section] = typeof(MemoryOptions),
        [InferenceOptions.Section] = typeof(InferenceOptions),
        [RedactionOptions.Section] = typeof(RedactionOptions),
        [AgentsOptions.Section] = typeof(AgentsOptions),
        [FeedOptions.Section] = typeof(FeedOptions),
        [McpToolsOptions.Section] = typeof(McpToolsOptions),
        [ConciergeOptions.Section] = typeof(ConciergeOptions),
        ["DeFi"] = typeof(DeFiSection),
        [ImportOptions.Section] = typeof(ImportOptions),
        [ApiOptions.Section] = typeof(ApiOptions),
        [DiscordOptions.Section] = typeof(DiscordOptions),
        [SchedulingOptions.Section] = typeof(SchedulingOptions),
        [TreasuryOptions.Section] = typeof(TreasuryOptions),
        [TelemetryOptions.Section] = typeof(TelemetryOptions),
        ["Logging"] = typeof(LoggingSection),
    });

    public static SchemaNode Root { get; } = new(null, null);

    private static Dictionary<string, Type> WithEdition(Dictionary<string, Type> sections)
    {
        foreach (var (name, type) in Edition.Sections) sections.Add(name, type);
        return sections;
    }

    /// <summary>What may stand below <c>DeFi</c>.</summary>
    internal sealed class DeFiSection
    {
        /// <summary>The file of positions.</summary>
        public string Positions { get; set; } = "";
    }

    /// <summary>What may stand below <c>Logging</c>: levels by category.</summary>
    internal sealed class LoggingSection
    {
        public Dictionary<string, LogLevel> LogLevel { get; set; } = [];
    }
}

/// <summary>A place in the configuration: the root, a section, a list, a dictionary or a value.</summary>
/// <param name="Type">Type bound at this place; null at the root.</param>
/// <param name="Property">The property that declares it, with its validation attributes; null for items.</param>
internal sealed record SchemaNode(Type? Type, PropertyInfo? Property)
{
    public bool IsValue => Type is not null && (Value.IsPrimitive || Value.IsEnum || Value == typeof(decimal) || Value == typeof(DateOnly) || Value == typeof(TimeOnly) || Value == typeof(string) || Value == typeof(TimeSpan) || Value == typeof(Uri));

    /// <summary>The type without <see cref="Nullable{T}"/>.</summary>
    public Type Value => Nullable.GetUnderlyingType(Type!) ?? Type!;

    /// <summary>Names that may stand here; empty where any may (dictionaries, lists).</summary>
    public IEnumerable<string> Names =>
        Type is null ? ConfigurationSchema.Sections.Keys
        : IsValue || ItemType is not null ? []
        : Properties(Type).Select(property => property.Name);

    private Type? ItemType =>
        Type is null || Type == typeof(string) ? null
        : Type.IsArray ? Type.GetElementType()
        : Type.GetInterfaces().Append(Type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>)) is { } dictionary
            ? dictionary.GetGenericArguments()[1]
        : Type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(Type) ? Type.GetGenericArguments()[0]
        : null;

    /// <summary>The place below this one; null when there is none of that name.</summary>
    public SchemaNode? Child(string name)
    {
        if (Type is null) return ConfigurationSchema.Sections.TryGetValue(name, out var section) ? new SchemaNode(section, null) : null;
        if (IsValue) return null;
        if (ItemType is { } item) return new SchemaNode(item, null);
        var property = Properties(Type).FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return property is null ? null : new SchemaNode(property.PropertyType, property);
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite || !property.PropertyType.IsValueType);
}
