using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory.Redaction;

/// <summary>The index holds no secret, the archive holds everything.</summary>
public sealed class RedactedIndexTests : IDisposable
{
    private const string Card = "4111 1111 1111 1111";

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_is_recalled_and_opened_is_redacted_and_the_owner_gets_the_original()
    {
        var talk = Talk.Of("a", "Card trouble", $"My walnut card is {Card}.", "password: hunter2!Blue");
        await _house.StoreAsync(talk);

        var recalled = (await _house.Memory.RecallAsync(TestMemory.Scope, "walnut card", 5)).Single(passage => passage.MessageKey == "chatgpt:a:m0");
        var opened = await _house.Memory.OpenAsync(TestMemory.Scope, talk.Key);
        var original = await _house.Corpus.OpenOriginalAsync(TestMemory.Scope, "chatgpt:a:m1");

        Assert.Equal("My walnut card is [redacted: card number].", recalled.Text);
        Assert.Equal("password: [redacted: password]", opened!.Messages[1].Text);
        Assert.Equivalent(talk, original, strict: true);
        Assert.Null(await _house.Corpus.OpenOriginalAsync(TestMemory.Scope with { Owner = "somebody" }, talk.Key));
    }

    [Fact]
    public async Task No_file_of_the_index_holds_the_secret()
    {
        await _house.StoreAsync(Talk.Of("a", $"Card {Card}", $"{Card}", "Noted."));
        _house.Close();

        foreach (var file in Directory.GetFiles(_house.Local))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf("4111"u8) < 0, file);
        }
        Assert.Contains(Card, ArchiveFile.Text(_house.LastSegment), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_for_a_secret_in_an_archive_that_cannot_be_read_says_so_and_blames_no_index()
    {
        await _house.StoreAsync(Talk.Of("a", "Cards", $"{Card}, noted"), Talk.Of("b", "More cards", $"{Card}, noted again"));
        await _house.Keeping.CompactAsync();
        await _house.StoreAsync(Talk.Of("c", "Garden", "roses"));
        await using (new FileStream(Directory.GetFiles(_house.Nas, "conversations-*.jsonl.gz").Order(StringComparer.Ordinal).First(), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = Card }));
            Assert.StartsWith("The archive directory", fault.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = Card })).Conversations.Count);
    }

    [Fact]
    public async Task What_was_redacted_is_counted_by_kind_and_forgotten_with_the_text_that_it_was_in()
    {
        var first = Talk.Of("a", "Cards", $"{Card} and 5555555555554444", "password: hunter2!Blue");
        await _house.StoreAsync(first, Talk.Of("b", "IBAN", "DE89370400440532013000"));
        Assert.Equal([new("IBAN", 1), new("card number", 2), new("password", 1)], await RedactionsAsync());

        await _house.StoreAsync(first with
        {
            UpdatedAt = Talk.Start.AddDays(1),
            Messages = [first.Messages[0] with { Text = $"{Card} and another one that is a good deal longer" }, first.Messages[1]],
        });
        Assert.Equal([new("IBAN", 1), new("card number", 1), new("password", 1)], await RedactionsAsync());
    }

    [Fact]
    public async Task What_changes_beside_a_secret_is_indexed_by_itself_and_the_same_as_if_it_were_indexed_anew()
    {
        var first = Talk.Of("a", $"Walnut {Card}", $"one {Card}", "two password: hunter2!Blue", "three");
        await _house.StoreAsync(first, Talk.Of("b", "Other", "four"));
        await _house.StoreAsync(Talk.Of("a", $"Walnut {Card}", $"one {Card}", "two password: hunter2!Blue", "three is longer now 5555555555554444") with { UpdatedAt = Talk.Start.AddDays(1) });

        const string Everything = "SELECT c.key || m.key || m.text || c.title FROM messages m JOIN conversations c ON c.id = m.id >> 24 ORDER BY m.key";
        const string Counts = "SELECT c.key || r.kind || r.count FROM redactions r JOIN conversations c ON c.id = r.conversation ORDER BY 1";
        var (grown, counts) = (Rows(Everything), Rows(Counts));
        Assert.Equal(["chatgpt:acard number3", "chatgpt:apassword1"], counts);
        Assert.Equal(["chatgpt:a:m2"], await _house.RecallKeysAsync("longer"));
        await ArchiveState.RebuildAsync(_house);
        Assert.Equal(grown, Rows(Everything));
        Assert.Equal(counts, Rows(Counts));
    }

    [Fact]
    public async Task What_is_forgotten_or_undone_leaves_no_count_and_can_be_found_by_the_secret_itself()
    {
        await _house.StoreAsync(Talk.Of("a", "Cards", $"It is {Card}", "Noted."), Talk.Of("b", "IBAN", "DE89370400440532013000"));
        var import = await _house.ImportAsync(Talk.Of("c", "Word", "password: hunter2!Blue"));
        var selection = new ForgetSelection { Words = "1111 4111" };
        Assert.Equal("chatgpt:a", Assert.Single((await _house.Keeping.PreviewForgetAsync(selection)).Conversations).Key);
        Assert.Empty((await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "4111 Noted" })).Conversations);
        Assert.Equal(1, (await _house.Keeping.ForgetAsync(selection)).Conversations);
        await _house.Keeping.UndoAsync(import!.Value);

        Assert.Equal(["IBAN1"], Rows("SELECT kind || count FROM redactions"));
        Assert.DoesNotContain(ArchiveFile.Lines(_house.Nas), line => line.Contains("4111", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_from_before_redaction_is_deleted_with_what_was_set_aside()
    {
        await _house.StoreAsync(Talk.Of("a", "Card", Card));
        Rows("PRAGMA user_version = 2");
        _house.Close();
        File.WriteAllText(_house.IndexFile + ".corrupt-20260101T000000000Z", Card);
        _house.Reopen();
        Assert.Equal(1, await _house.Store.CatchUpAsync());

        Assert.Empty(Directory.GetFiles(_house.Local, "*.corrupt-*"));
    }

    [Fact]
    public async Task Importing_again_what_was_redacted_changes_nothing()
    {
        var talk = Talk.Of("a", "Card trouble", $"My card is {Card}.", "Noted.");

        Assert.Equal([StoreOutcome.Added, StoreOutcome.Unchanged], await _house.StoreAsync(talk, talk));
        Assert.Equal([StoreOutcome.Unchanged], await _house.StoreAsync(talk));
    }

    [Fact]
    public async Task What_grows_is_merged_with_the_original_and_not_with_what_is_left_of_it()
    {
        // The replacement is longer than the card: merged from the index, it would win as the richer text.
        var talk = Talk.Of("a", "Card trouble", Card, "Noted.");
        await _house.StoreAsync(talk);
        await _house.StoreAsync(Talk.Of("a", "Card trouble", Card, "Noted.", "Thanks") with { UpdatedAt = Talk.Start.AddDays(1) });

        var original = await _house.Corpus.OpenOriginalAsync(TestMemory.Scope, talk.Key);
        Assert.Equal([Card, "Noted.", "Thanks"], original!.Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData("Redaction:CardNumbers", "false", $"Call me on {Card}, member M-123456")]
    [InlineData("Redaction:Enabled", "false", $"Call me on {Card}, member M-123456")]
    [InlineData("Redaction:Exceptions:0", Card, $"Call me on {Card}, member M-123456")]
    public async Task Other_rules_make_the_index_anew_and_leave_none_of_the_old_one_behind(string key, string value, string text)
    {
        await _house.StoreAsync(Talk.Of("a", "Numbers", $"Call me on {Card}, member M-123456"));
        _house.Reopen((key, value));
        Assert.Equal(1, await _house.Store.CatchUpAsync());
        Assert.Equal(text, (await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Messages[0].Text);

        _house.Reopen(("Redaction:Patterns:0:Name", "membership number"), ("Redaction:Patterns:0:Expression", @"\bM-\d{6}\b"));
        Assert.Equal(1, await _house.Store.CatchUpAsync());
        Assert.Equal(
            "Call me on [redacted: card number], member [redacted: membership number]", (await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Messages[0].Text);
        Assert.Equal(0, await _house.Store.CatchUpAsync());
        Assert.Empty(Directory.GetFiles(_house.Local, "*.corrupt-*"));
    }

    private List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False");
        connection.Open();
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    private async Task<List<KeyValuePair<string, int>>> RedactionsAsync() => [.. (await _house.Memory.CountAsync(TestMemory.Scope)).Redactions];
}
