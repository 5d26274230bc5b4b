using System.Security.Cryptography;
using System.Text;
using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Importing;

/// <summary>
/// Copies what is remembered into any store of Kernel Memory: a document for each conversation. Ids are made of the conversation's key and the number of the piece, so
/// that writing twice is writing once; a run that is killed anywhere is made good by the next, and one with nothing new writes nothing.
/// </summary>
/// <param name="store">Where to.</param>
/// <param name="vectors">Makes vectors; of no numbers where there is no source.</param>
internal sealed class ConversationImport(IndexedConversations conversations, IMemoryDb store, ITextEmbeddingGenerator vectors, ImportLedger ledger, string index)
{
    /// <returns>What was done; the copy is then what the house remembers.</returns>
    public async Task<ImportTally> RunAsync(IProgress<KernelMemoryProgress>? progress, CancellationToken cancellationToken)
    {
        var identity = conversations.Identity();
        var total = conversations.Count();
        var known = ledger.Read().ToDictionary(each => (each.Owner, each.Key));
        int done = 0, written = 0, records = 0;
        var isMade = false;
        await foreach (var place in conversations.ReadAsync(null, cancellationToken))
        {
            known.Remove((place.Owner, place.Key), out var before);
            var stamp = $"{identity}:{place.Changed}:{ConversationPieces.Version}";
            if (before?.Stamp != stamp)
            {
                if (!isMade) await MakeIndexAsync(cancellationToken);
                isMade = true;
                if (await CopyAsync(place, before, stamp, cancellationToken) is > 0 and var made) (written, records) = (written + 1, records + made);
            }
            progress?.Report(new KernelMemoryProgress(++done, total, written));
        }
        foreach (var gone in known.Values) await RemoveAsync(gone, cancellationToken);
        return new ImportTally(done, written, known.Count, records);
    }

    /// <summary>Takes a conversation out of the copy, if it is in it.</summary>
    public async Task RemoveAsync(string owner, string key, CancellationToken cancellationToken)
    {
        if (ledger.Find(owner, key) is { } copied) await RemoveAsync(copied, cancellationToken);
    }

    // A store makes an index for vectors of one length; Kernel Memory's own way to learn it is to make one.
    private async Task MakeIndexAsync(CancellationToken cancellationToken) =>
        await store.CreateIndexAsync(index, (await vectors.GenerateEmbeddingAsync("length", cancellationToken)).Length, cancellationToken);

    /// <returns>How many records were written; 0 when the copy was as it should be.</returns>
    private async Task<int> CopyAsync(ConversationPlace place, ImportedConversation? before, string stamp, CancellationToken cancellationToken)
    {
        // One that was taken out meanwhile is gone in the next run.
        if (conversations.Read(place) is not { } conversation) return 0;
        var records = ConversationPieces.Of(place, conversation);
        var hash = Hash(records);
        // An index that was made anew has other stamps and the same content.
        if (before?.Hash == hash)
        {
            ledger.End(place, stamp, hash, records.Count);
            return 0;
        }
        ledger.Begin(place, records.Count);
        var touched = Math.Max(records.Count, Math.Max(before?.Touched ?? 0, before?.Pieces ?? 0));
        await EmbedAsync(records, cancellationToken);
        await UpsertAsync(records, cancellationToken);
        for (var number = records.Count; number < touched; number++) await DeleteAsync(place, number, cancellationToken);
        ledger.End(place, stamp, hash, records.Count);
        return records.Count;
    }

    private async Task RemoveAsync(ImportedConversation copied, CancellationToken cancellationToken)
    {
        for (var number = 0; number < Math.Max(copied.Pieces, copied.Touched); number++) await DeleteAsync(copied.Place, number, cancellationToken);
        ledger.Remove(copied.Owner, copied.Key);
    }

    private Task DeleteAsync(ConversationPlace place, int number, CancellationToken cancellationToken) =>
        store.DeleteAsync(index, new MemoryRecord { Id = ConversationPieces.IdOf(place, number) }, cancellationToken);

    private async Task EmbedAsync(List<MemoryRecord> records, CancellationToken cancellationToken)
    {
        if (vectors is ITextEmbeddingBatchGenerator batches)
        {
            foreach (var batch in records.Chunk(batches.MaxBatchSize))
            {
                var made = await batches.GenerateEmbeddingBatchAsync(batch.Select(record => record.GetPartitionText()), cancellationToken);
                for (var i = 0; i < batch.Length; i++) batch[i].Vector = made[i];
            }
            return;
        }
        foreach (var record in records) record.Vector = await vectors.GenerateEmbeddingAsync(record.GetPartitionText(), cancellationToken);
    }

    private async Task UpsertAsync(List<MemoryRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0) return;
        if (store is not IMemoryDbUpsertBatch batches)
        {
            foreach (var record in records) await store.UpsertAsync(index, record, cancellationToken);
            return;
        }
        await foreach (var _ in batches.UpsertBatchAsync(index, records, cancellationToken))
        {
            // Writing is what counts.
        }
    }

    private static string Hash(List<MemoryRecord> records)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in records) hash.AppendData(Encoding.UTF8.GetBytes(RecordJson.Write(record) + "\n"));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}

/// <summary>What an import did.</summary>
/// <param name="Conversations">All that are in the copy.</param>
/// <param name="Written">Of those, written in this run.</param>
/// <param name="Removed">Taken out.</param>
/// <param name="Records">Records that were written.</param>
internal sealed record ImportTally(int Conversations, int Written, int Removed, int Records);
