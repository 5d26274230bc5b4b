using LocalsOnly.Agents.Sessions;

namespace LocalsOnly.Tests.Agents.Sessions;

/// <summary>A session of years: all of it is in its file, and its end in memory.</summary>
public sealed class SessionTailTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_session_of_any_length_keeps_only_its_end_in_memory_and_all_of_it_on_disk()
    {
        using var session = Open();
        Assert.Empty(session.History().Messages);
        for (var i = 0; i < 2000; i++) session.Append(Said(i));

        var (messages, _, before) = session.History();

        Assert.InRange(messages.Count, 400, 500);
        Assert.Equal(2000, before + messages.Count);
        Assert.Equal("message 1999", messages[^1].Text);
        Assert.Equal(2000, session.Entries.Count);
    }

    [Fact]
    public void A_summary_takes_away_what_it_covers_and_a_new_start_sees_the_same()
    {
        using (var session = Open())
        {
            for (var i = 0; i < 10; i++) session.Append(Said(i));
            session.Append(new SessionEntry(DateTimeOffset.UnixEpoch) { Summary = new SessionSummary("so far", 6) });
            session.Append(Said(10));
        }

        using var again = Open();
        var (messages, summary, before) = again.History();

        Assert.Equal(["message 6", "message 7", "message 8", "message 9", "message 10"], messages.Select(message => message.Text));
        Assert.Equal(("so far", 6), (summary, before));
    }

    private Session Open() => new(_directory.Combine("kelly.jsonl"));

    private static SessionEntry Said(int i) => new(DateTimeOffset.UnixEpoch.AddSeconds(i)) { Said = new SessionSaid(i % 2 == 0, $"message {i}", "here:1") };
}
