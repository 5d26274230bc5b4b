using LocalsOnly.Agents.Turns;

namespace LocalsOnly.Agents;

/// <summary>What surfaces do to text of others before it goes into a prompt: a file that somebody attached, a message that somebody quotes.</summary>
public static class ForeignText
{
    /// <summary>The same text without the power of the words that chat templates and the prompt's own fences give a meaning to.</summary>
    public static string Defuse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ControlTokens.Defuse(text);
    }
}
