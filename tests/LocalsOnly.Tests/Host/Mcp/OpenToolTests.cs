using System.Globalization;
using LocalsOnly.Host.Mcp;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;

namespace LocalsOnly.Tests.Host.Mcp;

public sealed class OpenToolTests : McpHouseTests
{
    [Theory]
    [InlineData("""{ "key": "chatgpt:a:m5" }""", 2, 7, "chatgpt:a:m5")]
    [InlineData("""{ "key": "chatgpt:a:m5", "around": 0 }""", 5, 1, "chatgpt:a:m5")]
    [InlineData("""{ "key": "chatgpt:a:m0", "around": 2 }""", 0, 3, "chatgpt:a:m0")]
    [InlineData("""{ "key": "chatgpt:a:m9", "around": 20 }""", 0, 10, "chatgpt:a:m9")]
    [InlineData("""{ "key": "chatgpt:a" }""", 0, 7, null)]
    public async Task A_key_opens_the_conversation_where_it_belongs(string arguments, int first, int count, string? focus)
    {
        await House.Memory.StoreAsync(Talk.Of("a", "Ten", [.. Enumerable.Range(0, 10).Select(i => $"turn {i.ToString(CultureInfo.InvariantCulture)}")]));
        var client = await House.ConnectAsync();

        var answer = await client.AskAsync("open", arguments);
        var opened = answer.Structured();

        Assert.Equal(Enumerable.Range(first, count).Select(i => $"chatgpt:a:m{i}"), answer.Keys("messages"));
        Assert.Equal((first, 10 - first - count), (opened.GetProperty("earlier").GetInt32(), opened.GetProperty("later").GetInt32()));
        Assert.Equal(focus, opened.TryGetProperty("focus", out var key) ? key.GetString() : null);
        Assert.StartsWith($"Messages {first + 1} to {first + count} of the 10 of one conversation.", answer.Text(), StringComparison.Ordinal);
        Assert.Contains($"\nturn {first}\n</passage>", answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_the_person_saw_is_opened()
    {
        var talk = Talk.Of("a", "A", "asked", "answered");
        await House.Memory.StoreAsync(talk with
        {
            Leaf = "chatgpt:a:m1",
            Messages = [.. talk.Messages, Talk.Message("a", "thought", "m0", "secret thought", MessageAuthor.Assistant, MessageKind.Reasoning), Talk.Message("a", "other", "m0", "another branch", MessageAuthor.Assistant, active: false)],
        });
        var client = await House.ConnectAsync();

        Assert.Equal(["chatgpt:a:m0", "chatgpt:a:m1"], (await client.AskAsync("open", """{ "key": "chatgpt:a" }""")).Keys("messages"));
        Assert.Equal("'chatgpt:a:thought' is a record beside the conversation, which is not shown; open 'chatgpt:a'.", (await client.AskAsync("open", """{ "key": "chatgpt:a:thought" }""")).Sentence());
        Assert.Contains("chatgpt:a:other", (await client.AskAsync("open", """{ "key": "chatgpt:a:other" }""")).Keys("messages"));
    }

    [Theory]
    [InlineData("""{ "key": "chatgpt:gone" }""", "Nothing is remembered here under 'chatgpt:gone'; keys come from recall.")]
    [InlineData("{}", "key is missing; give it as a text that is not empty.")]
    [InlineData("""{ "key": "chatgpt:a", "around": -1 }""", "around must be a whole number from 0 to 20.")]
    [InlineData("""{ "key": "chatgpt:a", "around": 21 }""", "around must be a whole number from 0 to 20.")]
    public async Task What_cannot_be_opened_is_said_in_one_sentence(string arguments, string sentence)
    {
        var client = await House.ConnectAsync();

        Assert.Equal(sentence, (await client.AskAsync("open", arguments)).Sentence());
    }

    [Fact]
    public async Task An_answer_is_never_larger_than_a_model_can_read()
    {
        await House.Memory.StoreAsync(Talk.Of("a", "Long", [.. Enumerable.Range(0, 20).Select(_ => string.Concat(Enumerable.Repeat("walnut ", 10_000)))]));
        var client = await House.ConnectAsync();

        var answer = await client.AskAsync("open", """{ "key": "chatgpt:a:m10", "around": 20 }""");
        var messages = answer.Structured().GetProperty("messages").EnumerateArray().ToList();

        Assert.InRange(messages.Sum(message => message.GetProperty("text").GetString()!.Length), 16_000, MessageWindow.TotalCharacters);
        Assert.All(messages, message => Assert.True(message.GetProperty("truncated").GetBoolean()));
        Assert.Equal(20, answer.Structured().GetProperty("earlier").GetInt32() + messages.Count + answer.Structured().GetProperty("later").GetInt32());
        Assert.Contains("chatgpt:a:m10", answer.Keys("messages"));
    }
}
