using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Personas;

/// <summary>What a persona's folder may be called.</summary>
internal static partial class PersonaIds
{
    // Names by which programs ask for a tier, and the folder of what everybody knows.
    private static readonly string[] s_taken = ["auto", "heavy", "light", "shared"];

    /// <summary>Why this is no id, one sentence; null when it is one.</summary>
    public static string? Refuse(string id) =>
        !Shape().IsMatch(id) ? $"'{PersonSentences.Plain(id)}' is no id for a persona; write 2 to 24 of the letters a to z, digits and hyphens, the first no hyphen."
        : s_taken.Contains(id) ? $"'{id}' means something else in this house; choose another id."
        : null;

    /// <summary>The id that a name suggests; empty when it suggests none.</summary>
    public static string Suggest(string name)
    {
        var bare = new string([.. name.Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAscii)]).ToLowerInvariant();
        var id = Other().Replace(bare, "-").Trim('-');
        return id.Length <= 24 ? id : id[..24].Trim('-');
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{1,23}\z")]
    private static partial Regex Shape();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
