namespace LocalsOnly.Inference.Wire;

/// <summary>What a simulated server says of itself, on every answer: truth comes from the wire, not from configuration.</summary>
public static class SimulationLabel
{
    /// <summary>Name of the response header; its value is <c>true</c>.</summary>
    public const string Header = "x-simulated";

    internal static bool IsOn(HttpResponseMessage response) =>
        response.Headers.TryGetValues(Header, out var values) && values.Contains("true");
}
