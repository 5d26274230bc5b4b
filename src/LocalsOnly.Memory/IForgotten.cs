namespace LocalsOnly.Memory;

/// <summary>Keeps a copy of what is said elsewhere than in the archive. It is told before a conversation is forgotten, so that the copy goes too.</summary>
public interface IForgotten
{
    /// <summary>Removes what is of these conversations.</summary>
    /// <param name="conversationKeys">Keys as in the archive.</param>
    /// <exception cref="MemoryStoreException">It cannot; then nothing is forgotten anywhere yet.</exception>
    void Forget(IReadOnlyCollection<string> conversationKeys);
}
