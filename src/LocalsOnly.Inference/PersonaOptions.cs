using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>Carries the persona on whose behalf a turn runs in <see cref="ChatOptions"/>, for <see cref="UsageEvent.Persona"/>.</summary>
public static class PersonaOptions
{
    private const string Key = "locals.persona";

    /// <summary>Names the persona. Returns the same options.</summary>
    public static ChatOptions WithPersona(this ChatOptions options, string persona)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(persona);
        (options.AdditionalProperties ??= [])[Key] = persona;
        return options;
    }

    /// <summary>The persona named; null when none was.</summary>
    public static string? GetPersona(this ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var value) == true ? value as string : null;
}
