using System.Globalization;
using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Remembering;

/// <summary>
/// Takes what is said into the archive, one observation of one message each, which the fold puts behind the last: nothing is written twice however long a
/// conversation gets. When the archive is away it waits in the spool, in order, and a chat goes on.
/// </summary>
internal sealed class Remembering(ConversationStore store, IndexDatabase database, Spool spool) : IDisposable
{
    /// <summary>Source of what is said here.</summary>
    public const string Source = "here";

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <exception cref="MemoryStoreException">Neither the archive nor the local disk can be written.</exception>
    public async Task<Remembered> AddAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var spooled = new SpooledUtterance(scope.Owner, scope.Persona, scope.Channel, utterance with { At = utterance.At.ToUniversalTime() });
            try
            {
                var waiting = spool.Read(cancellationToken);
                await StoreAsync([.. waiting, spooled]);
                if (waiting.Count > 0) TryRemove(waiting);
                return new Remembered(KeyOf(spooled), null);
            }
            catch (MemoryStoreException away)
            {
                spool.Add(spooled, cancellationToken);
                return new Remembered(KeyOf(spooled), away.Message);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes what waits into the archive; returns how much that was.</summary>
    /// <exception cref="MemoryStoreException">The archive is still away, or what waits cannot be read or taken out; all of it goes on waiting.</exception>
    public async Task<int> FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var waiting = spool.Read(cancellationToken);
            if (waiting.Count == 0) return 0;
            await StoreAsync(waiting);
            spool.Remove(waiting);
            return waiting.Count;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void TryRemove(List<SpooledUtterance> stored)
    {
        try
        {
            spool.Remove(stored);
        }
        catch (MemoryStoreException)
        {
            // It is stored all the same. The next flush takes it out, or says why it cannot.
        }
    }

    // What was stored before a kill, or by another process that read it too, is not stored again: keys are made of what was said.
    private async Task StoreAsync(List<SpooledUtterance> utterances)
    {
        foreach (var same in utterances.GroupBy(each => new Audience(each.Owner, each.Persona, each.Channel)))
        {
            await using var writer = await store.OpenSayingWriterAsync(same.Key, CancellationToken.None);
            var leaves = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var spooled in same.DistinctBy(KeyOf))
            {
                var (key, messageKey) = (ConversationKeyOf(spooled), KeyOf(spooled));
                if (IsStored(spooled.Owner, key, messageKey)) continue;
                if (!leaves.TryGetValue(key, out var leaf)) leaf = LeafOf(spooled.Owner, key);
                await writer.StoreAsync(Observation(spooled, key, messageKey, leaf));
                leaves[key] = messageKey;
            }
            await writer.CommitAsync();
        }
    }

    private static Conversation Observation(SpooledUtterance spooled, string key, string messageKey, string? parent)
    {
        var said = spooled.Utterance;
        var message = new ConversationMessage(messageKey, parent, said.Author, MessageKind.Visible, true, said.At, said.Text, []) { Name = said.Name };
        return new Conversation(key, Source, said.Title ?? said.Conversation, said.At, said.At, null, null, [message]) { Leaf = messageKey };
    }

    private string? LeafOf(string owner, string key) =>
        database.Ask(connection => connection.Scalar("SELECT leaf FROM conversations WHERE owner = $owner AND key = $key", ("$owner", owner), ("$key", key)) as string);

    private bool IsStored(string owner, string key, string messageKey) => database.Ask(connection => connection.Scalar(
        "SELECT 1 FROM conversations c JOIN messages m ON m.id >= c.id << 24 AND m.id < (c.id + 1) << 24 WHERE c.owner = $owner AND c.key = $key AND m.key = $message",
        ("$owner", owner), ("$key", key), ("$message", MessageRow.Shorten(key, messageKey))) is not null);

    private static string ConversationKeyOf(SpooledUtterance spooled) =>
        Utterance.ConversationKey(new MemoryScope(spooled.Owner, spooled.Persona, spooled.Channel), spooled.Utterance.Conversation);

    private static string KeyOf(SpooledUtterance spooled) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ConversationKeyOf(spooled)}:{spooled.Utterance.At.UtcDateTime:yyyyMMddHHmmssfff}-{KeyHash.Of($"{spooled.Utterance.Author}\n{spooled.Utterance.Name}\n{spooled.Utterance.Text}")[..8]}");
}
