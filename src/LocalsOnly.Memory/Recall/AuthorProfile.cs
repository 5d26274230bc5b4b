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

    private readonly Author[] _authors;

    public AuthorProfile(IndexSnapshot snapshot, RankingWeights weights)
    {
        double words = 0;
        long messages = 0;
        foreach (var author in snapshot.Authors.Values)
        {
            words += author.Messages * Math.Min(author.MeanLength, weights.VerboseWords);
            messages += author.Messages;
        }
        Average = (float)Math.Max(1, words / Math.Max(1, messages));
        var share = (float)weights.LengthShare;
        var person = new Author(1, 0, 1 - share, share / Average);
        _authors = new Author[snapshot.Authors.Count == 0 ? 1 : snapshot.Authors.Keys.Max() + 1];
        Array.Fill(_authors, person);
        foreach (var (row, author) in snapshot.Authors)
        {
            var most = author is { Role: not MessageAuthor.User, Name: null } ? ModelWeight : 1;
            var weight = (float)Math.Min(most, weights.VerboseWords / Math.Max(1, author.MeanLength));
            _authors[row] = weight <= ModelWeight ? new Author(weight, share, 0, (float)(1 / Math.Max(1, author.MeanLength))) : person with { Weight = weight };
        }
    }

    /// <summary>Mean length of a message that a person would write.</summary>
    public float Average { get; }

    /// <summary>1 for a person, about a quarter for a model.</summary>
    public float Weight(int author) => _authors[author].Weight;

    /// <summary>Whether an author is ranked as a model.</summary>
    public bool IsModel(int author) => _authors[author].Weight <= ModelWeight;

    /// <summary>What occurrences are divided by: of a person by BM25's rule, of a model by how the message compares with its others.</summary>
    /// <param name="author">Who wrote the message.</param>
    /// <param name="length">Of the message, with its neighbours.</param>
    public float Norm(int author, float length)
    {
        ref readonly var numbers = ref _authors[author];
        return Math.Max(numbers.Least, numbers.Offset + numbers.Slope * length);
    }

    private readonly record struct Author(float Weight, float Least, float Offset, float Slope);
}
