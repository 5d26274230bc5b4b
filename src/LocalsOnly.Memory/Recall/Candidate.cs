namespace LocalsOnly.Memory.Recall;

/// <summary>A message that may answer a question, on its way to becoming a passage.</summary>
/// <param name="Place">Where it is in the index.</param>
/// <param name="Conversation">Row of its conversation.</param>
/// <param name="Ordinal">Its place among all messages of it.</param>
/// <param name="Score">Higher is better.</param>
/// <param name="Coverage">Share of the question's evidence that the text, its title and its neighbours hold.</param>
/// <param name="Matched">How many of the question's terms they hold.</param>
/// <param name="TextScore">What the words alone are worth: S of the formula, before it is divided by the best.</param>
internal readonly record struct Candidate(DocumentPlace Place, int Conversation, int Ordinal, double Score, double Coverage, int Matched, double TextScore)
{
    /// <summary>Its meaning is so like the question's that it tells something whatever its words.</summary>
    public bool IsAlike { get; init; }
}
