namespace LocalsOnly.Agents.Tools;

/// <summary>Which tools the personas have, for those who look after the house.</summary>
public interface IPersonaTools
{
    /// <summary>Names in a persona's header that no tool has; empty when all is well.</summary>
    IReadOnlyList<string> Unknown(Persona persona);
}
