namespace LocalsOnly.Simulation.Discord.State;

/// <summary>The messages that bots wrote with a nonce in the last few minutes.</summary>
/// <remarks>discord.com/developers/docs/resources/message#create-message: "the past few minutes", here five.</remarks>
internal sealed class Nonces(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(ulong Author, string Nonce), SimulatedMessage> _messages = [];
    private readonly Queue<(ulong Author, string Nonce, DateTimeOffset At)> _order = new();

    public SimulatedMessage? Find(ulong author, string nonce)
    {
        Forget();
        return _messages.GetValueOrDefault((author, nonce));
    }

    public void Add(ulong author, string nonce, SimulatedMessage message)
    {
        _messages[(author, nonce)] = message;
        _order.Enqueue((author, nonce, time.GetUtcNow()));
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && (_order.Count > Most || time.GetUtcNow() - oldest.At > s_kept))
        {
            _order.Dequeue();
            _messages.Remove((oldest.Author, oldest.Nonce));
        }
    }
}
