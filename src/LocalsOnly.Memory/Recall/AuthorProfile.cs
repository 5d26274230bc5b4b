using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// How much the words of each author count. Who writes at length says many words in passing; keyed on how verbose someone is and not on the role alone, because
/// in a chat of two people the second has the role of a model. One who has that role and no name is a model, however short its replies.
/// </summary>
internal sealed class AuthorProfile
{
    /// <summary>The most that a model counts. An author of no more weight is ranked as one: by how its length compares with its own messages.</summary>
    private const double ModelWeight = 0.5;

    private readonly float[] _weights;
    private readonly float[] _means;
    private readonly double _lengthShare;

    public AuthorProfile(IndexSnapshot snapshot, RankingWeights weights)
    {
        _lengthShare = weights.LengthShare;
        var size = snapshot.Authors.Count == 0 ? 1 : snapshot.Authors.Keys.Max() + 1;
        _weights = new float[size];
        _means = new float[size];
        Array.Fill(_weights, 1);
        double words = 0;
        long messages = 0;
        foreach (var (row, author) in snapshot.Authors)
        {
            var most = author is { Role: not MessageAuthor.User, Name: null } ? ModelWeight : 1;
            _weights[row] = (float)Math.Min(most, weights.VerboseWords / Math.Max(1, author.MeanLength));
            _means[row] = (float)Math.Max(1, author.MeanLength);
            words += author.Messages * Math.Min(author.MeanLength, weights.VerboseWords);
            messages += author.Messages;
        }
        Average = (float)Math.Max(1, words / Math.Max(1, messages));
    }

    /// <summary>Mean length of a message that a person would write.</summary>
    public float Average { get; }

    /// <summary>1 for a person, about a quarter for a model.</summary>
    public float Weight(int author) => _weights[author];

    /// <summary>Whether an author is ranked as a model.</summary>
    public bool IsModel(int author) => _weights[author] <= ModelWeight;

    /// <summary>What occurrences are divided by.</summary>
    /// <param name="author">Who wrote the message.</param>
    /// <param name="length">Of the message, with its neighbours.</param>
    public float Norm(int author, float length) =>
        IsModel(author) ? Math.Max((float)_lengthShare, length / _means[author]) : (float)(1 - _lengthShare + _lengthShare * length / Average);
}
