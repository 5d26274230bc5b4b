using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Recall;

/// <summary>Loads the messages around a candidate, each once. They are in the candidate's conversation, so its scope is theirs.</summary>
internal sealed class Neighbours : IDisposable
{
    private const int Reach = 2;

    private readonly Question _question;
    private readonly SqliteCommand _command;
    private readonly Dictionary<(long Conversation, int Position), (MessageAuthor Author, float[] Counts)?> _known = [];

    public Neighbours(SqliteConnection connection, Question question, IEnumerable<Candidate> candidates)
    {
        _question = question;
        _command = connection.Command(
            "SELECT author, text FROM messages WHERE conversation = $conversation AND position = $position", ("$conversation", 0L), ("$position", 0));
        foreach (var candidate in candidates) _known[(candidate.Conversation, candidate.Position)] = (candidate.Passage.Author, candidate.Own);
    }

    public List<(int Distance, MessageAuthor Author, float[] Counts)> Of(Candidate candidate)
    {
        var found = new List<(int, MessageAuthor, float[])>(2 * Reach);
        for (var distance = -Reach; distance <= Reach; distance++)
            if (distance != 0 && candidate.Position + distance >= 0 && At(candidate.Conversation, candidate.Position + distance) is { } neighbour)
                found.Add((distance, neighbour.Author, neighbour.Counts));
        return found;
    }

    public void Dispose() => _command.Dispose();

    private (MessageAuthor Author, float[] Counts)? At(long conversation, int position)
    {
        if (_known.TryGetValue((conversation, position), out var known)) return known;
        _command.Parameters[0].Value = conversation;
        _command.Parameters[1].Value = position;
        using var reader = _command.ExecuteReader();
        (MessageAuthor, float[])? read = reader.Read() ? ((MessageAuthor)reader.GetInt32(0), _question.Count(reader.GetString(1))) : null;
        return _known[(conversation, position)] = read;
    }
}
