using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Mirroring;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Dense;
using LocalsOnly.Tests.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Scopes;

/// <summary>Every scope that may ask, over every record there can be, through everything that the memory is asked by.</summary>
public sealed class ScopeMatrixTests
{
    private static readonly string[] s_keys = [.. ScopeRecord.All.Select(record => record.Key).Distinct()];

    [Fact]
    public async Task Whatever_is_asked_a_scope_sees_its_own_and_nothing_else()
    {
        using var house = new TestMemory();
        await ScopeRecord.StoreAllAsync(house.Everything);
        foreach (var scope in ScopeRecord.Askers)
        {
            var (visible, hidden) = (ScopeRecord.WordsFor(scope), string.Join(' ', ScopeRecord.All.Where(record => !record.IsVisibleTo(scope)).Select(record => record.Word)));
            Assert.Equal(visible, ScopeRecord.WordsIn(await RecallAsync(house, scope, new RecallRequest(ScopeRecord.Common) { Limit = 200 })));
            Assert.Equal(visible, ScopeRecord.WordsIn(await RecallAsync(house, scope, new RecallRequest(ScopeRecord.Common) { Limit = 200, OnlyTelling = false })));
            Assert.Equal(visible.Count, (await house.Memory.SearchAsync(scope, "thanks", 200)).Count(passage => passage.Text == ScopeRecord.Shared));
            if (hidden.Length > 0)
            {
                Assert.Empty(await house.Memory.SearchAsync(scope, hidden, 200));
                Assert.Empty(await RecallAsync(house, scope, new RecallRequest(hidden) { Limit = 200 }));
            }
            // A request also brings what is to be kept to, in a lane of its own.
            Assert.Empty(ScopeRecord.WordsIn(await RecallAsync(house, scope, new RecallRequest($"Please suggest a dish without {ScopeRecord.Common}") { Limit = 200 })).Except(visible));

            var counts = await house.Memory.CountAsync(scope);
            Assert.Equal((visible.Count, 3 * visible.Count), (counts.Conversations, counts.Messages));
            Assert.Equal(visible, ScopeRecord.WordsIn((await house.Facts.ListAsync(scope, everything: true)).Select(record => record.Text)));
            var corpus = new List<string>();
            await foreach (var item in house.Corpus.ReadAsync(scope, new CorpusFilter())) corpus.Add(string.Join(' ', item.Conversation!.Messages.Select(message => message.Text)));
            Assert.Equal((visible.Count, true), (corpus.Count, visible.SequenceEqual(ScopeRecord.WordsIn(corpus))));
        }
    }

    [Fact]
    public async Task A_key_opens_what_the_scope_sees_and_no_other()
    {
        using var house = new TestMemory();
        await ScopeRecord.StoreAllAsync(house.Everything);
        foreach (var scope in ScopeRecord.Askers)
            foreach (var key in s_keys)
            {
                var record = ScopeRecord.All.SingleOrDefault(record => record.Key == key && record.IsVisibleTo(scope));
                Assert.Equal(record?.Conversation.Title, (await house.Memory.OpenAsync(scope, key))?.Title);
                if (scope.Sources is not null) continue;
                Assert.Equal(record?.Conversation.Title, (await house.Memory.OpenAsync(scope, key + ":m2"))?.Title);
                // Neither does naming it in a question.
                Assert.Equal(record is null ? [] : [record.Word], ScopeRecord.WordsIn(await RecallAsync(house, scope, new RecallRequest(ScopeRecord.Common) { Conversation = key })));
            }
    }

    [Fact]
    public async Task What_may_not_be_seen_cannot_be_opened_unredacted_nor_forgotten()
    {
        using var house = new TestMemory();
        await ScopeRecord.StoreAllAsync(house.Everything);
        foreach (var scope in ScopeRecord.Askers.Where(scope => scope is { Sources: null, Persona: null or "kelly" or "", Channel: null or "garden" }))
            foreach (var key in s_keys.Where(key => !ScopeRecord.All.Any(record => record.Key == key && record.IsVisibleTo(scope))))
            {
                Assert.Null(await house.Corpus.OpenOriginalAsync(scope, key));
                Assert.False(await house.Memory.ForgetAsync(scope, key));
            }
        Assert.Equal(ScopeRecord.All.Count / 2, (await house.Memory.CountAsync(TestMemory.Scope)).Conversations);
    }

    /// <summary>All vectors are the same, so that nothing but the scope keeps anything apart.</summary>
    [Fact]
    public async Task Where_everything_is_alike_the_scope_alone_decides()
    {
        var alike = new LikenessGenerator(_ => [1, 0, 0, 0]);
        using var house = new TestMemory(services: alike.AddTo);
        house.Reopen(("Memory:Embedding:Weight", "0.5"));
        await ScopeRecord.StoreAllAsync(house.Everything);
        await house.Get<DenseRecall>().UpdateAsync(null, default);
        foreach (var scope in ScopeRecord.Askers)
        {
            var visible = ScopeRecord.WordsFor(scope);
            foreach (var question in (string[])["xylophone", ScopeRecord.Common])
            {
                var found = (await house.Memory.RecallAsync(scope, new RecallRequest(question) { Limit = 200 })).Passages;
                Assert.Equal(visible, ScopeRecord.WordsIn(found.Select(passage => passage.Text)));
                // One vector stands for the sentence that all of them say.
                Assert.Equal(visible.Count, found.Count(passage => passage.Text == ScopeRecord.Shared));
            }
        }
    }

    [Fact]
    public async Task A_mirror_finds_what_the_scope_sees_and_what_it_says_beyond_that_is_not_shown()
    {
        await using var server = await FakeQdrant.StartAsync();
        using var house = new TestMemory(services: LoopbackHttp.AddTo);
        house.Reopen(("Memory:Qdrant:Url", server.Url.ToString()), ("Memory:Qdrant:Weight", "0.5"));
        await ScopeRecord.StoreAllAsync(house.Everything);
        var mirror = house.Get<QdrantMirror>();
        await mirror.SyncAsync(default);
        foreach (var scope in ScopeRecord.Askers.Where(scope => scope.Sources is null))
        {
            var hits = (await mirror.AskAsync(scope, ScopeRecord.Common, default)).Hits;
            Assert.Equal(ScopeRecord.All.Where(record => record.IsVisibleTo(scope)).Select(record => record.Key).Order(StringComparer.Ordinal), hits.Select(hit => hit.ConversationKey).Order(StringComparer.Ordinal));
        }

        // Somebody tampered with it: now everything is everybody's.
        using var http = new HttpClient { BaseAddress = server.Url };
        var collection = new QdrantCollection(new QdrantClient(http, house.Time, null), "localsonly", new QdrantShape(null));
        await collection.UpsertAsync([.. ScopeRecord.All.Select(record => QdrantScene.Point($"{record.Key}:m2", ScopeRecord.Common, owner: record.Owner, source: record.Source) with { Dense = null })], wait: true);
        foreach (var scope in ScopeRecord.Askers.Where(scope => scope.Sources is null))
            Assert.Equal(ScopeRecord.WordsFor(scope), ScopeRecord.WordsIn(await RecallAsync(house, scope, new RecallRequest(ScopeRecord.Common) { Limit = 200 })));
    }

    private static async Task<IEnumerable<string>> RecallAsync(TestMemory house, MemoryScope scope, RecallRequest request)
    {
        var result = await house.Memory.RecallAsync(scope, request);
        Assert.Null(result.Note);
        return result.Passages.Concat(result.Standing).Select(passage => $"{passage.Title} {passage.Text}");
    }
}
