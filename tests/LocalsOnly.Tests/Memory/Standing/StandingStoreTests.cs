using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Standing;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory.Standing;

public sealed class StandingStoreTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly StandingStore _store;

    public StandingStoreTests()
    {
        _connection.Open();
        _connection.Execute(StandingSchema.Sql);
        _store = new StandingStore(_connection);
    }

    private static MemoryScope Owner { get; } = new(MemoryScope.DefaultOwner);

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void What_is_put_is_read_back_as_it_was()
    {
        var records = Said.On(1, "Réponds toujours en français. I'm allergic to nuts and eggs. I no longer like olives.", new Audience("owner", "kelly", "garden"));
        Put(1, records);
        Assert.Equal(4, records.Count);
        Assert.Equal(records.OrderBy(record => record.Position).ThenBy(record => record.Id, StringComparer.Ordinal), _store.All(new MemoryScope("owner", "kelly", "garden")).Select(record => record with { AlsoFrom = records[0].AlsoFrom }));
    }

    [Fact]
    public void A_conversation_that_is_put_again_replaces_what_it_said_and_nothing_else()
    {
        Put(1, Said.On(1, "I live in Utrecht. I like jazz."));
        Put(2, Said.On(2, "I'm vegan."));
        Put(1, Said.On(1, "I live in Utrecht."));
        Assert.Equal(["I live in Utrecht", "I'm vegan"], _store.Current(Owner).Select(record => record.Text));
        Put(1, []);
        Assert.Equal(["I'm vegan"], _store.Current(Owner).Select(record => record.Text));
    }

    [Fact]
    public void What_a_removed_conversation_had_replaced_holds_again()
    {
        Put(1, Said.On(1, "I live in Utrecht."));
        Put(2, Said.On(2, "I live in Ghent."));
        _store.Remove("owner", "chatgpt:d2");
        Assert.Equal(["I live in Utrecht"], _store.Current(Owner).Select(record => record.Text));
    }

    [Fact]
    public void A_record_of_another_conversation_or_owner_is_not_put()
    {
        Assert.Throws<ArgumentException>(() => Put(2, Said.On(1, "I live in Utrecht.")));
        Assert.Throws<ArgumentException>(() => Put(1, Said.On(1, "I live in Utrecht.", new Audience("guest"))));
    }

    [Fact]
    public void A_scope_sees_here_exactly_what_it_sees_of_conversations()
    {
        _connection.Execute("CREATE TABLE scopes (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, persona TEXT, channel TEXT, source TEXT NOT NULL)");
        string?[] personas = [null, "kelly", "solus"], channels = [null, "garden", "kitchen"];
        string[] owners = ["owner", "guest"], sources = ["chatgpt", "claude"];
        var day = 0;
        foreach (var owner in owners)
            foreach (var persona in personas)
                foreach (var channel in channels)
                    foreach (var source in sources)
                    {
                        day++;
                        _connection.Execute("INSERT INTO scopes VALUES ($id, $owner, $persona, $channel, $source)", ("$id", day), ("$owner", owner), ("$persona", persona), ("$channel", channel), ("$source", source));
                        _store.Put(owner, $"chatgpt:d{day}", source, Said.On(day, $"I like topic{day}.", new Audience(owner, persona, channel)));
                    }
        IReadOnlyList<string>?[] asked = [null, ["claude"], ["claude", "chatgpt"], []];
        foreach (var owner in owners)
            foreach (var persona in personas)
                foreach (var channel in channels)
                    foreach (var from in asked)
                    {
                        var scope = new MemoryScope(owner, persona, channel, from);
                        Assert.Equal(Visible(scope), _store.Current(scope).Select(record => record.ConversationKey));
                    }
    }

    [Fact]
    public void What_is_hidden_does_not_show_by_what_it_replaced()
    {
        Put(1, Said.On(1, "I live in Utrecht."));
        Put(2, Said.On(2, "I live in Ghent.", new Audience("owner", "kelly")));
        Assert.Equal(["I live in Utrecht"], _store.Current(new MemoryScope("owner", "solus")).Select(record => record.Text));
        Assert.Equal(["I live in Ghent"], _store.Current(new MemoryScope("owner", "kelly")).Select(record => record.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_forgotten_is_gone_and_a_second_import_does_not_bring_it_back(bool subject)
    {
        var records = Said.On(1, "I live in Utrecht.");
        Put(1, records);
        _store.Decide(subject ? StandingDecision.ForgetSubject("owner", "home", Said.Day(3)) : StandingDecision.Forget("owner", records[0].Id, Said.Day(3)));
        Assert.Empty(_store.All(Owner));
        Put(1, records);
        Assert.Empty(_store.All(Owner));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM standing_statements"));
    }

    [Fact]
    public void A_decision_that_is_known_before_the_import_counts_as_much()
    {
        var (utrecht, jazz) = (Said.On(1, "I live in Utrecht."), Said.On(2, "I like jazz."));
        _store.Decide(StandingDecision.Forget("owner", utrecht[0].Id, Said.Day(3)));
        _store.Decide(StandingDecision.Correct("owner", jazz[0].Id, "I like bebop", Said.Day(3)));
        Put(1, utrecht);
        Put(2, jazz);
        Assert.Equal(["I like bebop"], _store.Current(Owner).Select(record => record.Text));
    }

    [Fact]
    public void A_correction_survives_a_second_import_and_an_emptied_index()
    {
        var records = Said.On(1, "I live in Utrecht.");
        Put(1, records);
        _store.Decide(StandingDecision.Correct("owner", records[0].Id, "I live in Zeist", Said.Day(3)));
        Put(1, records);
        _connection.Execute(StandingSchema.Clear);
        Assert.Empty(_store.Current(Owner));
        Put(1, records);
        Assert.Equal([("I live in Zeist", StandingStatus.Corrected)], _store.Current(Owner).Select(record => (record.Text, record.Status)));
    }

    [Fact]
    public void A_decision_made_twice_is_kept_once_and_is_the_owners_only()
    {
        var decision = StandingDecision.ForgetSubject("owner", "home", Said.Day(3));
        _store.Decide(decision);
        _store.Decide(decision);
        Assert.Equal([decision], _store.Decisions("owner"));
        Assert.Empty(_store.Decisions("guest"));
        _store.Put("guest", "chatgpt:d1", "chatgpt", Said.On(1, "I live in Utrecht.", new Audience("guest")));
        Assert.Single(_store.Current(new MemoryScope("guest")));
    }

    private void Put(int day, IReadOnlyList<StandingRecord> records) => _store.Put("owner", $"chatgpt:d{day}", "chatgpt", records);

    private List<string> Visible(MemoryScope scope)
    {
        using var command = _connection.Command($"{ScopeFilter.Scopes} ORDER BY id", ScopeFilter.Parameters(scope));
        using var row = command.ExecuteReader();
        var visible = new List<string>();
        while (row.Read()) visible.Add($"chatgpt:d{row.GetInt64(0)}");
        return visible;
    }
}
