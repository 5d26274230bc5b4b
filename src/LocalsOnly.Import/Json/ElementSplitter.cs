using System.Buffers;
using System.Numerics;

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

    // So much of an element that is not kept is enough to see what it was.
    private const int HeadBytes = 4096;

    private readonly Utf8Window _file;
    private readonly int _maxBytes;
    private readonly bool _firstRootOnly;
    private readonly List<byte> _open = [];
    private int _depth;
    private bool _inArray;
    private ElementSignature? _signature;
    // Behind brackets that do not match, until an element begins as the first did.
    private bool _isAstray;

    /// <param name="stream">The file; not disposed.</param>
    /// <param name="maxBytes">Most that is kept of one element.</param>
    /// <param name="firstRootOnly">Stop behind the first root value: what follows is another language.</param>
    public ElementSplitter(Stream stream, int maxBytes, bool firstRootOnly = false) =>
        (_file, _maxBytes, _firstRootOnly) = (new Utf8Window(stream), maxBytes, firstRootOnly);

    /// <summary>The file is empty or white space.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The first byte that is not white space, when it begins no JSON object or array.</summary>
    public byte? NotJson { get; private set; }

    /// <summary>The file ends before its root is closed, though behind a whole element.</summary>
    public bool IsUnclosed { get; private set; }

    /// <summary>Bytes consumed so far, as UTF-8.</summary>
    public long BytesRead => _file.BytesRead;

    public IEnumerable<Element> Split()
    {
        var any = false;
        while (true)
        {
            var next = SkipSpace();
            if (next < 0) break;
            _file.Start = _file.Position;
            if (next == '[')
            {
                _file.Position++;
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
                if (!SkipString() && IsTooLarge) SkipRest();
            }
            else
            {
                // What is left of a wrapping object, or rubbish behind the root: neither can hold a conversation.
                _file.Position++;
            }
            any = true;
            if (_firstRootOnly) break;
        }
        IsEmpty = !any;
    }

    public void Dispose() => _file.Dispose();

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
            _file.Start = _file.Position;
            switch (next)
            {
                case < 0:
                    IsUnclosed = !truncated;
                    yield break;
                case ']':
                    _inArray = false;
                    _file.Position++;
                    yield break;
                case ',':
                    _file.Position++;
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
            if (!_isAstray) _signature ??= ElementSignature.Of(_file.Taken.Span);
            yield return Current(ElementFault.None);
            yield break;
        }
        var kept = _file.Kept;
        if (!_isAstray) _signature ??= ElementSignature.Of(kept);
        var next = _signature?.FindNext(kept, lines: !_inArray) ?? -1;
        var resume = next > 0 ? _file.Start + next : -1;
        if (resume > 0)
        {
            _file.Position = resume;
            yield return Current(end == ScanEnd.TooLarge ? ElementFault.TooLarge : ElementFault.Unbalanced);
        }
        else if (end == ScanEnd.TooLarge)
        {
            yield return SkipRest();
        }
        else
        {
            yield return Current(end == ScanEnd.EndOfFile ? ElementFault.Truncated : ElementFault.Unbalanced);
            // What of it is not read yet would be taken for elements. Those that stand one below the other need not begin alike.
            _isAstray |= end == ScanEnd.Unbalanced && _inArray && _signature is not null;
        }
    }

    private Element Current(ElementFault fault)
    {
        _isAstray = _isAstray && ElementSignature.Of(_file.Taken.Span) != _signature;
        return new(_file.Offset, _file.Taken.Length, _file.Taken, fault) { Depth = _depth, IsDebris = _isAstray };
    }

    private Element Scalar(int first)
    {
        if (first == '"') SkipString();
        else
            while (!IsTooLarge && _file.HasNext() && !EndsBare(_file.Next)) _file.Position++;
        if (IsTooLarge) return SkipRest();
        if (_isAstray || _signature is null || !(first == '}' || (first == '"' && IsKey))) return Current(ElementFault.None);
        // No element begins so: one ended too early, and what follows are its remains.
        var rest = Current(ElementFault.Unbalanced);
        _isAstray = true;
        return rest;
    }

    private bool IsKey => _file.HasNext() && _file.Ahead.TrimStart(" \t\r\n"u8) is [(byte)':', ..];

    private bool IsTooLarge => _file.Position - _file.Start > _maxBytes;

    // Whether a byte is no more of a number or a word.
    private static bool EndsBare(byte next) => next is (byte)',' or (byte)']' or (byte)'{' or (byte)'[';

    // From an opening bracket to behind its closing one.
    private ScanEnd Scan(bool root)
    {
        _open.Clear();
        _depth = 0;
        var mask = new BracketMask();
        while (true)
        {
            if (IsTooLarge) return ScanEnd.TooLarge;
            if (!_file.HasNext()) return ScanEnd.EndOfFile;
            var block = _file.Ahead;
            if (block.Length > BracketMask.BlockBytes) block = block[..BracketMask.BlockBytes];
            var next = _file.Position + block.Length;
            for (var brackets = mask.Next(block); brackets != 0; brackets &= brackets - 1)
            {
                var at = BitOperations.TrailingZeroCount(brackets);
                var found = block[at];
                if (found is (byte)'{' or (byte)'[')
                {
                    if (root && found == '[' && _open.Count == 1 && FollowsWrapperKey(_file.Position + at)) return Stop(ScanEnd.Wrapper, _file.Position + at);
                    _open.Add(found);
                    _depth = Math.Max(_depth, _open.Count);
                    continue;
                }
                // In ASCII the closing bracket is two behind the opening one.
                if (_open[^1] + 2 != found) return Stop(ScanEnd.Unbalanced, _file.Position + at);
                _open.RemoveAt(_open.Count - 1);
                if (_open.Count == 0) return Stop(ScanEnd.Complete, _file.Position + at);
            }
            _file.Position = next;
        }
    }

    // With the bracket that ended it consumed.
    private ScanEnd Stop(ScanEnd end, int bracket)
    {
        _file.Position = bracket + 1;
        return end;
    }

    private bool FollowsWrapperKey(int bracket)
    {
        var before = _file.Kept[..(bracket - _file.Start)];
        // What ends with the last quote, if no other bracket came since.
        var key = before[..(before.LastIndexOfAny(s_structure) + 1)];
        // With a backslash before its quote it is the end of another key.
        return key.EndsWith(s_wrapperKey) && key[^(s_wrapperKey.Length + 1)] != '\\';
    }

    // From an opening quote to behind its closing one.
    private bool SkipString()
    {
        _file.Position++;
        while (true)
        {
            if (IsTooLarge) return false;
            if (!_file.HasNext()) return false;
            var skip = _file.Ahead.IndexOfAny((byte)'"', (byte)'\\');
            if (skip < 0)
            {
                _file.Position = _file.End;
                continue;
            }
            _file.Position += skip;
            if (_file.Next == '"')
            {
                _file.Position++;
                return true;
            }
            if (_file.Position + 1 >= _file.End && !_file.Fill())
            {
                _file.Position = _file.End;
                return false;
            }
            _file.Position += 2;
        }
    }

    // The element is larger than the cap: find its end without keeping it.
    private Element SkipRest()
    {
        var offset = _file.Offset;
        var head = _file.Kept[..Math.Min(HeadBytes, _file.Kept.Length)].ToArray();
        var inString = false;
        var depth = 0;
        _file.Position = _file.Start;
        var isBare = _file.Next is not ((byte)'{' or (byte)'[' or (byte)'"');
        while (true)
        {
            _file.Start = _file.Position;
            if (!_file.HasNext() || (isBare && EndsBare(_file.Next))) break;
            var b = _file.Take();
            if (isBare) continue;
            if (inString)
            {
                if (b == '\\')
                {
                    _file.Start = _file.Position;
                    if (!_file.HasNext()) break;
                    _file.Position++;
                }
                else if (b == '"')
                {
                    inString = false;
                    if (depth == 0) break;
                }
            }
            else if (b == '"') inString = true;
            else if (b is (byte)'{' or (byte)'[') depth++;
            else if (b is (byte)'}' or (byte)']' && --depth == 0) break;
        }
        return new Element(offset, _file.BytesRead - offset, head, ElementFault.TooLarge) { IsDebris = _isAstray };
    }

    private int SkipSpace()
    {
        while (true)
        {
            _file.Start = _file.Position;
            if (!_file.HasNext()) return -1;
            if (_file.Next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0)) return _file.Next;
            _file.Position++;
        }
    }
}
