using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>The two kinds of work a house has room for.</summary>
public enum Tier
{
    /// <summary>Quick, small answers: the Mac Mini.</summary>
    Light,

    /// <summary>Heavy reasoning: the exo cluster.</summary>
    Heavy,
}

/// <summary>Carries the wanted tier of a turn in <see cref="ChatOptions"/>, where every decorator and router can read it.</summary>
public static class TierOptions
{
    private const string Key = "locals.tier";

    /// <summary>Asks for a tier. Returns the same options.</summary>
    public static ChatOptions WithTier(this ChatOptions options, Tier tier)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[Key] = tier;
        return options;
    }

    /// <summary>The tier asked for; <see cref="Tier.Light"/> when none was.</summary>
    public static Tier GetTier(this ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var value) == true && value is Tier tier ? tier : Tier.Light;
}
