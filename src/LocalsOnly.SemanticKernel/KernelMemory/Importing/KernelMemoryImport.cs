using LocalsOnly.Memory;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Index;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using Microsoft.Extensions.Logging;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Importing;

/// <summary>The import as the house runs it: one at a time, and only where conversations are copied at all. What is forgotten is taken out of the copy first.</summary>
internal sealed class KernelMemoryImport(KernelMemories memories, IConversationStore house, ILogger<KernelMemoryImport> log) : IKernelMemoryImport, IForgotten
{
    public async Task<KernelMemoryReport> RunAsync(IProgress<KernelMemoryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!memories.Options.Enabled) throw new MemoryStoreException("Kernel Memory is off: set KernelMemory:Enabled to true.");
        await CatchUpAsync(cancellationToken);
        var store = memories.Options.Store;
        if (store == KernelMemoryStore.House) return new KernelMemoryReport(store, ConversationMemoryDb.Index, memories.Conversations.Count(), 0, 0, 0);
        try
        {
            PrivateFiles.CreateDirectory(memories.Local);
            using var turn = FileTurn.TryTake(LedgerPath + ".lock", wait: false) ?? throw new MemoryStoreException("Conversations are being copied into Kernel Memory already: wait until that has finished.");
            using var ledger = new ImportLedger(LedgerPath);
            var tally = await Import(memories.Store, memories.Embeddings, ledger).RunAsync(progress, cancellationToken);
            return new KernelMemoryReport(store, ConversationMemoryDb.Index, tally.Conversations, tally.Written, tally.Removed, tally.Records);
        }
        catch (Exception fault) when (IsAway(fault, cancellationToken))
        {
            throw new MemoryStoreException($"Kernel Memory's store cannot be written ({fault.Message.TrimEnd('.')}): see that the server of Memory:Qdrant:Url runs and takes the key, then run it again; what was copied stays.", fault);
        }
    }

    /// <exception cref="MemoryStoreException">One of them is in a copy that cannot be reached.</exception>
    public void Forget(IReadOnlyCollection<string> conversationKeys)
    {
        ArgumentNullException.ThrowIfNull(conversationKeys);
        // Also when Kernel Memory is off by now: a copy that was made is still there.
        if (!File.Exists(LedgerPath)) return;
        try
        {
            using var ledger = new ImportLedger(LedgerPath);
            List<string> copied = [.. conversationKeys.Where(key => ledger.Find(MemoryScope.DefaultOwner, key) is not null)];
            if (copied.Count == 0) return;
            var store = memories.Copies() ?? throw new MemoryStoreException(
                $"{copied.Count} of these conversations were copied to Qdrant, which Memory:Qdrant:Url does not name any more: name it again so that they go from there, too, or delete {LedgerPath} if that copy is gone.");
            var import = Import(store, new Models.HouseEmbeddings(null), ledger);
            // Off the caller's thread, which may be one that the answers need.
            foreach (var key in copied) Task.Run(() => import.RemoveAsync(MemoryScope.DefaultOwner, key, CancellationToken.None)).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (IsAway(fault, CancellationToken.None))
        {
            throw new MemoryStoreException($"What is to be forgotten cannot be taken out of Kernel Memory's copy ({fault.Message.TrimEnd('.')}): start the server of Memory:Qdrant:Url and repeat it; nothing is forgotten yet.", fault);
        }
    }

    private string LedgerPath => Path.Combine(memories.Local, "import.db");

    private ConversationImport Import(IMemoryDb store, ITextEmbeddingGenerator vectors, ImportLedger ledger) => new(memories.Conversations, store, vectors, ledger, ConversationMemoryDb.Index);

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await house.CatchUpAsync(cancellationToken);
        }
        catch (MemoryStoreException away)
        {
            // What is indexed is there all the same.
            log.LogWarning("{Message}", away.Message);
        }
    }

    private static bool IsAway(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or KernelMemoryException or EmbeddingException or SqliteFileException or Microsoft.Data.Sqlite.SqliteException or System.Text.Json.JsonException or IOException or UnauthorizedAccessException
        || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested);
}
