using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Which segments are merged next: eight of about a size, or one with much dead in it. What is not chosen is not loaded: an import of any length merges a bounded part of the index at a time, and takes no
/// memory for the rest.
/// </summary>
internal sealed class MergeChoice
{
    private const int Fan = 8;
    private const int SmallestTier = 64;

    /// <summary>Nothing larger is made: a merge must not take minutes.</summary>
    private const int MostDocuments = 300_000;

    /// <summary>A segment of which this share is gone is written anew: its dead still cost time, and count in how common a word is.</summary>
    private const double MostDead = 0.1;

    private readonly PageReader _pages;
    private readonly SnapshotCache _snapshots;
    private readonly List<Candidate> _candidates = [];

    /// <param name="connection">In a transaction, so that the pages read later are of the same commit.</param>
    /// <exception cref="DamagedIndexException">A page is not what was written.</exception>
    public MergeChoice(SqliteConnection connection, PageReader pages, SnapshotCache snapshots)
    {
        (_pages, _snapshots, Identity) = (pages, snapshots, SnapshotVersion.Read(connection).Identity);
        var dead = Dead(connection);
        using var command = connection.Command("SELECT id, documents FROM segments ORDER BY id");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var id = reader.GetInt64(0);
            var loaded = dead.TryGetValue(id, out var blocks) ? Load(id, blocks) : default((Segment Segment, DeadBlocks Dead)?);
            _candidates.Add(new Candidate(id, reader.GetInt32(1) - (loaded?.Dead.Documents ?? 0), loaded));
        }
    }

    /// <summary>The index that they are of.</summary>
    public long Identity { get; }

    /// <summary>What is merged into one; empty when nothing is to be done.</summary>
    /// <param name="all">Every segment with something dead in it, however little.</param>
    /// <exception cref="DamagedIndexException">A page is not what was written.</exception>
    public List<(Segment Segment, DeadBlocks Dead)> Next(bool all)
    {
        foreach (var tier in _candidates.Where(candidate => candidate.Live < MostDocuments / 2).GroupBy(candidate => Tier(candidate.Live)).OrderBy(tier => tier.Key))
        {
            if (tier.Count() < Fan) continue;
            var (chosen, sum) = (new List<(Segment, DeadBlocks)>(), 0);
            foreach (var candidate in tier)
            {
                if (chosen.Count > 1 && sum + candidate.Live > MostDocuments) break;
                chosen.Add(candidate.Loaded ?? Load(candidate.Id, []));
                sum += candidate.Live;
            }
            return chosen;
        }
        return [.. _candidates.Select(candidate => candidate.Loaded).OfType<(Segment Segment, DeadBlocks Dead)>()
            .Where(loaded => all || loaded.Dead.Documents > MostDead * loaded.Segment.Documents.Count).Take(1)];
    }

    private static int Tier(int documents) => documents <= SmallestTier ? 0 : (int)Math.Ceiling(Math.Log((double)documents / SmallestTier, Fan));

    private static Dictionary<long, List<int>> Dead(SqliteConnection connection)
    {
        var dead = new Dictionary<long, List<int>>();
        using var command = connection.Command("SELECT segment, block FROM dead_blocks");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (!dead.TryGetValue(reader.GetInt64(0), out var blocks)) dead[reader.GetInt64(0)] = blocks = [];
            blocks.Add(reader.GetInt32(1));
        }
        return dead;
    }

    private (Segment Segment, DeadBlocks Dead) Load(long id, List<int> deadBlocks)
    {
        var segment = _snapshots.Find(Identity, id) ?? Segment.Load(_pages, id);
        var dead = new DeadBlocks(segment.Documents.BlockCount);
        foreach (var block in deadBlocks) dead.Add(block, segment.Documents);
        return (segment, dead);
    }

    /// <param name="Live">Documents that are not gone.</param>
    /// <param name="Loaded">Where something is gone; what is gone can only be counted in it.</param>
    private sealed record Candidate(long Id, int Live, (Segment Segment, DeadBlocks Dead)? Loaded);
}
