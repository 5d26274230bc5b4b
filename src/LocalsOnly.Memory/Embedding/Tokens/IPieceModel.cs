namespace LocalsOnly.Memory.Embedding.Tokens;

/// <summary>Turns one piece of text into numbers of the vocabulary.</summary>
internal interface IPieceModel
{
    /// <summary>Number of the token that stands for what the vocabulary has not; null when there is none.</summary>
    int? Unknown { get; }

    void Encode(ReadOnlySpan<char> piece, List<int> ids);
}
