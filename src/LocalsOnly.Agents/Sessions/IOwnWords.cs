namespace LocalsOnly.Agents;

/// <summary>What personas say by themselves, without being asked: it becomes part of their conversations, so that a person may ask on.</summary>
public interface IOwnWords
{
    /// <summary>
    /// Keeps words in their session, after a turn that goes on there, and in the memory. Words of the same <see cref="SpokenWords.Key"/> are kept once. A disk that does
    /// not take them is a matter for the log: they were said.
    /// </summary>
    Task KeepAsync(SpokenWords words, CancellationToken cancellationToken = default);
}

/// <summary>What a persona said by itself.</summary>
/// <param name="Key">Tells it from everything else that is said; the same in every try.</param>
/// <param name="PersonaId">Who said it.</param>
/// <param name="Session">The conversation in which it was said; see <see cref="TurnRequest.Session"/>.</param>
/// <param name="Channel">The channel in the memory's words; null for a private place of the owner's.</param>
/// <param name="Text">In Markdown.</param>
/// <param name="Occasion">What made it speak: <c>scheduled task vince/daily-briefing</c>. It stands before the words in later prompts.</param>
public sealed record SpokenWords(string Key, string PersonaId, string Session, string? Channel, string Text, string Occasion);
