using System.Globalization;
using System.Text.Json;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Discord.Storage;

/// <summary>Every message that is to be answered, from the moment it is heard. A second one of the same id is not taken, however it comes: twice by the gateway, by two bots, or by looking back.</summary>
internal sealed class Inbox(DiscordDatabase database, TimeProvider time)
{
    private const int Kept = 50_000;
    private const int PruneEvery = 256;

    private const string Fields =
        "id, channel, guild, author, name, persona, bot, text, session, attachments, memory, shared, guest, replied, echo, leader, wrote, tries, received";

    private int _closed;

    /// <summary>Takes a message.</summary>
    /// <returns>False when it is known already, heard or ignored.</returns>
    public bool Add(InboxMessage message) => database.Write(() => !IsIgnored(message.Id) && database.Run(
        $"""
        INSERT OR IGNORE INTO inbox ({Fields}, state)
        VALUES ($id, $channel, $guild, $author, $name, $persona, $bot, $text, $session, $attachments, $memory, $shared, $guest, $replied, $echo, NULL, 0, 0, $received, 0)
        """,
        ("$id", message.Id), ("$channel", message.Channel), ("$guild", message.Guild), ("$author", message.Author), ("$name", message.Name), ("$persona", message.Persona),
        ("$bot", message.Bot), ("$text", message.Text), ("$session", message.Session),
        ("$attachments", JsonSerializer.Serialize([.. message.Attachments], StorageJson.Default.ListDiscordAttachment)), ("$memory", message.Memory), ("$shared", message.Shared),
        ("$guest", message.Guest), ("$replied", message.Replied), ("$echo", message.Echo), ("$received", time.GetUtcNow())) == 1);

    /// <summary>Whether the message was heard or ignored before.</summary>
    public bool Knows(Snowflake id) => database.Scalar("SELECT 1 FROM inbox WHERE id = $id", ("$id", id)) is not null || IsIgnored(id);

    /// <summary>What waits in a channel, oldest first. The second condition is the index's own, which the first alone does not find.</summary>
    public IReadOnlyList<InboxMessage> Waiting(Snowflake channel) =>
        database.Rows($"SELECT {Fields} FROM inbox WHERE channel = $channel AND state = 0 AND state < 2 ORDER BY id", Read, ("$channel", channel));

    /// <summary>Channels in which something is not answered yet.</summary>
    public IReadOnlyList<Snowflake> OpenChannels() => database.Rows("SELECT DISTINCT channel FROM inbox WHERE state < 2", row => row.Id(0));

    /// <summary>What was being answered when the host died waits again. For the start.</summary>
    public void Recover() => database.Run("UPDATE inbox SET state = 0 WHERE state = 1");

    /// <summary>An answer to these is begun. The first of them stands for all.</summary>
    /// <returns>Those that still waited: one may have been taken back meanwhile.</returns>
    public IReadOnlyList<InboxMessage> Begin(IReadOnlyList<InboxMessage> messages) => database.Write(() =>
    {
        List<InboxMessage> begun = [.. messages.Where(message => database.Run("UPDATE inbox SET state = 1, tries = tries + 1 WHERE id = $id AND state = 0", ("$id", message.Id)) == 1)];
        foreach (var message in begun) database.Run("UPDATE inbox SET leader = $leader WHERE id = $id", ("$id", message.Id), ("$leader", begun[0].Id));
        return begun;
    });

    /// <summary>It was ended in good order and waits for another try, which counts as the first.</summary>
    public void PutBack(IReadOnlyList<InboxMessage> messages) => Each(messages, "UPDATE inbox SET state = 0, tries = tries - 1 WHERE id = $id AND state = 1");

    /// <summary>Messages that were taken back while a draft of their answer stood there.</summary>
    public IReadOnlyList<InboxMessage> WithdrawnWithDraft() => database.Rows($"SELECT {Fields} FROM inbox WHERE state = 3 AND id IN (SELECT inbox FROM outbox WHERE delivered = 0)", Read);

    /// <summary>Something that the house keeps was changed: from now on the answer cannot simply be begun again.</summary>
    public void MarkWrote(IReadOnlyList<InboxMessage> messages) => Each(messages, "UPDATE inbox SET wrote = 1 WHERE id = $id");

    /// <summary>The turn behind the answer, for whoever asks why.</summary>
    public void SetTurn(IReadOnlyList<InboxMessage> messages, string turn) => Each(messages, "UPDATE inbox SET turn = $turn WHERE id = $id", ("$turn", turn));

    /// <summary>There is nothing more to do for these. Their words, and those of the answer, are kept no longer: the session and the memory have them, and forget them when they are told to.</summary>
    public void Close(IReadOnlyList<InboxMessage> messages, InboxState state, string? reason = null)
    {
        Each(messages, """
            UPDATE inbox SET state = $state, reason = $reason, text = '', attachments = '[]', replied = NULL WHERE id = $id;
            UPDATE outbox SET text = '', file = NULL WHERE inbox = $id;
            """, ("$state", state), ("$reason", reason));
        if (Interlocked.Increment(ref _closed) % PruneEvery == 0) Prune();
    }

    /// <summary>New words for a message that waits. False when it does not wait any more.</summary>
    public bool Change(Snowflake id, string text) => database.Run("UPDATE inbox SET text = $text WHERE id = $id AND state = 0", ("$id", id), ("$text", text)) == 1;

    /// <summary>New words for a message whose answer is being begun anew.</summary>
    public void ChangeRunning(Snowflake id, string text) => database.Run("UPDATE inbox SET text = $text WHERE id = $id AND state < 2", ("$id", id), ("$text", text));

    /// <summary>Takes a message that waits back. False when it does not wait any more.</summary>
    public bool Withdraw(Snowflake id) => database.Run("UPDATE inbox SET state = 3, text = '', attachments = '[]', replied = NULL WHERE id = $id AND state = 0", ("$id", id)) == 1;

    /// <summary>Takes a message back that is being answered. False when it is not.</summary>
    public bool WithdrawRunning(Snowflake id) => database.Run("UPDATE inbox SET state = 3, text = '', attachments = '[]', replied = NULL WHERE id = $id AND state = 1", ("$id", id)) == 1;

    /// <summary>The message, whatever became of it; null when it was never heard.</summary>
    public InboxMessage? Find(Snowflake id) => database.Rows($"SELECT {Fields} FROM inbox WHERE id = $id", Read, ("$id", id)).FirstOrDefault();

    /// <summary>The message that an answer of ours is to, by the answer's own id.</summary>
    public InboxMessage? AnsweredBy(Snowflake answer) =>
        database.Rows($"SELECT {Fields} FROM inbox WHERE id = (SELECT inbox FROM outbox WHERE message = $answer)", Read, ("$answer", answer)).FirstOrDefault();

    /// <summary>The turn behind the answer to a message; null when there is none.</summary>
    public string? TurnOf(Snowflake id) => database.Scalar("SELECT turn FROM inbox WHERE id = $id", ("$id", id)) as string;

    /// <summary>The turn behind the newest answer in a channel; null when there is none.</summary>
    public string? LastTurn(Snowflake channel) => database.Scalar(
        "SELECT turn FROM inbox WHERE id = (SELECT max(o.inbox) FROM outbox o JOIN inbox i ON i.id = o.inbox WHERE o.channel = $channel AND i.turn IS NOT NULL)", ("$channel", channel)) as string;

    /// <summary>What became of a message that was heard; null when it was not.</summary>
    public Fate? FateOf(Snowflake id) => database.Rows(
        "SELECT state, reason, leader, turn, persona, tries FROM inbox WHERE id = $id",
        row =>
        {
            var (reason, persona, tries) = (row.TextOrNull(1), row.GetString(4), row.GetInt32(5));
            var sentence = (InboxState)row.GetInt32(0) switch
            {
                InboxState.Waiting => tries == 0 ? $"It waits for its turn; {persona} answers." : string.Create(CultureInfo.InvariantCulture, $"It was begun {tries} times and waits for another try; {persona} answers."),
                InboxState.Running => $"{persona} is answering it now.",
                InboxState.Answered when row.IdOrNull(2) is { } leader && leader != id => $"{persona} answered it together with message {leader}, which came shortly before it.",
                InboxState.Answered => $"{persona} answered it.{(reason is null ? "" : " " + reason)}",
                InboxState.Withdrawn => "It was deleted before it was answered.",
                _ => $"It could not be answered: {reason}",
            };
            return new Fate(sentence, row.TextOrNull(3));
        },
        ("$id", id)).FirstOrDefault();

    private bool IsIgnored(Snowflake id) => database.Scalar("SELECT 1 FROM ignored WHERE id = $id", ("$id", id)) is not null;

    private void Each(IReadOnlyList<InboxMessage> messages, string sql, params (string, object?)[] parameters) => database.Write(() =>
    {
        foreach (var message in messages) database.Run(sql, [("$id", message.Id), .. parameters]);
    });

    private void Prune() => database.Write(() =>
    {
        var oldest = database.Scalar("SELECT id FROM inbox WHERE state > 1 ORDER BY id DESC LIMIT 1 OFFSET $kept", ("$kept", Kept));
        if (oldest is not long limit) return;
        database.Run("DELETE FROM outbox WHERE inbox IN (SELECT id FROM inbox WHERE state > 1 AND id <= $limit)", ("$limit", limit));
        database.Run("DELETE FROM quoted WHERE turn IN (SELECT turn FROM inbox WHERE state > 1 AND id <= $limit)", ("$limit", limit));
        database.Run("DELETE FROM inbox WHERE state > 1 AND id <= $limit", ("$limit", limit));
    });

    private static InboxMessage Read(SqliteDataReader row) =>
        new(row.Id(0), row.Id(1), row.IdOrNull(2), row.Id(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8))
        {
            Attachments = JsonSerializer.Deserialize(row.GetString(9), StorageJson.Default.ListDiscordAttachment) ?? [],
            Memory = row.TextOrNull(10),
            Shared = row.GetBoolean(11),
            Guest = row.GetBoolean(12),
            Replied = row.TextOrNull(13),
            Echo = row.IdOrNull(14),
            Leader = row.IdOrNull(15),
            Wrote = row.GetBoolean(16),
            Tries = row.GetInt32(17),
            Received = row.At(18),
        };
}
