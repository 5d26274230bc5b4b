using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Merging;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Redaction;
using LocalsOnly.Memory.Storing;

namespace LocalsOnly.Memory.Index;

/// <summary>A line of the archive, parsed.</summary>
/// <param name="Entry">What it says; null when it is damaged.</param>
/// <param name="Line">Where it is.</param>
/// <param name="Alone">What its conversation is if there is no other observation of it.</param>
/// <param name="Fault">What is wrong with it, as the end of a sentence.</param>
internal readonly record struct PreparedLine(ArchiveEntry? Entry, LineLocation Line, FoldedConversation? Alone, string? Fault);

/// <summary>A block of the archive, parsed.</summary>
internal sealed record PreparedBlock(ArchiveBlock Block, IReadOnlyList<PreparedLine> Lines);

/// <summary>Reads the archive ahead of who indexes it, block by block and several of them at once.</summary>
internal static class PreparedBlocks
{
    // Most are a quarter of a megabyte of text, and several times that once they are parsed: enough to work on while a transaction is written.
    private const int MostAhead = 24;

    // One conversation may be as large as all of these together, or larger: then it goes alone.
    private const long MostBytesAhead = MostAhead * (256L << 10);

    public static async IAsyncEnumerable<PreparedBlock> ReadFrom(
        ArchiveLayout layout, ArchivePosition from, Redactor redactor, CurrentVocabulary vocabulary, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var blocks = Channel.CreateBounded<Task<PreparedBlock>>(new BoundedChannelOptions(MostAhead) { SingleReader = true, SingleWriter = true });
        var gate = new ByteGate(MostBytesAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var workers = new TermWorkers(vocabulary);
        var reading = Task.Run(() => ReadAsync(blocks.Writer, gate, layout, from, redactor, workers, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var preparing in blocks.Reader.ReadAllAsync(cancellationToken))
            {
                var block = await preparing;
                gate.Leave(block.Block.Text.Length);
                yield return block;
            }
        }
        finally
        {
            await stop.CancelAsync();
            gate.Open();
            await reading;
        }
    }

    private static async Task ReadAsync(
        ChannelWriter<Task<PreparedBlock>> blocks, ByteGate gate, ArchiveLayout layout, ArchivePosition from, Redactor redactor, TermWorkers workers, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var block in ArchiveReader.ReadFrom(layout, from))
            {
                await gate.EnterAsync(block.Text.Length);
                if (!await blocks.WaitToWriteAsync(cancellationToken)) return;
                await blocks.WriteAsync(workers.RunAsync(terms => new PreparedBlock(block, [.. block.Lines().Select(line => Prepare(block, line, redactor, terms))])), cancellationToken);
            }
            blocks.Complete();
        }
        catch (Exception fault)
        {
            // Whoever reads throws it.
            blocks.TryComplete(fault);
        }
    }

    private static PreparedLine Prepare(ArchiveBlock block, LineLocation line, Redactor redactor, TermCounter terms)
    {
        var entry = block.Parse(line, out var fault);
        return new PreparedLine(entry, line, entry is { Kind: EntryKind.Observation, Conversation: { } conversation } ? Alone(entry, conversation, redactor, terms) : null, fault);
    }

    private static FoldedConversation Alone(ArchiveEntry entry, Conversation conversation, Redactor redactor, TermCounter terms)
    {
        var fold = new ConversationFold();
        fold.Add(conversation, Observations.DigestOf(entry, conversation), new Audience(entry.Owner, entry.Persona, entry.Channel));
        return FoldedConversation.Of(fold, redactor, terms);
    }
}
