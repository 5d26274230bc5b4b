namespace LocalsOnly.Memory;

/// <summary>Something that is said here and now, to be remembered.</summary>
/// <param name="Conversation">What it is a part of: a channel and a day, a thread. The same words give the same conversation.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Text">What was said.</param>
/// <param name="At">When.</param>
public sealed record Utterance(string Conversation, MessageAuthor Author, string Text, DateTimeOffset At)
{
    /// <summary>Name of who said it, where several people talk.</summary>
    public string? Name { get; init; }

    /// <summary>Title of the conversation; its name when there is none.</summary>
    public string? Title { get; init; }

    /// <summary>Key of the conversation that something said from a scope is remembered in. Two that may not see each other's are two conversations, whatever they are called.</summary>
    public static string ConversationKey(MemoryScope scope, string conversation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return $"{Remembering.Remembering.Source}:{KeyHash.Of($"{scope.Persona}\n{scope.Channel}\n{conversation}")[..16]}";
    }
}

/// <summary>What became of something that was said.</summary>
/// <param name="MessageKey">What cites it.</param>
/// <param name="Waits">Why it is not in the archive yet, one sentence; null when it is, and can be recalled. What waits is on the local disk and goes there by itself.</param>
public sealed record Remembered(string MessageKey, string? Waits);
