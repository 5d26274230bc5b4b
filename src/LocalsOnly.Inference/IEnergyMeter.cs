namespace LocalsOnly.Inference;

/// <summary>Tells what work at an endpoint takes from the socket. Implementations must not throw and must not block.</summary>
public interface IEnergyMeter
{
    /// <summary>An attempt has been sent to the endpoint. Its reading must be finished.</summary>
    IEnergyReading Begin(string endpoint);
}

/// <summary>The energy of one attempt while it runs.</summary>
public interface IEnergyReading
{
    /// <summary>The attempt is over. Null when nobody knows what the endpoint's machines draw. For one call.</summary>
    EnergyUse? Finish();
}

/// <summary>An attempt's share of what its endpoint's machines drew while it ran: at each moment their watts divided by the requests under way.</summary>
/// <param name="Millijoules">All of the share.</param>
/// <param name="IdleMillijoules">The part of it that the machines would have drawn without any work.</param>
/// <param name="Provenance">Measured by the machines themselves, or estimated from what they are known to draw.</param>
public readonly record struct EnergyUse(long Millijoules, long IdleMillijoules, Provenance Provenance);
