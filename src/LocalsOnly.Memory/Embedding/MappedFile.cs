using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace LocalsOnly.Memory.Embedding;

/// <summary>
/// A file's beginning, read where the system maps it. The mapping stays while a <see cref="Lease"/> is held, also when it is disposed meanwhile. Whoever
/// shortens the file below the mapped length ends the process, so its owner must not.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _offset;

    /// <param name="handle">Stays the caller's.</param>
    /// <param name="length">Bytes to map, more than 0 and no more than the file has.</param>
    public MappedFile(SafeFileHandle handle, long length)
    {
        Length = length;
        _file = MemoryMappedFile.CreateFromFile(handle, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _offset = _view.PointerOffset;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public long Length { get; }

    /// <exception cref="ObjectDisposedException">It is unmapped.</exception>
    public Lease Rent() => new(_view.SafeMemoryMappedViewHandle, _offset);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Access to the bytes, until it is disposed.</summary>
    internal readonly struct Lease : IDisposable
    {
        private readonly SafeMemoryMappedViewHandle _handle;
        private readonly byte* _start;

        public Lease(SafeMemoryMappedViewHandle handle, long offset)
        {
            _handle = handle;
            byte* start = null;
            handle.AcquirePointer(ref start);
            _start = start + offset;
        }

        /// <param name="offset">Bytes from the file's beginning. Offset and length are within the mapping: the caller's arithmetic, unchecked here.</param>
        public ReadOnlySpan<byte> Slice(long offset, int length) => new(_start + offset, length);

        public void Dispose() => _handle.ReleasePointer();
    }
}
