using System.Text;
using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>Bodies that break a limit are refused as Discord refuses them, and told.</summary>
public sealed class MessageRuleTests
{
    public static TheoryData<string, string, string> Broken => new()
    {
        { $$"""{"content":"{{new string('x', 2001)}}"}""", "content", "BASE_TYPE_MAX_LENGTH" },
        { """{"content":7}""", "content", "STRING_TYPE_CONVERT" },
        { $$"""{"content":"x","nonce":"{{new string('n', 26)}}"}""", "nonce", "BASE_TYPE_MAX_LENGTH" },
        { """{"content":"x","tts":"yes"}""", "tts", "BOOLEAN_TYPE_CONVERT" },
        { """{"content":"x","flags":"4"}""", "flags", "NUMBER_TYPE_COERCE" },
        { """{"content":"x","message_reference":{"message_id":"abc"}}""", "message_reference.message_id", "NUMBER_TYPE_COERCE" },
        { """{"content":"x","message_reference":{"message_id":"1"}}""", "message_reference", "REPLIES_UNKNOWN_MESSAGE" },
        { """{"content":"x","allowed_mentions":{"parse":["people"]}}""", "allowed_mentions.parse.0", "BASE_TYPE_CHOICES" },
        { """{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}""", "allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE" },
        { $$"""{"embeds":[{"title":"{{new string('t', 257)}}"}]}""", "embeds.0.title", "BASE_TYPE_MAX_LENGTH" },
        { $$"""{"embeds":[{"description":"{{new string('d', 4096)}}"},{"description":"{{new string('d', 1905)}}"}]}""", "embeds", "MAX_EMBED_SIZE_EXCEEDED" },
        { """{"embeds":[{}]}""", "embeds.0.description", "BASE_TYPE_REQUIRED" },
        { """{"embeds":[{"fields":[{"name":"n"}]}]}""", "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED" },
        { Components("""{"type":2,"style":1,"label":"x"}"""), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED" },
        { Components($$"""{"type":2,"style":1,"custom_id":"{{new string('c', 101)}}","label":"x"}"""), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH" },
        { Components($$"""{"type":2,"style":1,"custom_id":"c","label":"{{new string('l', 81)}}"}"""), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH" },
        { Components("""{"type":2,"style":9,"custom_id":"c","label":"x"}"""), "components.0.components.0.style", "BASE_TYPE_CHOICES" },
        { Components(Buttons(6)), "components.0.components", "BASE_TYPE_BAD_LENGTH" },
        { $$"""{"content":"x","components":[{{string.Join(',', Enumerable.Range(0, 6).Select(row => $$"""{"type":1,"components":[{"type":2,"style":1,"custom_id":"{{row}}","label":"x"}]}"""))}}]}""", "components", "BASE_TYPE_BAD_LENGTH" },
        { Components("""{"type":2,"style":1,"custom_id":"c","label":"x"},{"type":2,"style":1,"custom_id":"c","label":"y"}"""), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED" },
        { Components($$"""{"type":3,"custom_id":"c","options":[{{string.Join(',', Enumerable.Range(0, 26).Select(i => $$"""{"label":"l","value":"{{i}}"}"""))}}]}"""), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH" },
        { Components("""{"type":4,"custom_id":"c","style":1,"label":"x"}"""), "components.0.components.0.type", "UNION_TYPE_CHOICES" },
        { """{"content":"x","components":[{"type":2,"style":1,"custom_id":"c","label":"x"}]}""", "components.0.type", "UNION_TYPE_CHOICES" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_message_is_50035_with_the_error_where_it_is(string body, string path, string code)
    {
        await using var house = await FakeHouse.StartAsync();

        var (status, answer) = await house.PostAsync(house.Messages, body);

        Assert.Equal((400, 50035, "Invalid Form Body"), (status, answer.GetProperty("code").GetInt32(), answer.GetProperty("message").GetString()));
        var errors = path.Split('.').Aggregate(answer.GetProperty("errors"), (at, step) => at.GetProperty(step)).GetProperty("_errors");
        Assert.Equal(code, errors[0].GetProperty("code").GetString());
        Assert.Contains(path, Assert.Single(house.Discord.Violations), StringComparison.Ordinal);
        Assert.Equal(0, house.Channel.Count);
    }

    [Theory]
    [InlineData("""{"content":"x","colour":"red"}""", "colour")]
    [InlineData("""{"content":"x","allowed_mentions":{"replied":false}}""", "allowed_mentions.replied")]
    public async Task A_field_that_is_not_documented_is_overlooked_by_Discord_and_told_here(string body, string field)
    {
        await using var house = await FakeHouse.StartAsync();

        Assert.Equal(200, (await house.PostAsync(house.Messages, body)).Status);

        Assert.Equal($"REST: POST /channels/{{channel}}/messages: {field}: is no documented field.", Assert.Single(house.Discord.Violations));
    }

    [Theory]
    [InlineData("""{"content":""}""", 50006)]
    [InlineData("""{"content":" \n "}""", 50006)]
    [InlineData("{}", 50006)]
    [InlineData("{not json", 50109)]
    public async Task An_empty_message_is_50006_and_a_body_that_is_no_JSON_is_50109(string body, int code)
    {
        await using var house = await FakeHouse.StartAsync();

        Assert.Equal((400, code), await house.RefusedAsync("POST", house.Messages, body));
        Assert.Single(house.Discord.Violations);
    }

    [Fact]
    public async Task A_nonce_that_is_enforced_returns_the_first_message_for_five_minutes()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { Limits = SimulatedLimits.None });

        var first = await SendAsync("""{"content":"once","nonce":"n","enforce_nonce":true}""");
        var again = await SendAsync("""{"content":"twice","nonce":"n","enforce_nonce":true}""");
        var free = await SendAsync("""{"content":"thrice","nonce":"n"}""");
        house.Advance(301);
        var later = await SendAsync("""{"content":"four times","nonce":"n","enforce_nonce":true}""");

        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal("once", again.GetProperty("content").GetString());
        Assert.Equal(["once", "thrice", "four times"], house.Channel.Messages.Select(message => message.Content));
        Assert.NotEqual(free.GetProperty("id").GetString(), later.GetProperty("id").GetString());

        async Task<JsonElement> SendAsync(string body) => (await house.PostAsync(house.Messages, body)).Body;
    }

    [Fact]
    public async Task A_reply_to_what_is_gone_is_sent_without_a_reference_when_that_is_allowed()
    {
        await using var house = await FakeHouse.StartAsync();
        var asked = house.Discord.Say(house.Ana, house.Channel, "question");

        var (_, reply) = await house.PostAsync(house.Messages, $$"""{"content":"answer","message_reference":{"message_id":"{{asked}}","fail_if_not_exists":false} }""");
        house.Discord.Delete(house.Channel, asked);
        var (_, orphan) = await house.PostAsync(house.Messages, $$"""{"content":"late","message_reference":{"message_id":"{{asked}}","fail_if_not_exists":false} }""");
        var (_, got) = await house.GetAsync($"{house.Messages}/{reply.GetProperty("id").GetString()}");

        Assert.Equal((19, "question"), (reply.GetProperty("type").GetInt32(), reply.GetProperty("referenced_message").GetProperty("content").GetString()));
        Assert.Equal(JsonValueKind.Null, got.GetProperty("referenced_message").ValueKind);
        Assert.Equal((0, false), (orphan.GetProperty("type").GetInt32(), orphan.TryGetProperty("message_reference", out _)));
        Assert.Equal(asked, house.Channel.Messages[0].RepliesTo);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task Messages_are_listed_newest_first_before_after_and_around_an_id()
    {
        await using var house = await FakeHouse.StartAsync();
        var ids = Enumerable.Range(0, 10).Select(i => house.Discord.Say(house.Ana, house.Channel, $"{i}")).ToList();

        Assert.Equal("9 8", await ListAsync("limit=2"));
        Assert.Equal("4 3", await ListAsync($"before={ids[5]}&limit=2"));
        Assert.Equal("7 6", await ListAsync($"after={ids[5]}&limit=2"));
        Assert.Equal("6 5 4", await ListAsync($"around={ids[5]}&limit=3"));
        Assert.Equal("", await ListAsync($"after={ids[9]}"));
        Assert.Equal((400, 50035), await house.RefusedAsync("GET", $"{house.Messages}?limit=101"));
        Assert.True(ids.SequenceEqual(ids.Order()) && ids.Distinct().Count() == 10);

        async Task<string> ListAsync(string query) => string.Join(' ', (await house.GetAsync($"{house.Messages}?{query}")).Body.EnumerateArray().Select(message => message.GetProperty("content").GetString()));
    }

    [Fact]
    public async Task A_file_is_uploaded_read_back_and_gone_with_its_message_or_after_a_day()
    {
        await using var house = await FakeHouse.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"content":"see","attachments":[{"id":0,"description":"tides"}]}""", Encoding.UTF8, "application/json"), "payload_json" },
            { new ByteArrayContent("high tide"u8.ToArray()), "files[0]", "tide table.txt" },
        };

        var (status, sent) = await house.SendAsync("POST", house.Messages, content: form);
        var file = sent.GetProperty("attachments")[0];
        var url = file.GetProperty("url").GetString()!;

        Assert.Equal((200, "tide_table.txt", 9, "tides"), (status, file.GetProperty("filename").GetString(), file.GetProperty("size").GetInt32(), file.GetProperty("description").GetString()));
        Assert.Equal("high tide", await house.Http.GetStringAsync(url));
        Assert.Equal(404, (int)(await house.Http.GetAsync(url.Replace("hm=", "hm=0", StringComparison.Ordinal))).StatusCode);
        house.Advance(86_401);
        Assert.Equal(404, (int)(await house.Http.GetAsync(url)).StatusCode);
        Assert.Empty(house.Discord.Violations);
    }

    [Fact]
    public async Task A_channel_keeps_its_newest_messages_only()
    {
        await using var house = await FakeHouse.StartAsync(new SimulatedDiscordOptions { KeptMessages = 100 });

        var first = house.Discord.Say(house.Ana, house.Channel, "first", attachments: [new SimulatedFile("a.txt", "x"u8.ToArray())]);
        var url = house.Channel.Newest!.Files[0].Url;
        for (var i = 0; i < 1000; i++)
            house.Discord.Say(house.Ana, house.Channel, $"{i}");

        Assert.Equal((100, "999", "900"), (house.Channel.Count, house.Channel.Newest!.Content, house.Channel.Messages[0].Content));
        Assert.Null(house.Channel.Message(first));
        Assert.Equal(404, (int)(await house.Http.GetAsync(url)).StatusCode);
    }

    private static string Components(string inRow) => $$"""{"content":"x","components":[{"type":1,"components":[{{inRow}}]}]}""";

    private static string Buttons(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"type":2,"style":1,"custom_id":"{{i}}","label":"x"}"""));
}
