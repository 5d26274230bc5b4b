namespace LocalsOnly.Agents;

/// <summary>The personas as their files stand now.</summary>
public interface IPersonaStore
{
    /// <summary>Every persona that can answer, by id.</summary>
    IReadOnlyList<Persona> All { get; }

    /// <summary>Files that cannot be used as they stand; empty when all is well.</summary>
    IReadOnlyList<PersonaProblem> Problems { get; }

    /// <summary>A persona by id, in any case; null when there is none.</summary>
    Persona? Find(string id);
}
