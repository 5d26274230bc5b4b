namespace LocalsOnly.Agents.Tools.Concierge;

/// <summary>Section <c>Concierge</c>: the person's places, and where their weather is.</summary>
public sealed class ConciergeOptions
{
    public const string Section = "Concierge";

    /// <summary>The file of places, absolute or relative to the configuration file; <c>agents/kelly/places.example.yaml</c> shows how it is written.</summary>
    public string Places { get; set; } = "places.yaml";

    /// <summary>Degrees north, −90 to 90; two decimals of it (about a kilometre) are all that a weather service is told. Null: no weather.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees east, −180 to 180, in the same way.</summary>
    public double? Longitude { get; set; }
}
