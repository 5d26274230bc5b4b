namespace LocalsOnly.Memory.Standing;

/// <summary>What the person of a conversation said in it that is to hold.</summary>
internal static class StandingReading
{
    /// <summary>
    /// The records of a chat, in reading order. Only turns of the branch that the person last looked at count, and none of a chat among several people, where
    /// "I" is anyone. Projects, designs and coding sessions speak of the thing that is made.
    /// </summary>
    /// <param name="conversation">As it is to be indexed, secrets taken out.</param>
    /// <param name="audience">Whose it is, and who may see it.</param>
    public static IReadOnlyList<StandingRecord> Of(Conversation conversation, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(audience);
        if (conversation.Kind != ConversationKind.Chat) return [];
        var records = new List<StandingRecord>();
        foreach (var message in conversation.Messages)
        {
            if (message is not { Author: MessageAuthor.User, Kind: MessageKind.Visible, Active: true, Name: null }) continue;
            foreach (var statement in StandingRules.Find(message.Text))
                records.Add(Record(statement, audience, message.At ?? conversation.CreatedAt ?? DateTimeOffset.MinValue, message.Key, conversation.Key));
        }
        return records;
    }

    /// <summary>A statement with where it is from.</summary>
    public static StandingRecord Record(StandingStatement statement, Audience audience, DateTimeOffset at, string messageKey, string conversationKey) =>
        new(StandingRecord.IdOf(audience.Owner, messageKey, statement.Subject, statement.Text), audience.Owner, audience.Persona, audience.Channel, statement.Kind, statement.Subject,
            statement.Text, statement.Strength, statement.Language, at.ToUniversalTime(), messageKey, conversationKey)
        {
            Value = statement.Value,
            Ends = statement.Ends,
            Position = statement.Start,
        };
}
