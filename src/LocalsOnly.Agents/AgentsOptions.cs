using System.ComponentModel.DataAnnotations;
using LocalsOnly.Agents.Standups;

namespace LocalsOnly.Agents;

/// <summary>Section <c>Agents</c>: who answers, and how much each turn may carry.</summary>
public sealed class AgentsOptions
{
    public const string Section = "Agents";

    /// <summary>Directory with one folder per persona, absolute or relative to the configuration file.</summary>
    [Required]
    public string Folder { get; set; } = "agents";

    /// <summary>What runs the turns: <c>Default</c>, or <c>SemanticKernel</c> in a build of that edition; empty for the build's own.</summary>
    public string Runtime { get; set; } = "";

    /// <summary>IANA zone that the personas tell time in, e.g. <c>Europe/Paris</c>; empty for the machine's own.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>Most tokens a reply may have. exo would otherwise allow 32168.</summary>
    [Range(64, 131_072)]
    public int MaxReplyTokens { get; set; } = 2048;

    /// <summary>Characters of one recalled passage that go into a prompt; longer ones are cut to the part that matches.</summary>
    [Range(200, 20_000)]
    public int PassageCharacters { get; set; } = 1200;

    /// <summary>Characters of what the person said that is to hold (instructions, preferences, who they are); 0 leaves it out.</summary>
    [Range(0, 20_000)]
    public int StandingCharacters { get; set; } = 1000;

    /// <summary>Whether what is said in turns is remembered, for the persona that it was said to.</summary>
    public bool Remember { get; set; } = true;

    /// <summary>Tokens of earlier conversation that go into a prompt; what is older is summed up, or left out.</summary>
    [Range(0, 1_000_000)]
    public int HistoryTokens { get; set; } = 8_000;

    /// <summary>How often a model may call tools in one turn before it must answer; 0 gives it none.</summary>
    [Range(0, 32)]
    public int ToolRounds { get; set; } = 8;

    /// <summary>How long replies under way may go on after the host was told to stop.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Who holds the standup and who is asked.</summary>
    public StandupOptions Standup { get; set; } = new();

    /// <summary>The zone that the personas tell time in.</summary>
    public TimeZoneInfo Zone(TimeProvider time) => TimeZone.Length > 0 ? TimeZoneInfo.FindSystemTimeZoneById(TimeZone) : time.LocalTimeZone;
}
