using System.Net;
using System.Text;
using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Host.Mcp;
using LocalsOnly.Tests.Memory.Scopes;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host;

/// <summary>The same records as for the memory itself, through what stands in front of it: the host's HTTP, the commands, the server for other programs.</summary>
public sealed class ScopeInterfaceTests
{
    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    private static readonly string s_ofTheGuest = string.Join(' ', ScopeRecord.All.Where(record => record.Owner != s_owner.Owner).Select(record => record.Word));

    [Fact]
    public async Task The_hosts_HTTP_shows_the_owner_what_is_the_owners_and_a_persona_what_it_may_see()
    {
        await using var house = await TestHouse.StartAsync();
        await ScopeRecord.StoreAllAsync(house.Services.GetRequiredService<ConversationStore>());

        Assert.Equal(ScopeRecord.WordsFor(s_owner), ScopeRecord.WordsIn([await house.Http.GetStringAsync(new Uri($"/api/search?q={ScopeRecord.Common}&limit=50", UriKind.Relative))]));
        Assert.Empty(JsonSerializer.Deserialize<JsonElement>(await house.Http.GetStringAsync(new Uri($"/api/search?q={Uri.EscapeDataString(s_ofTheGuest)}&limit=50", UriKind.Relative))).GetProperty("results").EnumerateArray());
        foreach (var record in ScopeRecord.All.Where(record => record.IsVisibleTo(s_owner)))
            Assert.Equal([record.Word], ScopeRecord.WordsIn([await house.Http.GetStringAsync(new Uri($"/api/conversations/{Uri.EscapeDataString(record.Key)}", UriKind.Relative))]));

        foreach (var persona in (string[])["kelly", "solus", "vince"])
        {
            var body = $$"""{"model":"{{persona}}","messages":[{"role":"user","content":"How wide is the {{ScopeRecord.Common}} table by the window?"}]}""";
            using var reply = await house.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            var said = ScopeRecord.WordsIn([await reply.Content.ReadAsStringAsync()]);
            Assert.NotEmpty(said);
            Assert.Empty(said.Except(ScopeRecord.WordsFor(s_owner with { Persona = persona })));
        }
    }

    [Fact]
    public async Task The_commands_show_the_owner_what_is_the_owners()
    {
        using var home = new TemporaryDirectory();
        var data = home.Combine("data");
        await using (var services = LocalsOnly.Host.Worker.House.BuildForCommand(TestHouse.Configuration(data, null)))
            await ScopeRecord.StoreAllAsync(services.GetRequiredService<ConversationStore>());
        async Task<string> LocalsAsync(params string[] arguments) => (await LocalsProgram.RunAsync(home.Path, [.. arguments, "--json", "--data", data])).Output;

        Assert.Equal(ScopeRecord.WordsFor(s_owner), ScopeRecord.WordsIn([await LocalsAsync("search", ScopeRecord.Common, "--limit", "50")]));
        Assert.Empty(JsonSerializer.Deserialize<JsonElement>(await LocalsAsync("search", s_ofTheGuest, "--limit", "50")).GetProperty("results").EnumerateArray());
        Assert.Equal(ScopeRecord.WordsFor(s_owner), ScopeRecord.WordsIn([await LocalsAsync("memory", "facts", "--all")]));
        var both = ScopeRecord.All.First(record => record.IsVisibleTo(s_owner) && record.Persona is not null);
        Assert.Equal([both.Word], ScopeRecord.WordsIn([await LocalsAsync("search", "--open", both.Key, "--unredacted")]));
    }

    [Fact]
    public async Task A_server_for_other_programs_shows_what_its_persona_may_see()
    {
        await using var house = new McpHouse();
        await ScopeRecord.StoreAllAsync(house.Memory.Everything);
        foreach (var persona in (string?[])[null, "kelly", "solus", "nobody"])
            foreach (var sources in (string[][])[[], ["claude"], ["nowhere"]])
            {
                var view = McpHouse.View(persona, sources);
                // Without a persona it is no owner who asks, but some program: it sees what all personas share.
                var asker = new MemoryScope(MemoryScope.DefaultOwner, persona ?? "no persona of this name", Sources: sources.Length == 0 ? null : sources);
                var visible = ScopeRecord.WordsFor(asker);
                var client = await house.ConnectAsync(view);

                var recalled = await client.AskAsync("recall", $$"""{ "query": "{{ScopeRecord.Common}}", "limit": 20 }""");
                Assert.Equal(visible, ScopeRecord.WordsIn([recalled.Text(), recalled.StructuredContent.ToString()!]));
                var hidden = await client.AskAsync("recall", $$"""{ "query": "{{string.Join(' ', ScopeRecord.All.Select(record => record.Word).Except(visible))}}", "limit": 20 }""");
                Assert.Empty(ScopeRecord.WordsIn([hidden.Text(), hidden.StructuredContent.ToString()!]));
                Assert.Equal(visible.Count, (await client.AskAsync("status")).Structured().GetProperty("conversations").GetInt32());
                foreach (var key in ScopeRecord.All.Select(record => record.Key).Distinct())
                    Assert.Equal(
                        ScopeRecord.All.Where(record => record.Key == key && record.IsVisibleTo(asker)).Select(record => record.Word),
                        ScopeRecord.WordsIn([(await client.AskAsync("open", $$"""{ "key": "{{key}}", "around": 20 }""")).Text()]));
            }
    }
}
