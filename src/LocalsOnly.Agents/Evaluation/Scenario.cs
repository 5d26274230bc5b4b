namespace LocalsOnly.Agents.Evaluation;

/// <summary>A conversation that is put to a persona, and what must come of it.</summary>
/// <param name="Persona">Id of the persona.</param>
/// <param name="File">Path of the file it stands in.</param>
/// <param name="Line">Its first line there.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Language">What the person writes in: <c>en</c>, <c>fr</c>, <c>de</c>; null when the file does not say.</param>
/// <param name="Messages">What the person writes, and what the persona is given to have answered in between.</param>
/// <param name="Given">The world as it is then.</param>
/// <param name="Checks">At least one.</param>
internal sealed record Scenario(
    string Persona, string File, int Line, string Name, string? Language, IReadOnlyList<TurnMessage> Messages, GivenFacts Given, IReadOnlyList<Check> Checks);

/// <summary>The world of a scenario; what it does not say is as it is, or is not there.</summary>
internal sealed record GivenFacts
{
    public static GivenFacts Nothing { get; } = new();

    /// <summary>Local time at which the scenario begins; null for now.</summary>
    public DateTime? Time { get; init; }

    /// <summary>The person's zone; null for the house's.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>What the persona recalls, best first.</summary>
    public IReadOnlyList<GivenPassage> Passages { get; init; } = [];

    /// <summary>What tools answer, by name; the last result of a list is given again.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<GivenResult>> Tools { get; init; } = new Dictionary<string, IReadOnlyList<GivenResult>>();

    /// <summary>What colleagues answer when they are asked, by id; others are asked in earnest.</summary>
    public IReadOnlyDictionary<string, string> Colleagues { get; init; } = new Dictionary<string, string>();
}

/// <summary>Something that the persona recalls.</summary>
/// <param name="FromPerson">The person said it; else an assistant did.</param>
internal sealed record GivenPassage(string Text, string Title, DateOnly? Date, string Source, bool FromPerson);

/// <summary>What a tool answers in a scenario.</summary>
/// <param name="Fails">The text is why it has no result.</param>
internal sealed record GivenResult(string Text, bool Fails);
