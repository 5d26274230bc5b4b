using System.Buffers;
using System.Numerics;
using System.Text;

namespace LocalsOnly.Import.Json;

/// <summary>
/// Cuts a JSON file of any size into its conversations without parsing them, in the memory that one conversation needs: elements of a root
/// array, of the array <c>conversations</c> of a root object, or root values one after another. A parser that reads the whole
/// array stops for good at the first malformed element; this one finds where the next begins and goes on.
/// </summary>
internal sealed class ElementSplitter : IDisposable
{
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[]"u8);
    private static readonly byte[] s_wrapperKey = "\"conversations\""u8.ToArray();

    private readonly Stream _stream;
    private readonly int _maxBytes;
    private readonly bool _firstRootOnly;
    private readonly List<byte> _open = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private long _base;
    private int _start, _position, _end;
    private int _depth;
    private bool _inArray;
    private ElementSignature? _signature;

    // So much of an element that is not kept is enough to see what it was.
    private const int HeadBytes = 4096;

    /// <param name="stream">The file; not disposed.</param>
    /// <param name="maxBytes">Most that is kept of one element.</param>
    /// <param name="firstRootOnly">Stop behind the first root value: what follows is another language.</param>
    public ElementSplitter(Stream stream, int maxBytes, bool firstRootOnly = false)
    {
        _firstRootOnly = firstRootOnly;
        _maxBytes = maxBytes;
        _end = stream.ReadAtLeast(_buffer.AsSpan(0, 4), 4, throwOnEndOfStream: false);
        var head = _buffer.AsSpan(0, _end);
        _stream = stream;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _position = 3;
        else if (head is [0xFF, 0xFE, ..] or [not 0, 0, ..]) _stream = Transcode(Encoding.Unicode);
        else if (head is [0xFE, 0xFF, ..] or [0, not 0, ..]) _stream = Transcode(Encoding.BigEndianUnicode);
    }

    /// <summary>The file is empty or white space.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The first byte that is not white space, when it begins no JSON object or array.</summary>
    public byte? NotJson { get; private set; }

    /// <summary>The file ends before its root is closed, though behind a whole element.</summary>
    public bool IsUnclosed { get; private set; }

    /// <summary>Bytes consumed so far, as UTF-8.</summary>
    public long BytesRead => _base + _position;

    public IEnumerable<Element> Split()
    {
        var any = false;
        while (true)
        {
            var next = SkipSpace();
            if (next < 0) break;
            _start = _position;
            if (next == '[')
            {
                _position++;
                foreach (var element in SplitArray()) yield return element;
            }
            else if (next == '{')
            {
                var end = Scan(root: true);
                if (end == ScanEnd.Wrapper)
                    foreach (var element in SplitArray()) yield return element;
                else
                    foreach (var element in Finish(end)) yield return element;
            }
            else if (!any)
            {
                NotJson = (byte)next;
                yield break;
            }
            else if (next == '"')
            {
                if (!SkipString()) yield break;
            }
            else
            {
                // What is left of a wrapping object, or rubbish behind the root: neither can hold a conversation.
                _position++;
            }
            any = true;
            if (_firstRootOnly) break;
        }
        IsEmpty = !any;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private enum ScanEnd
    {
        Complete,
        Wrapper,
        EndOfFile,
        Unbalanced,
        TooLarge,
    }

    private IEnumerable<Element> SplitArray()
    {
        _inArray = true;
        var truncated = false;
        while (true)
        {
            var next = SkipSpace();
            _start = _position;
            switch (next)
            {
                case < 0:
                    IsUnclosed = !truncated;
                    yield break;
                case ']':
                    _inArray = false;
                    _position++;
                    yield break;
                case ',':
                    _position++;
                    break;
                case '{' or '[':
                    foreach (var element in Finish(Scan(root: false)))
                    {
                        truncated = element.Fault == ElementFault.Truncated;
                        yield return element;
                    }
                    break;
                default:
                    yield return Scalar(next);
                    break;
            }
        }
    }

    private IEnumerable<Element> Finish(ScanEnd end)
    {
        if (end == ScanEnd.Complete)
        {
            _signature ??= ElementSignature.Of(_buffer.AsSpan(_start, _position - _start));
            yield return Current(ElementFault.None);
            yield break;
        }
        var kept = _buffer.AsSpan(_start, _end - _start);
        var next = (_signature ?? ElementSignature.Of(kept))?.FindNext(kept, lines: !_inArray) ?? -1;
        var resume = next > 0 ? _start + next : -1;
        if (resume > 0)
        {
            _position = resume;
            yield return Current(end == ScanEnd.TooLarge ? ElementFault.TooLarge : ElementFault.Unbalanced);
        }
        else if (end == ScanEnd.TooLarge)
        {
            yield return SkipRest();
        }
        else
        {
            yield return Current(end == ScanEnd.EndOfFile ? ElementFault.Truncated : ElementFault.Unbalanced);
        }
    }

    private Element Current(ElementFault fault) =>
        new(_base + _start, _position - _start, _buffer.AsMemory(_start, _position - _start), fault) { Depth = _depth };

    private Element Scalar(int first)
    {
        if (first == '"') SkipString();
        else
            while ((_position < _end || Fill()) && _buffer[_position] is not ((byte)',' or (byte)']' or (byte)'{' or (byte)'[')) _position++;
        return Current(ElementFault.None);
    }

    // From an opening bracket to behind its closing one.
    private ScanEnd Scan(bool root)
    {
        _open.Clear();
        _depth = 0;
        var mask = new BracketMask();
        while (true)
        {
            if (_position - _start > _maxBytes) return ScanEnd.TooLarge;
            if (_position == _end && !Fill()) return ScanEnd.EndOfFile;
            var block = _buffer.AsSpan(_position, Math.Min(BracketMask.BlockBytes, _end - _position));
            var next = _position + block.Length;
            for (var brackets = mask.Next(block); brackets != 0; brackets &= brackets - 1)
            {
                var at = BitOperations.TrailingZeroCount(brackets);
                var found = block[at];
                if (found is (byte)'{' or (byte)'[')
                {
                    if (root && found == '[' && _open.Count == 1 && FollowsWrapperKey(_position + at)) return Stop(ScanEnd.Wrapper, _position + at);
                    _open.Add(found);
                    _depth = Math.Max(_depth, _open.Count);
                    continue;
                }
                // In ASCII the closing bracket is two behind the opening one.
                if (_open[^1] + 2 != found) return Stop(ScanEnd.Unbalanced, _position + at);
                _open.RemoveAt(_open.Count - 1);
                if (_open.Count == 0) return Stop(ScanEnd.Complete, _position + at);
            }
            _position = next;
        }
    }

    // With the bracket that ended it consumed.
    private ScanEnd Stop(ScanEnd end, int bracket)
    {
        _position = bracket + 1;
        return end;
    }

    private bool FollowsWrapperKey(int bracket)
    {
        var before = _buffer.AsSpan(_start, bracket - _start);
        // What ends with the last quote, if no other bracket came since.
        var key = before[..(before.LastIndexOfAny(s_structure) + 1)];
        // With a backslash before its quote it is the end of another key.
        return key.EndsWith(s_wrapperKey) && key[^(s_wrapperKey.Length + 1)] != '\\';
    }

    // From an opening quote to behind its closing one.
    private bool SkipString()
    {
        _position++;
        while (true)
        {
            if (_position - _start > _maxBytes) return false;
            if (_position >= _end && !Fill()) return false;
            var skip = _buffer.AsSpan(_position, _end - _position).IndexOfAny((byte)'"', (byte)'\\');
            if (skip < 0)
            {
                _position = _end;
                continue;
            }
            _position += skip;
            if (_buffer[_position] == '"')
            {
                _position++;
                return true;
            }
            if (_position + 1 >= _end && !Fill())
            {
                _position = _end;
                return false;
            }
            _position += 2;
        }
    }

    // The element is larger than the cap: find its end without keeping it.
    private Element SkipRest()
    {
        var offset = _base + _start;
        var head = _buffer.AsSpan(_start, Math.Min(HeadBytes, _end - _start)).ToArray();
        var inString = false;
        var depth = 0;
        _position = _start;
        while (true)
        {
            _start = _position;
            if (_position == _end && !Fill()) break;
            var b = _buffer[_position++];
            if (inString)
            {
                if (b == '\\')
                {
                    _start = _position;
                    if (_position == _end && !Fill()) break;
                    _position++;
                }
                else if (b == '"') inString = false;
            }
            else if (b == '"') inString = true;
            else if (b is (byte)'{' or (byte)'[') depth++;
            else if (b is (byte)'}' or (byte)']' && --depth == 0) break;
        }
        return new Element(offset, _base + _position - offset, head, ElementFault.TooLarge);
    }

    private int SkipSpace()
    {
        while (true)
        {
            _start = _position;
            if (_position == _end && !Fill()) return -1;
            if (_buffer[_position] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0)) return _buffer[_position];
            _position++;
        }
    }

    // Reads more behind what is kept from _start on.
    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _base += _start;
            _position -= _start;
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    private Stream Transcode(Encoding encoding)
    {
        var text = new PrefixedStream(_buffer.AsSpan(0, _end).ToArray(), _stream);
        _end = 0;
        var utf8 = Encoding.CreateTranscodingStream(text, encoding, Encoding.UTF8, leaveOpen: true);
        _end = utf8.ReadAtLeast(_buffer.AsSpan(0, 4), 3, throwOnEndOfStream: false);
        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _position = 3;
        return utf8;
    }
}
