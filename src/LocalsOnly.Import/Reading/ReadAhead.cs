using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LocalsOnly.Import.Reading;

/// <summary>
/// Reads the elements of a file on a thread of its own, ahead of whoever stores them and in their order. How far ahead is a matter of bytes: many small conversations, or
/// one that is very large.
/// </summary>
internal sealed class ReadAhead : IAsyncDisposable
{
    private const int UnitBytes = 64 << 10;
    private const int Units = 32;

    private readonly Channel<Item> _channel = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _room = new(Units, Units);
    private readonly CancellationTokenSource _stop;
    private readonly Task _reading;

    /// <param name="elements">Enumerated by the other thread; the bytes of each are copied before the next is asked for.</param>
    /// <param name="bytesRead">How far the file is read; asked after each element.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public ReadAhead(IEnumerable<ReadElement> elements, Func<long> bytesRead, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Not one of the pool: it waits more than it works, and where the pool has two threads nobody else would come to work until it adds one.
        _reading = Task.Factory.StartNew(() => Read(elements, bytesRead), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The elements, each with how far the file was read behind it. What the file cannot be read for is thrown where it happened.</summary>
    public async IAsyncEnumerable<(ReadElement Element, long BytesRead)> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return (item.Element, item.BytesRead);
            if (item.Copy is not null) ArrayPool<byte>.Shared.Return(item.Copy);
            _room.Release(item.Units);
        }
    }

    /// <summary>Waits until the other thread has let go of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
        _room.Dispose();
    }

    private void Read(IEnumerable<ReadElement> elements, Func<long> bytesRead)
    {
        try
        {
            foreach (var element in elements)
            {
                // Whoever is larger than all the room there is waits until it is empty.
                var units = Math.Clamp(element.Raw.Length / UnitBytes, 1, Units);
                for (var i = 0; i < units; i++) _room.Wait(_stop.Token);
                _channel.Writer.TryWrite(Copy(element, bytesRead(), units));
            }
            _channel.Writer.Complete();
        }
        catch (Exception fault)
        {
            _channel.Writer.Complete(fault);
        }
    }

    private static Item Copy(ReadElement element, long bytesRead, int units)
    {
        if (element.Conversation is null) return new Item(element with { Raw = default }, null, bytesRead, units);
        var copy = ArrayPool<byte>.Shared.Rent(element.Raw.Length);
        element.Raw.Span.CopyTo(copy);
        return new Item(element with { Raw = copy.AsMemory(0, element.Raw.Length) }, copy, bytesRead, units);
    }

    private readonly record struct Item(ReadElement Element, byte[]? Copy, long BytesRead, int Units);
}
