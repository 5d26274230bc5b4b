using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Postings;

/// <summary>
/// What ranking needs to know of the documents of a segment, by column. A document is a message that can be recalled; documents of one conversation that lie
/// together in reading order are a block, and what is the same for all of them is kept once for it.
/// </summary>
internal sealed class DocumentColumns
{
    /// <summary>In <see cref="Minutes"/>: no time is known.</summary>
    public const int NoTime = int.MinValue;

    private int[]? _blockOf;

    /// <summary>Of each block: the row of its conversation.</summary>
    public required int[] Conversation { get; init; }

    /// <summary>Of each block: the row of the scope.</summary>
    public required int[] Scope { get; init; }

    /// <summary>Of each block: its first document. Blocks follow one another without a gap.</summary>
    public required int[] FirstDocument { get; init; }

    /// <summary>Of each block: position of its first document among the recallable messages of the conversation.</summary>
    public required int[] FirstPosition { get; init; }

    /// <summary>Of each document: place among all messages of its conversation, recallable or not.</summary>
    public required int[] Ordinal { get; init; }

    /// <summary>Of each document: the row of its author.</summary>
    public required ushort[] Author { get; init; }

    /// <summary>Of each document: words that are no stop words.</summary>
    public required ushort[] Length { get; init; }

    /// <summary>Of each document: all words.</summary>
    public required ushort[] Words { get; init; }

    /// <summary>Of each document: what its text holds besides words (<see cref="Recall.Time.MessageCue"/>).</summary>
    public required byte[] Cues { get; init; }

    /// <summary>Of each document: when it was said, in minutes since 1970 UTC, or <see cref="NoTime"/>.</summary>
    public required int[] Minutes { get; init; }

    /// <summary>Of each document: what its text is known by to vectors (<see cref="Embedding.EmbeddingCache.IdOf"/>).</summary>
    public required long[] Content { get; init; }

    public int Count => Ordinal.Length;

    public int BlockCount => Conversation.Length;

    /// <summary>Of each document: its block.</summary>
    public int[] BlockOf
    {
        get
        {
            if (_blockOf is { } known) return known;
            var blockOf = new int[Count];
            for (var block = 0; block < BlockCount; block++) blockOf.AsSpan(FirstDocument[block], SizeOf(block)).Fill(block);
            return _blockOf = blockOf;
        }
    }

    public int SizeOf(int block) => (block + 1 < BlockCount ? FirstDocument[block + 1] : Count) - FirstDocument[block];

    /// <summary>The little-endian columns, one after another, behind their two lengths.</summary>
    public void Write(ByteBuffer output)
    {
        output.WriteVariable((ulong)BlockCount);
        output.WriteVariable((ulong)Count);
        Write(output, Conversation);
        Write(output, Scope);
        Write(output, FirstDocument);
        Write(output, FirstPosition);
        Write(output, Ordinal);
        Write(output, Author);
        Write(output, Length);
        Write(output, Words);
        Write(output, Cues);
        Write(output, Minutes);
        Write(output, Content);
    }

    /// <exception cref="DamagedIndexException">The bytes are no columns.</exception>
    public static DocumentColumns Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var blocks = (int)reader.Variable();
        var documents = (int)reader.Variable();
        return new DocumentColumns
        {
            Conversation = Read<int>(ref reader, blocks),
            Scope = Read<int>(ref reader, blocks),
            FirstDocument = Read<int>(ref reader, blocks),
            FirstPosition = Read<int>(ref reader, blocks),
            Ordinal = Read<int>(ref reader, documents),
            Author = Read<ushort>(ref reader, documents),
            Length = Read<ushort>(ref reader, documents),
            Words = Read<ushort>(ref reader, documents),
            Cues = Read<byte>(ref reader, documents),
            Minutes = Read<int>(ref reader, documents),
            Content = Read<long>(ref reader, documents),
        };
    }

    /// <summary>A time as <see cref="Minutes"/> has it.</summary>
    public static int MinutesOf(DateTimeOffset? at) =>
        at is { } known ? (int)Math.Clamp(known.ToUnixTimeSeconds() / 60, int.MinValue + 1, int.MaxValue) : NoTime;

    private static void Write<T>(ByteBuffer output, T[] column) where T : unmanaged => output.Write(MemoryMarshal.AsBytes(column.AsSpan()));

    private static T[] Read<T>(ref ByteReader reader, int count) where T : unmanaged =>
        [.. MemoryMarshal.Cast<byte, T>(reader.Bytes(count * Marshal.SizeOf<T>()))];
}
