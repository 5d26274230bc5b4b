using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Postings;

/// <summary>Reads pages of segments. SQLite does not notice a flipped bit inside a blob, so every page ends with a checksum of what is before it.</summary>
internal sealed class PageReader(SqliteConnection connection) : IDisposable
{
    private readonly Statement _select = new(connection, "SELECT data FROM pages WHERE id = ?1");
    private long _current = -1;

    // SQLite's own memory, which stays until the statement is run again.
    private unsafe byte* _page;
    private int _length;

    /// <summary>The content of a page; the span is valid until another page is read.</summary>
    /// <exception cref="DamagedIndexException">It is not there, or not what was written.</exception>
    public unsafe ReadOnlySpan<byte> Read(long id)
    {
        // Short lists lie together on a page.
        if (id == _current) return new ReadOnlySpan<byte>(_page, _length);
        _current = -1;
        _select.Reset();
        if (!_select.Bind(1, id).Step()) throw new DamagedIndexException($"page {id:x} is missing");
        var page = _select.Blob(0);
        if (page.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(page[^sizeof(ulong)..]) != XxHash3.HashToUInt64(page[..^sizeof(ulong)]))
            throw new DamagedIndexException($"page {id:x} does not have its checksum");
        page = page[..^sizeof(ulong)];
        _page = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(page));
        (_current, _length) = (id, page.Length);
        return page;
    }

    public void Dispose() => _select.Dispose();
}
