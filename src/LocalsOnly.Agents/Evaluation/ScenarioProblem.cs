using System.Globalization;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>What is wrong with a file of scenarios.</summary>
/// <param name="File">The file, from the folder of the personas on: <c>agents/kelly/evals/lunch.yaml</c>.</param>
/// <param name="Line">From 1; null when it is about the whole file.</param>
/// <param name="Clause">What is wrong and what to write instead, without a full stop.</param>
internal sealed record ScenarioProblem(string File, int? Line, string Clause)
{
    public string Sentence => Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{File}, line {line}: {Clause}.") : $"{File}: {Clause}.";
}
