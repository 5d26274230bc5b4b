using LocalsOnly.Memory;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Tests.Memory;

public sealed class RecallTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("walnut*")]
    [InlineData("\"walnut")]
    [InlineData("walnut\" OR \"1\"=\"1")]
    [InlineData("NEAR(walnut table, 2)")]
    [InlineData("NOT walnut")]
    [InlineData("-walnut")]
    [InlineData("title:walnut")]
    [InlineData("^walnut AND (table")]
    [InlineData("{title}: walnut")]
    [InlineData("walnut + table")]
    [InlineData("'; DROP TABLE messages; --")]
    [InlineData("")]
    [InlineData("   \t\n")]
    [InlineData("?!…")]
    [InlineData("\ud83d walnut \0")]
    public async Task Nothing_in_a_question_is_syntax(string query)
    {
        await StoreAsync();
        var found = await _house.RecallKeysAsync(query);

        if (query.Contains("walnut", StringComparison.Ordinal) && !query.Contains('1')) Assert.Contains("chatgpt:a:m0", found);
        Assert.Equal(3, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
    }

    [Theory]
    [InlineData("where are the jacarandas?", "jacarandá")]
    [InlineData("JACARANDÁ", "jacaranda")]
    [InlineData("running shoes", "I run in new shoes")]
    [InlineData("14 kW boiler", "The boiler has 14kW")]
    [InlineData("8400 bottles", "We shipped 8,400 bottles")]
    [InlineData("Wim’s notebook", "The notebook of Wim is green")]
    [InlineData("東京の天気", "明日の東京は雨です")]
    [InlineData("김치 찌개", "오늘은 김치찌개를 만들었다")]
    [InlineData("Straße", "die Straße ist lang")]
    public async Task Words_match_across_forms_accents_units_and_scripts(string query, string text)
    {
        await _house.StoreAsync(Talk.Of("a", "Notes", text), Talk.Of("b", "Other", "nothing of the kind", "entirely different"));
        Assert.Equal("chatgpt:a:m0", (await _house.RecallKeysAsync(query)).FirstOrDefault());
    }

    [Theory]
    [InlineData("In what order did we work on the kiln?")]
    [InlineData("Fais-moi un résumé : le kiln")]
    public async Task Who_asks_for_an_order_or_a_summary_gets_a_listing_by_time_whatever_the_limit(string question)
    {
        string[] steps = ["the kiln is fired", "the kiln is bought", "the kiln is wired", "the kiln is sold", "the kiln is moved"];
        for (var i = 0; i < steps.Length; i++)
        {
            var talk = Talk.Of($"k{i}", "Pottery", steps[i]);
            await _house.StoreAsync(talk with { Messages = [talk.Messages[0] with { At = Talk.Start.AddDays(-i) }] });
        }
        var found = await _house.Memory.RecallAsync(TestMemory.Scope, new RecallRequest(question) { Limit = 2 });

        Assert.InRange(found.Passages.Count, 0, 2);
        Assert.Equal(steps.Reverse(), found.Listing.Select(passage => passage.Text));
        Assert.Empty((await _house.Memory.RecallAsync(TestMemory.Scope, new RecallRequest("Where is the kiln?"))).Listing);
    }

    [Theory]
    [InlineData("50%", "chatgpt:half")]
    [InlineData("a_b", "chatgpt:snake")]
    [InlineData(@"c:\d", "chatgpt:path")]
    [InlineData("%", "chatgpt:half")]
    public async Task A_title_is_asked_for_by_its_characters_whatever_they_are(string title, string found)
    {
        await _house.StoreAsync(Talk.Of("half", "50% off", "walnut"), Talk.Of("snake", "On a_b", "walnut"), Talk.Of("path", @"In c:\d", "walnut"), Talk.Of("other", "500 axb c:d", "walnut"));
        Assert.Equal([found], (await _house.Memory.RecallAsync(TestMemory.Scope, new RecallRequest("walnut") { Title = title })).Passages.Select(passage => passage.ConversationKey));
    }

    [Fact]
    public async Task A_question_of_stop_words_only_is_taken_at_its_word()
    {
        await _house.StoreAsync(Talk.Of("a", "Theatre", "To be or not to be"), Talk.Of("b", "Other", "Roses and tulips"));
        Assert.Equal("chatgpt:a:m0", (await _house.RecallKeysAsync("to be or not to be")).First());
    }

    [Fact]
    public async Task What_shares_only_a_passing_word_with_the_question_is_not_recalled()
    {
        await StoreAsync();
        Assert.Empty(await _house.RecallKeysAsync("Which table manners does the ambassador of Norway expect at a banquet?"));
    }

    [Fact]
    public async Task A_word_that_was_never_said_does_not_silence_the_one_that_was()
    {
        await _house.StoreAsync([.. Enumerable.Range(0, 40).Select(i => Talk.Of($"c{i}", "Chat", i < 8 ? $"walnut number {i}" : $"plain words {i}"))]);
        Assert.NotEmpty(await _house.RecallKeysAsync("walnut sideboard"));
        Assert.Empty(await _house.RecallKeysAsync("walnut sideboard auction catalogue"));
    }

    [Fact]
    public async Task A_rare_word_said_elsewhere_does_not_silence_a_common_one()
    {
        await _house.StoreAsync(
            [.. Enumerable.Range(0, 40).Select(i => Talk.Of($"c{i}", "Chat", i < 8 ? $"walnut number {i}" : $"plain words {i}")), Talk.Of("rare", "Chat", "an auction")]);
        var found = await _house.RecallKeysAsync("walnut auction");
        Assert.Contains("chatgpt:rare:m0", found);
        Assert.Contains(found, key => key != "chatgpt:rare:m0");
    }

    [Fact]
    public async Task A_long_message_is_returned_whole()
    {
        var text = string.Concat(Enumerable.Repeat("The walnut grain runs north. ", 20_000));
        await _house.StoreAsync(Talk.Of("a", "Grain", text));
        Assert.Equal(text, (await _house.Memory.RecallAsync(TestMemory.Scope, "walnut grain", 1))[0].Text);
    }

    [Fact]
    public async Task The_person_is_preferred_to_a_long_answer_that_mentions_the_same()
    {
        var lecture = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Point {i} concerns timber, varnish, clamps and patience in general.")) + " The walnut table too.";
        await _house.StoreAsync(Talk.Of("a", "Chat", "My walnut table is 92 wide", lecture));
        Assert.Equal("chatgpt:a:m0", (await _house.RecallKeysAsync("how wide is the walnut table")).First());
    }

    [Fact]
    public async Task A_passage_says_where_it_is_from_and_falls_back_on_the_conversations_date()
    {
        var talk = Talk.Of("a", "Workshop", "The walnut table");
        await _house.StoreAsync(talk with { Messages = [talk.Messages[0] with { At = null }] });
        var passage = (await _house.Memory.RecallAsync(TestMemory.Scope, "walnut", 1))[0];

        Assert.Equal(("chatgpt:a", "chatgpt", "Workshop", MessageAuthor.User, Talk.Start), (passage.ConversationKey, passage.Source, passage.Title, passage.Author, passage.At));
    }

    [Fact]
    public async Task Only_visible_messages_of_the_active_branch_are_recalled()
    {
        var talk = Talk.Of("a", "Workshop", "plain words");
        await _house.StoreAsync(talk with
        {
            Messages =
            [
                talk.Messages[0],
                Talk.Message("a", "x", "m0", "walnut old branch", MessageAuthor.Assistant, active: false),
                .. new[] { MessageKind.Context, MessageKind.Reasoning, MessageKind.ToolCall, MessageKind.ToolResult }
                    .Select(kind => Talk.Message("a", kind.ToString(), "m0", "walnut hidden", MessageAuthor.Assistant, kind)),
            ],
        });

        Assert.Empty(await _house.RecallKeysAsync("walnut"));
        Assert.Equal(1, (await _house.Memory.CountAsync(TestMemory.Scope)).Messages);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_limit_out_of_range_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _house.Memory.RecallAsync(TestMemory.Scope, "walnut", limit));

    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("agreed", "agre")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("sing", "sing")]
    [InlineData("conflated", "conflat")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("sky", "sky")]
    [InlineData("relational", "relat")]
    [InlineData("vietnamization", "vietnam")]
    [InlineData("hopefulness", "hope")]
    [InlineData("electrical", "electr")]
    [InlineData("adjustment", "adjust")]
    [InlineData("adoption", "adopt")]
    [InlineData("controlling", "control")]
    [InlineData("probate", "probat")]
    [InlineData("generalizations", "gener")]
    public void The_stemmer_gives_the_stems_of_the_paper(string word, string stem)
    {
        var letters = word.ToCharArray();
        Assert.Equal(stem, new string(letters, 0, Porter.Stem(letters)));
    }

    private Task<List<StoreOutcome>> StoreAsync() => _house.StoreAsync(
        Talk.Of("a", "Workshop", "The walnut table is 92 wide", "Noted"),
        Talk.Of("b", "Pottery", "The kiln reaches 1222 degrees", "Good"),
        Talk.Of("c", "Garden", "Roses in March", "Yes"));
}
