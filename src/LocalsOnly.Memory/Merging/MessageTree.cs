using System.Globalization;

namespace LocalsOnly.Memory.Merging;

/// <summary>
/// The tree of all messages that any export has of a conversation, and its reading order. Messages are numbered in the order of their keys, so that
/// nothing depends on the order of arrival; every walk is iterative, because chains of ten thousand and cycles both occur.
/// </summary>
internal sealed class MessageTree
{
    private const int None = -1;

    private readonly Conversation _head;
    private readonly string[] _keys;
    private readonly MessageUnion[] _unions;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[] _parents;
    private readonly string?[] _unknownParents;
    private readonly List<int>?[] _children;
    private readonly List<int> _roots = [];

    /// <param name="messages">All that any export has.</param>
    /// <param name="head">The newest export, which decides what is active.</param>
    public MessageTree(Dictionary<string, MessageUnion> messages, Conversation head)
    {
        _head = head;
        _keys = [.. messages.Keys];
        Array.Sort(_keys, StringComparer.Ordinal);
        _unions = Array.ConvertAll(_keys, key => messages[key]);
        for (var i = 0; i < _keys.Length; i++) _numbers[_keys[i]] = i;
        _parents = new int[_keys.Length];
        _unknownParents = new string?[_keys.Length];
        _children = new List<int>?[_keys.Length];
        ChooseParents();
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_parents[i] == None) _roots.Add(i);
            else (_children[_parents[i]] ??= []).Add(i);
        }
        _roots.Sort(CompareSiblings);
        foreach (var siblings in _children) siblings?.Sort(CompareSiblings);
    }

    /// <summary>The active path in reading order, each message followed by the records beside it, then the other branches depth first.</summary>
    public IReadOnlyList<ConversationMessage> Linearise()
    {
        var ordered = new List<ConversationMessage>(_keys.Length);
        var placed = new bool[_keys.Length];
        // What is a list and no tree has no branch that could be left.
        var isList = _head.Kind is ConversationKind.Project or ConversationKind.Memory;
        if (isList)
        {
            // One entry says nothing about the order.
            foreach (var message in _head.Messages.Count > 1 ? _head.Messages : [])
            {
                var node = _numbers[message.Key];
                if (placed[node]) continue;
                placed[node] = true;
                ordered.Add(Place(node, active: true));
            }
        }
        else
        {
            var path = PathTo(Leaf());
            foreach (var node in path) placed[node] = true;
            foreach (var node in path)
            {
                ordered.Add(Place(node, active: true));
                PlaceBelow(node, active: true, ordered, placed, onlyBeside: true);
            }
        }
        foreach (var root in _roots)
        {
            if (!placed[root])
            {
                placed[root] = true;
                ordered.Add(Place(root, isList));
            }
            PlaceBelow(root, isList, ordered, placed, onlyBeside: false);
        }
        return ordered;
    }

    private void PlaceBelow(int from, bool active, List<ConversationMessage> ordered, bool[] placed, bool onlyBeside)
    {
        var waiting = new Stack<int>();
        Push(from);
        while (waiting.TryPop(out var node))
        {
            if (!placed[node])
            {
                placed[node] = true;
                ordered.Add(Place(node, active));
            }
            Push(node);
        }

        void Push(int parent)
        {
            if (_children[parent] is not { } children) return;
            for (var i = children.Count - 1; i >= 0; i--)
                if (!onlyBeside || (IsBeside(children[i]) && !placed[children[i]])) waiting.Push(children[i]);
        }
    }

    private ConversationMessage Place(int node, bool active) =>
        _unions[node].Place(active, _parents[node] == None ? _unknownParents[node] : _keys[_parents[node]]);

    // A stripped export links a reply past the tool calls that led to it: the parent with the longer chain above it is the true one. A parent is
    // always done before its child, so what is chosen has no cycle: a cycle is cut where this walk, which begins at the end of the newest export's branch, comes back to itself.
    private void ChooseParents()
    {
        var depths = new int[_keys.Length];
        var states = new WalkState[_keys.Length];
        var walk = new Stack<int>();
        if (EndOfBranch() is { } end) ChooseParents(end, depths, states, walk);
        for (var start = 0; start < _keys.Length; start++) ChooseParents(start, depths, states, walk);
    }

    private void ChooseParents(int start, int[] depths, WalkState[] states, Stack<int> walk)
    {
        walk.Push(start);
        while (walk.TryPeek(out var node))
        {
            if (states[node] == WalkState.New)
            {
                states[node] = WalkState.Open;
                var waits = false;
                foreach (var parent in KnownParents(node))
                {
                    if (states[parent] != WalkState.New) continue;
                    walk.Push(parent);
                    waits = true;
                }
                if (waits) continue;
            }
            walk.Pop();
            if (states[node] == WalkState.Done) continue;
            states[node] = WalkState.Done;
            _parents[node] = None;
            foreach (var parent in KnownParents(node))
            {
                if (states[parent] != WalkState.Done || parent == node || depths[parent] + 1 <= depths[node]) continue;
                _parents[node] = parent;
                depths[node] = depths[parent] + 1;
            }
            if (_parents[node] == None)
                _unknownParents[node] = _unions[node].Parents.Where(parent => !_numbers.ContainsKey(parent)).Order(StringComparer.Ordinal).FirstOrDefault();
        }
    }

    private enum WalkState : byte
    {
        New,
        Open,
        Done,
    }

    // Where the newest export's branch ends, as it says itself.
    private int? EndOfBranch()
    {
        if (_head.Leaf is { } leaf && _numbers.TryGetValue(leaf, out var named)) return named;
        var last = _head.Messages.LastOrDefault(message => message.Active && message.Kind != MessageKind.Document);
        return last is null ? null : _numbers[last.Key];
    }

    // Ascending, so that of equals the smallest key is met first.
    private IEnumerable<int> KnownParents(int node)
    {
        using var parents = _unions[node].Parents.GetEnumerator();
        if (!parents.MoveNext()) return [];
        var first = _numbers.GetValueOrDefault(parents.Current, None);
        if (!parents.MoveNext()) return first == None ? [] : [first];
        return _unions[node].Parents.Select(parent => _numbers.GetValueOrDefault(parent, None)).Where(parent => parent != None).Order();
    }

    private int Leaf()
    {
        if (_keys.Length == 0) return None;
        if (_head.Leaf is { } named && _numbers.TryGetValue(named, out var leaf)) return leaf;
        var own = new HashSet<int>(_head.Messages.Count);
        var last = None;
        foreach (var message in _head.Messages)
        {
            var node = _numbers[message.Key];
            own.Add(node);
            if (message.Active && !IsBeside(node)) last = node;
        }
        // An export that names no leaf may have been cut off there: what an older one has below goes on from it.
        return last == None ? NewestEnd(_roots, _ => true) ?? None : NewestEnd([last], node => !own.Contains(node)) ?? last;
    }

    // The newest of the messages with none below them.
    private int? NewestEnd(IEnumerable<int> from, Func<int, bool> follow)
    {
        int? newest = null;
        var waiting = new Stack<int>(from);
        while (waiting.TryPop(out var node))
        {
            var isEnd = true;
            foreach (var child in _children[node] ?? [])
            {
                if (IsBeside(child) || !follow(child)) continue;
                waiting.Push(child);
                isEnd = false;
            }
            if (isEnd && (newest is not { } best || CompareTimes(node, best) > 0)) newest = node;
        }
        return newest;
    }

    private List<int> PathTo(int leaf)
    {
        var path = new List<int>();
        for (var node = leaf; node != None; node = _parents[node]) path.Add(node);
        path.Reverse();
        return path;
    }

    // A record beside a message has its key, a colon and a name. A document hangs on the last message that changed it.
    private bool IsBeside(int node) =>
        _parents[node] is not None and var parent && (_unions[node].Kind == MessageKind.Document || (_keys[node] is var key && _keys[parent] is var above &&
        key.Length > above.Length + 1 && key[above.Length] == ':' && key.StartsWith(above, StringComparison.Ordinal)));

    private int CompareSiblings(int one, int other)
    {
        var beside = IsBeside(one);
        var order = IsBeside(other).CompareTo(beside);
        if (order == 0 && beside) order = Place(_keys[one]).CompareTo(Place(_keys[other]));
        return order != 0 ? order : CompareTimes(one, other);
    }

    // Records beside a message are named by their places in it: tool-use-2.
    private static int Place(string key) =>
        int.TryParse(key.AsSpan(key.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue;

    private int CompareTimes(int one, int other)
    {
        var order = Nullable.Compare(_unions[one].At, _unions[other].At);
        return order != 0 ? order : one.CompareTo(other);
    }
}
