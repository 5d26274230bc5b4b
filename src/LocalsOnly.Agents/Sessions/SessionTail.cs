namespace LocalsOnly.Agents.Sessions;

/// <summary>What stands before the next message of a session.</summary>
/// <param name="Messages">The newest messages that no summary covers, oldest first.</param>
/// <param name="Summary">What was said before, summed up; empty when nothing is.</param>
/// <param name="Before">How many messages were said before the first of them.</param>
internal sealed record SessionHistory(IReadOnlyList<TurnMessage> Messages, string Summary, int Before);

/// <summary>The end of a session, in memory: as much as could ever go into a prompt. However long the session becomes, it grows no further.</summary>
internal sealed class SessionTail
{
    // A message of a few words each still fills the longest history that a prompt takes by default.
    private const int Most = 400;
    private const int Slack = 100;

    private readonly List<TurnMessage> _messages = [];
    private string _summary = "";
    private int _before;

    public SessionHistory History => new([.. _messages], _summary, _before);

    public void Add(SessionEntry entry)
    {
        if (entry.Said is { } said)
        {
            _messages.Add(new TurnMessage(said.FromPerson, said.Text) { Name = said.Name, Guest = said.Guest == true, Occasion = said.Occasion });
            if (_messages.Count > Most + Slack) Drop(Slack);
        }

        if (entry.Summary is not { } summary) return;
        _summary = summary.Text;
        Drop(Math.Clamp(summary.Covers - _before, 0, _messages.Count));
    }

    private void Drop(int count)
    {
        _messages.RemoveRange(0, count);
        _before += count;
    }
}
