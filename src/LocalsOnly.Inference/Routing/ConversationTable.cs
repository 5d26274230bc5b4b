namespace LocalsOnly.Inference.Routing;

/// <summary>Where a conversation was answered last.</summary>
/// <param name="Endpoint">Whose prefix cache holds it; null once that endpoint has failed.</param>
/// <param name="Tokens">Length of the cached prefix in tokens, estimated.</param>
internal readonly record struct ConversationPlace(Tier Tier, LocalEndpointKey? Endpoint, int Tokens);

/// <summary>Names an endpoint and the model on it without holding either alive.</summary>
internal readonly record struct LocalEndpointKey(string Endpoint, string Model);

/// <summary>
/// Remembers of the latest conversations where each was answered, for an hour. A table of fixed size, four to a row: a new conversation
/// takes the place of the one of its row that is silent longest. Neither reading nor writing allocates.
/// </summary>
internal sealed class ConversationTable(TimeProvider time)
{
    private const int Rows = 1024;
    private const int Ways = 4;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Entry[] _entries = new Entry[Rows * Ways];

    /// <summary>Where it was answered within the last hour.</summary>
    public bool TryFind(ulong conversation, out ConversationPlace place)
    {
        lock (_gate)
        {
            foreach (ref var entry in Row(conversation))
            {
                if (entry.At != 0 && entry.Conversation == conversation && time.GetElapsedTime(entry.At) < Lifetime)
                {
                    place = entry.Place;
                    return true;
                }
            }
        }

        place = default;
        return false;
    }

    public void Remember(ulong conversation, ConversationPlace place)
    {
        lock (_gate)
        {
            var row = Row(conversation);
            var chosen = 0;
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i].Conversation == conversation || row[i].At == 0)
                {
                    chosen = i;
                    break;
                }

                if (row[i].At < row[chosen].At)
                    chosen = i;
            }

            row[chosen] = new Entry { Conversation = conversation, At = Math.Max(1, time.GetTimestamp()), Place = place };
        }
    }

    private Span<Entry> Row(ulong conversation) => _entries.AsSpan((int)(conversation % Rows) * Ways, Ways);

    private struct Entry
    {
        public ulong Conversation;
        public long At;
        public ConversationPlace Place;
    }
}
