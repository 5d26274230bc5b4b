namespace LocalsOnly.Agents.Characters;

/// <summary>A character that cannot be imported. The message is one sentence.</summary>
internal sealed class CharacterException(string sentence) : Exception(sentence);
