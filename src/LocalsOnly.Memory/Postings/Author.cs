namespace LocalsOnly.Memory.Postings;

/// <summary>Someone who said what is remembered: a role, and a name where there is one.</summary>
/// <param name="Row">Of the table.</param>
/// <param name="Role">Of the messages.</param>
/// <param name="Name">Null when the source has none, as a chat of one person with a model.</param>
/// <param name="Messages">Recallable messages.</param>
/// <param name="Words">Words in them that are no stop words.</param>
internal sealed record Author(int Row, MessageAuthor Role, string? Name, long Messages, long Words)
{
    public double MeanLength => Messages == 0 ? 0 : (double)Words / Messages;
}
