namespace LocalsOnly.Memory.Recall;

/// <summary>A message that shares a word with the question, on its way to becoming a passage.</summary>
internal sealed class Candidate
{
    public required long Conversation { get; init; }

    public required int Position { get; init; }

    public required int WordCount { get; init; }

    public required Passage Passage { get; init; }

    /// <summary>Occurrences of each question term in the text.</summary>
    public required float[] Own { get; init; }

    /// <summary>Occurrences of each question term in the conversation's title.</summary>
    public required float[] Title { get; init; }

    public double Score { get; set; }

    /// <summary>Share of the question's evidence that the text, its title and its neighbours hold.</summary>
    public double Coverage { get; set; }

    /// <summary>How many of the question's terms they hold.</summary>
    public int Matched { get; set; }
}
