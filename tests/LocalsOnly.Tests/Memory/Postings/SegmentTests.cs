using LocalsOnly.Memory;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory.Postings;

/// <summary>The inverted index through what can be recalled from it.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Many_small_parts_become_few_and_recall_the_same()
    {
        for (var i = 0; i < 70; i++) await _house.StoreAsync(Talk.Of($"c{i}", $"Walnut {i}", $"the walnut table number{i}", "noted", $"oak bench number{i}"));
        var followed = await ScoresAsync();
        Assert.InRange((await _house.Index.InspectAsync()).Segments, 1, 24);

        _house.Close();
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen();
        await _house.Store.CatchUpAsync();
        Assert.Equal(followed, await ScoresAsync());
    }

    [Fact]
    public async Task A_conversation_that_grows_message_by_message_keeps_its_neighbours_across_parts()
    {
        string[] turns = ["Which wood for the shelf?", "Walnut, oiled twice.", "And the screws?", "Brass.", "Thanks", "Good luck with it"];
        for (var count = 1; count <= turns.Length; count++)
            await _house.StoreAsync(Talk.Of("a", "Shelf", turns[..count]) with { UpdatedAt = Talk.Start.AddHours(count), Leaf = $"chatgpt:a:m{count - 1}" });
        await _house.StoreAsync(Talk.Of("b", "Other", "nothing of the kind at all"));
        var grown = await ScoresAsync("shelf screws", "walnut screws", "brass");

        _house.Close();
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen();
        await _house.Store.CatchUpAsync();
        Assert.Equal(await ScoresAsync("shelf screws", "walnut screws", "brass"), grown);
    }

    [Fact]
    public async Task A_flipped_bit_is_noticed_and_the_index_made_anew()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table is 92 wide"), Talk.Of("b", "Garden", "Roses in March"));
        var before = await ScoresAsync();
        _house.Close();
        using (var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE pages SET data = CAST(substr(data, 1, 1) || x'ff' || substr(data, 3) AS BLOB)";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }
        _house.Reopen();

        Assert.Equal(before, await ScoresAsync());
        Assert.Single(Directory.GetFiles(_house.Local, "index.db.corrupt-*Z"));
    }

    [Fact]
    public async Task What_a_merge_that_was_killed_left_behind_is_cleared_away()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        _house.Close();
        Execute("INSERT INTO pages VALUES (99999 << 24, zeroblob(100)); UPDATE index_state SET next_segment = 100000");
        _house.Reopen();
        for (var i = 0; i < 8; i++) await _house.StoreAsync(Talk.Of($"c{i}", "More", $"walnut {i}"));

        using var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pages WHERE id >> 24 = 99999";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public async Task A_merge_reads_nothing_of_what_it_leaves_alone()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", [.. Enumerable.Range(0, 100).Select(i => $"walnut table {i}")]));
        _house.Close();
        // Whoever reads it notices.
        Execute($"UPDATE pages SET data = x'00' WHERE id = {PageId.Of(1, PageKind.Documents, 0)}");
        _house.Reopen();
        for (var i = 0; i < 16; i++) await _house.StoreAsync(Talk.Of($"c{i}", "More", $"oak {i}"));

        Assert.Empty(Directory.GetFiles(_house.Local, "index.db.corrupt-*"));
        using var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM segments";
        Assert.InRange((long)command.ExecuteScalar()!, 2, 10);
    }

    [Theory]
    [InlineData("jakaranda", "jacaranda tree")]
    [InlineData("confirmtion", "confirmation number")]
    [InlineData("pottry", "pottery class")]
    public async Task A_slip_of_the_finger_still_finds(string query, string text)
    {
        await _house.StoreAsync(Talk.Of("a", "Notes", text), Talk.Of("b", "Other", "entirely different things"));
        Assert.Equal("chatgpt:a:m0", Assert.Single(await _house.Memory.SearchAsync(TestMemory.Scope, query, 5)).MessageKey);
    }

    [Fact]
    public async Task Filters_leave_only_what_was_asked_for()
    {
        var later = Talk.Of("b", "Garden shed", "walnut again", "walnut from the model") with { Source = "claude", Key = "claude:b", Project = "shed" };
        later = later with { Messages = [.. later.Messages.Select(message => message with { Key = message.Key.Replace("chatgpt", "claude", StringComparison.Ordinal), ParentKey = message.ParentKey?.Replace("chatgpt", "claude", StringComparison.Ordinal), At = Talk.Start.AddDays(30) })] };
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table", "walnut noted"), later);

        Assert.Equal(["chatgpt:a:m0", "claude:b:m0"], await KeysAsync(new RecallRequest("walnut") { Authors = [MessageAuthor.User] }));
        Assert.Equal(["claude:b:m0", "claude:b:m1"], await KeysAsync(new RecallRequest("walnut") { After = Talk.Start.AddDays(1) }));
        Assert.Equal(["chatgpt:a:m0", "chatgpt:a:m1"], await KeysAsync(new RecallRequest("walnut") { Before = Talk.Start.AddDays(1) }));
        Assert.Equal(["claude:b:m0", "claude:b:m1"], await KeysAsync(new RecallRequest("walnut") { Project = "shed" }));
        Assert.Equal(["claude:b:m0", "claude:b:m1"], await KeysAsync(new RecallRequest("walnut") { Title = "garden" }));
        Assert.Equal(["chatgpt:a:m0", "chatgpt:a:m1"], await KeysAsync(new RecallRequest("walnut") { Conversation = "chatgpt:a" }));
        Assert.Empty(await KeysAsync(new RecallRequest("walnut") { Conversation = "chatgpt:none" }));
    }

    [Fact]
    public async Task Whom_a_question_names_is_preferred_and_nobody_where_all_are_named()
    {
        var talk = Talk.Of("a", "Chat", "I painted the sunrise", "I painted the harbour", "Nice", "Yours too");
        await _house.StoreAsync(talk with { Messages = [.. talk.Messages.Select((message, i) => message with { Name = i % 2 == 0 ? "Caroline" : "Melanie" })] });

        Assert.Equal("chatgpt:a:m1", (await _house.RecallKeysAsync("What has Melanie painted?")).First());
        Assert.Equal("chatgpt:a:m0", (await _house.RecallKeysAsync("What has Caroline painted?")).First());
        Assert.Contains(await _house.Memory.RecallAsync(TestMemory.Scope, "painted the sunrise", 5), passage => passage is { AuthorName: "Caroline", MessageKey: "chatgpt:a:m0" });
    }

    private async Task<List<string>> KeysAsync(RecallRequest request) =>
        [.. (await _house.Memory.RecallAsync(TestMemory.Scope, request with { OnlyTelling = false })).Passages.Select(passage => passage.MessageKey).Order(StringComparer.Ordinal)];

    private async Task<List<string>> ScoresAsync(params string[] queries)
    {
        var found = new List<string>();
        foreach (var query in queries.Length > 0 ? queries : ["walnut table", "oak number7", "roses", "noted bench"])
            found.AddRange((await _house.Memory.SearchAsync(TestMemory.Scope, query, 50)).Select(passage => $"{query}: {passage.MessageKey} {passage.Score:0.0000}"));
        Assert.NotEmpty(found);
        return found;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
