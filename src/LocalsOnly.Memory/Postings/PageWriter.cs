using System.Buffers.Binary;
using System.IO.Hashing;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Postings;

/// <summary>Takes pages of a segment.</summary>
internal interface IPageSink
{
    /// <summary>Writes a page; its checksum is appended to <paramref name="content"/>, which is empty afterwards.</summary>
    void Write(long id, ByteBuffer content);
}

/// <summary>Writes pages of segments.</summary>
internal sealed class PageWriter(SqliteConnection connection) : IPageSink, IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO pages (id, data) VALUES (?1, ?2)");

    public void Write(long id, ByteBuffer content)
    {
        var checksum = XxHash3.HashToUInt64(content.Span);
        content.Advance(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(content.Span[^sizeof(ulong)..], checksum);
        _insert.Bind(1, id).Bind(2, content.Span).Run();
        content.Clear();
    }

    public void Dispose() => _insert.Dispose();
}
