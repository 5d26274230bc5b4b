using System.Text;

namespace LocalsOnly.Scheduling;

/// <summary>A task that somebody wants, as its file will say it.</summary>
/// <param name="Persona">Who does it.</param>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Kind">The key that says when: <c>cron</c>, <c>every</c>, <c>once</c> or <c>after</c>.</param>
/// <param name="When">Its value.</param>
/// <param name="Zone">IANA name.</param>
/// <param name="Channels">Where it goes; empty for the page.</param>
/// <param name="Prompt">What the persona is told.</param>
internal sealed record TaskDraft(string Persona, string Name, string Kind, string When, string Zone, IReadOnlyList<string> Channels, string Prompt)
{
    /// <summary>The key that somebody means who wrote only its value.</summary>
    public static string KindOf(string when) =>
        Durations.Parse(when) is not null ? "every" : when.Contains('/', StringComparison.Ordinal) && !when.Trim().Contains(' ', StringComparison.Ordinal) ? "after" : when.Trim() is [_, _, _, _, '-', ..] ? "once" : "cron";

    public string Id => $"{Persona}/{Name}";

    /// <summary>The file.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder("---\n").Append(Kind).Append(": ").Append(Quoted(When)).Append("\nzone: ").Append(Quoted(Zone)).Append('\n');
            if (Channels.Count > 0) text.Append("channel: [").AppendJoin(", ", Channels.Select(Quoted)).Append("]\n");
            return text.Append("---\n").Append(Prompt.Trim()).Append('\n').ToString();
        }
    }

    // Nothing that is typed may become another key of the header.
    private static string Quoted(string value) => $"\"{new string([.. value.Trim().Where(c => !char.IsControl(c))]).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
