using System.Globalization;

namespace LocalsOnly.Scheduling;

/// <summary>What is wrong with a task's file.</summary>
/// <param name="File">From the folder of the personas on: <c>agents/kelly/tasks/lunch.md</c>.</param>
/// <param name="Line">From 1; null when it is about the whole file.</param>
/// <param name="Clause">What is wrong and what to write instead, without a full stop.</param>
internal sealed record TaskProblem(string File, int? Line, string Clause)
{
    /// <summary>The version before the change goes on being due.</summary>
    public bool RunsOn { get; init; }

    public string Sentence => $"{File}{(Line is { } line ? string.Create(CultureInfo.InvariantCulture, $", line {line}") : "")}: {Clause}.{(RunsOn ? " What it said before still holds." : "")}";
}
