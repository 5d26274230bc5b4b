namespace LocalsOnly.Inference;

/// <summary>The two kinds of work a house has room for.</summary>
public enum Tier
{
    /// <summary>Quick, small answers: the Mac Mini.</summary>
    Light,

    /// <summary>Heavy reasoning: the exo cluster.</summary>
    Heavy,
}
