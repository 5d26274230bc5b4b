using System.Diagnostics.CodeAnalysis;

namespace LocalsOnly.Simulation.Discord.State;

/// <summary>The newest messages of a channel, in the order of their ids.</summary>
/// <param name="kept">How many are kept.</param>
[SuppressMessage("Naming", "CA1710", Justification = "A log.")]
internal sealed class MessageLog(int kept)
{
    // Old ones are taken out many at a time: taking the first out of a list moves all the others.
    private readonly List<SimulatedMessage> _messages = [];
    private int _first;

    public int Count => _messages.Count - _first;

    public SimulatedMessage? Newest => Count == 0 ? null : _messages[^1];

    /// <summary>Id of the newest message that there ever was, deleted or not; 0 for none.</summary>
    public ulong LastId { get; private set; }

    public SimulatedMessage[] All() => [.. _messages[_first..]];

    /// <summary>Adds the newest message.</summary>
    /// <returns>The one that is no longer kept.</returns>
    public SimulatedMessage? Add(SimulatedMessage message)
    {
        _messages.Add(message);
        LastId = message.Id;
        if (Count <= kept)
            return null;
        var dropped = _messages[_first];
        _messages[_first++] = null!;
        if (_first > 256 && _first > _messages.Count / 2)
        {
            _messages.RemoveRange(0, _first);
            _first = 0;
        }

        return dropped;
    }

    public SimulatedMessage? Find(ulong id) => IndexOf(id) is var index and >= 0 ? _messages[index] : null;

    public void Replace(SimulatedMessage message) => _messages[IndexOf(message.Id)] = message;

    public void Remove(ulong id) => _messages.RemoveAt(IndexOf(id));

    /// <summary>The oldest messages after an id, or the newest before one; newest first.</summary>
    public IEnumerable<SimulatedMessage> After(ulong id, int most) => Range(AtLeast(id + 1), most);

    /// <inheritdoc cref="After"/>
    public IEnumerable<SimulatedMessage> Before(ulong id, int most)
    {
        var end = AtLeast(id);
        var start = Math.Max(_first, end - most);
        return Range(start, end - start);
    }

    private IEnumerable<SimulatedMessage> Range(int start, int most)
    {
        for (var i = Math.Min(_messages.Count, start + most) - 1; i >= start; i--)
            yield return _messages[i];
    }

    private int IndexOf(ulong id)
    {
        var index = AtLeast(id);
        return index < _messages.Count && _messages[index].Id == id ? index : -1;
    }

    private int AtLeast(ulong id)
    {
        var (low, high) = (_first, _messages.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_messages[middle].Id < id)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
