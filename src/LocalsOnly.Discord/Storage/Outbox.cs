using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;

namespace LocalsOnly.Discord.Storage;

/// <summary>One message of an answer.</summary>
/// <param name="Part">From 0.</param>
/// <param name="Channel">Where it goes: the thread, when one was begun for it.</param>
/// <param name="Message">Its id, once Discord has given it one.</param>
/// <param name="Final">The words are the last ones; before that they are a draft that grows.</param>
/// <param name="Delivered">Discord has these very words.</param>
/// <param name="Tried">Discord was asked to write it; without an id, nobody knows whether it did.</param>
internal sealed record OutboxPart(int Part, Snowflake Channel, string Persona, string Text, byte[]? File, Snowflake? Message, bool Final, bool Delivered, bool Tried);

/// <summary>What is said, before it is sent: an answer counts as delivered when each of its messages has an id.</summary>
internal sealed class Outbox(DiscordDatabase database)
{
    /// <summary>The messages of an answer, in order.</summary>
    public IReadOnlyList<OutboxPart> Parts(Snowflake inbox) => database.Rows(
        "SELECT part, channel, persona, text, file, message, final, delivered, tried FROM outbox WHERE inbox = $inbox ORDER BY part",
        row => new OutboxPart(row.GetInt32(0), row.Id(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : (byte[])row[4], row.IdOrNull(5), row.GetBoolean(6), row.GetBoolean(7), row.GetBoolean(8)),
        ("$inbox", inbox));

    /// <summary>A message is about to be written: from now on it may exist without our knowing its id.</summary>
    public void Try(Snowflake inbox, int part, Snowflake channel, string persona) => database.Write(() =>
    {
        Add(inbox, part, channel, persona);
        database.Run("UPDATE outbox SET tried = 1 WHERE inbox = $inbox AND part = $part", ("$inbox", inbox), ("$part", part));
    });

    /// <summary>The answer is known to its last word. Messages of a draft that it does not need are left over, with no text.</summary>
    public void Settle(Snowflake inbox, Snowflake channel, string persona, IReadOnlyList<string> texts, byte[]? file) => database.Write(() =>
    {
        for (var part = 0; part < texts.Count; part++)
        {
            Add(inbox, part, channel, persona);
            database.Run("UPDATE outbox SET text = $text, file = $file, final = 1, delivered = 0 WHERE inbox = $inbox AND part = $part",
                ("$text", texts[part]), ("$file", part == texts.Count - 1 ? file : null), ("$inbox", inbox), ("$part", part));
        }

        database.Run("UPDATE outbox SET text = '', final = 1, delivered = 0 WHERE inbox = $inbox AND part >= $count", ("$inbox", inbox), ("$count", texts.Count));
    });

    /// <summary>There is to be no answer after all: what a draft has left is left over.</summary>
    public void Empty(Snowflake inbox) => database.Run("UPDATE outbox SET text = '', file = NULL, final = 1, delivered = 0 WHERE inbox = $inbox", ("$inbox", inbox));

    public void SetMessage(Snowflake inbox, int part, Snowflake message) =>
        database.Run("UPDATE outbox SET message = $message WHERE inbox = $inbox AND part = $part", ("$message", message), ("$inbox", inbox), ("$part", part));

    public void SetDelivered(Snowflake inbox, int part) => database.Run("UPDATE outbox SET delivered = 1 WHERE inbox = $inbox AND part = $part", ("$inbox", inbox), ("$part", part));

    public void Remove(Snowflake inbox, int part) => database.Run("DELETE FROM outbox WHERE inbox = $inbox AND part = $part", ("$inbox", inbox), ("$part", part));

    /// <summary>Whether a message is of an answer of ours.</summary>
    public bool Holds(Snowflake message) => database.Scalar("SELECT 1 FROM outbox WHERE message = $message", ("$message", message)) is not null;

    /// <summary>The answer to a message is known to its last word: it is delivered and never asked again.</summary>
    public bool IsSettled(Snowflake inbox) => database.Scalar("SELECT 1 FROM outbox WHERE inbox = $inbox AND final AND text <> ''", ("$inbox", inbox)) is not null;

    /// <summary>Who said a message of ours; null when it is none.</summary>
    public string? PersonaOf(Snowflake message) => database.Scalar("SELECT persona FROM outbox WHERE message = $message", ("$message", message)) as string;

    /// <summary>Who spoke last in a channel; null when nobody did.</summary>
    public string? LastPersona(Snowflake channel) => database.Scalar("SELECT persona FROM outbox WHERE channel = $channel ORDER BY inbox DESC LIMIT 1", ("$channel", channel)) as string;

    /// <summary>Keeps what an answer rests on, for the buttons under it.</summary>
    public void Quote(string turn, IEnumerable<QuotedSource> sources) => database.Write(() =>
    {
        foreach (var source in sources)
            database.Run("INSERT OR IGNORE INTO quoted VALUES ($turn, $number, $key, $persona, $memory, $shared)",
                ("$turn", turn), ("$number", source.Number), ("$key", source.Key), ("$persona", source.Persona), ("$memory", source.Memory), ("$shared", source.Shared));
    });

    /// <summary>The numbers of the sources of an answer, in order.</summary>
    public IReadOnlyList<int> Numbers(string turn) => database.Rows("SELECT number FROM quoted WHERE turn = $turn ORDER BY number", row => row.GetInt32(0), ("$turn", turn));

    /// <summary>A source of an answer; null when it is no longer known.</summary>
    public QuotedSource? Quoted(string turn, int number) => database.Rows(
        "SELECT key, persona, memory, shared FROM quoted WHERE turn = $turn AND number = $number",
        row => new QuotedSource(number, row.GetString(0), row.GetString(1), row.TextOrNull(2), row.GetBoolean(3)),
        ("$turn", turn), ("$number", number)).FirstOrDefault();

    private void Add(Snowflake inbox, int part, Snowflake channel, string persona) => database.Run(
        "INSERT OR IGNORE INTO outbox (inbox, part, channel, persona, text, message, final, delivered, tried) VALUES ($inbox, $part, $channel, $persona, '', NULL, 0, 0, 0)",
        ("$inbox", inbox), ("$part", part), ("$channel", channel), ("$persona", persona));
}

/// <summary>A passage that an answer cites, and from where it may be seen.</summary>
/// <param name="Key">Of the message in the memory.</param>
internal sealed record QuotedSource(int Number, string Key, string Persona, string? Memory, bool Shared);
