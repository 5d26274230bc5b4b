using LocalsOnly.Memory;

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
        Assert.Contains(Card, await File.ReadAllTextAsync(_house.LastSegment), StringComparison.Ordinal);
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

    private async Task<List<KeyValuePair<string, int>>> RedactionsAsync() => [.. (await _house.Memory.CountAsync(TestMemory.Scope)).Redactions];
}
