using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Http;
using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class EmbeddingBatcherTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private EmbeddingServerDouble _server = null!;
    private HttpEmbeddings _source = null!;
    private VectorFile _file = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddingServerDouble.StartAsync();
        _source = new HttpEmbeddings(_server.Http, new HttpEmbeddingsOptions(_server.Url, EmbeddingServerDouble.Model), new JumpingClock());
        Reopen();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _file.Dispose();
        _source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Texts_of_many_conversations_fill_batches_and_get_their_own_vectors()
    {
        var texts = Texts(150);

        var run = await RunAsync(texts);

        Assert.Equal(new EmbeddingRun(150, 0, 0, null, true), run);
        Assert.Equal([64, 64, 22], Batches());
        var cache = new EmbeddingCache(_file);
        var (row, vector, rounded) = (new sbyte[16], new float[3], new float[3]);
        foreach (var text in texts)
        {
            Assert.True(cache.TryRead(text, vector));
            Int8.Read(row, Int8.Write(EmbeddingServerDouble.VectorOf(text), row), rounded);
            Assert.Equal(rounded, vector);
        }
        Assert.False(cache.Contains("never seen"));
    }

    [Fact]
    public async Task The_same_text_is_embedded_once_however_often_it_comes()
    {
        Assert.Equal(new EmbeddingRun(2, 2, 0, null, true), await RunAsync(["walnut", "oak", "walnut", "walnut"]));
        Reopen();
        Assert.Equal(new EmbeddingRun(1, 2, 0, null, true), await RunAsync(["oak", "elm", "walnut"]));
        Assert.Equal([2, 1], Batches());
    }

    [Fact]
    public async Task A_run_that_was_cancelled_goes_on_where_it_was()
    {
        using var cancelled = new CancellationTokenSource();
        _server.Instead = (_, before) =>
        {
            if (before == 2) cancelled.Cancel();
            return Task.FromResult(false);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Texts(640), cancellationToken: cancelled.Token));
        Assert.Equal(128, _file.Count);
        _server.Instead = null;
        Reopen();

        var run = await RunAsync(Texts(640));

        Assert.Equal(new EmbeddingRun(512, 128, 0, null, true), run);
    }

    [Fact]
    public async Task The_progress_counts_what_was_there_and_what_failed()
    {
        await RunAsync(Texts(10));
        _server.Refused = "100";
        var seen = new List<EmbeddingProgress>();

        await RunAsync(Texts(140), 140, new Progress(seen));

        Assert.Equal([new(74, 140, 0), new(137, 140, 1), new(139, 140, 1)], seen);
    }

    [Fact]
    public async Task One_text_that_is_refused_costs_the_others_nothing()
    {
        _server.Refused = "poison";
        var texts = Texts(100);
        texts[0] += " poison";
        texts[41] += " poison";

        var run = await RunAsync(texts);

        Assert.Equal((98, 2, true), (run.Embedded, run.Failed, run.IsComplete));
        Assert.Equal(EmbeddingFault.Refused, run.Failure!.Fault);
        Assert.Equal(98, _file.Count);
        // Halving: the whole, then down to each of the two on its own way.
        Assert.InRange(Batches().Length, 10, 30);
    }

    [Fact]
    public async Task A_vector_that_is_none_costs_that_text_only()
    {
        _server.Change = answer =>
        {
            foreach (var item in answer["data"]!.AsArray())
                if ((float)item!["embedding"]![0]! == 6) item["embedding"]![0] = null;
        };

        var run = await RunAsync(["walnut", "oak", "elm"]);

        Assert.Equal((2, 1, EmbeddingFault.NotANumber), (run.Embedded, run.Failed, run.Failure!.Fault));
        Assert.False(new EmbeddingCache(_file).Contains("walnut"));
    }

    [Fact]
    public async Task A_batch_that_fails_is_passed_over_and_tried_again_in_the_next_run()
    {
        _server.Instead = async (context, before) =>
        {
            if (before is < 1 or > 4) return false;
            await EmbeddingServerDouble.ReplyAsync(context, 503, "{}");
            return true;
        };

        var run = await RunAsync(Texts(192));

        Assert.Equal((128, 64, true, EmbeddingFault.ServerBusy), (run.Embedded, run.Failed, run.IsComplete, run.Failure!.Fault));
        Assert.Equal(new EmbeddingRun(64, 128, 0, null, true), await RunAsync(Texts(192)));
    }

    [Fact]
    public async Task A_server_that_is_gone_ends_the_run_after_a_few_batches()
    {
        await _server.StopAsync();
        var looked = 0;

        var run = await RunAsync(Endless().Select(text => (looked++, text).text), mostFailures: 3);

        Assert.Equal((0, 192, false, EmbeddingFault.ServerAway), (run.Embedded, run.Failed, run.IsComplete, run.Failure!.Fault));
        Assert.Equal(192, looked);
    }

    [Fact]
    public async Task A_server_that_refuses_everything_is_not_asked_for_ever()
    {
        _server.Refused = "";
        var run = await RunAsync(Endless());
        Assert.Equal((0, false), (run.Embedded, run.IsComplete));
        Assert.Equal(12, Batches().Length);
        Assert.Equal(64, run.Failed);
    }

    [Fact]
    public async Task A_model_that_the_server_does_not_know_ends_the_run_at_once()
    {
        using var source = new HttpEmbeddings(_server.Http, new HttpEmbeddingsOptions(_server.Url, "large-embed"), TimeProvider.System);
        var run = await new EmbeddingBatcher(source, _file).RunAsync(Pairs(Endless()));
        Assert.Equal((64, false, EmbeddingFault.ModelUnknown), (run.Failed, run.IsComplete, run.Failure!.Fault));
        Assert.Single(Batches());
    }

    [Fact]
    public async Task Vectors_of_another_model_never_get_into_the_file()
    {
        using var other = VectorFile.Open(_folder.Combine("other"), new EmbeddingModel(EmbeddingServerDouble.Model, 4));
        var run = await new EmbeddingBatcher(_source, other).RunAsync(Pairs(["walnut", "oak"]));
        Assert.Equal((2, false, EmbeddingFault.Mismatch, 0), (run.Failed, run.IsComplete, run.Failure!.Fault, other.Rows));
    }

    [Fact]
    public async Task A_blank_text_is_never_sent_never_found_and_never_asked_about_again()
    {
        var run = await RunAsync(["walnut", "", " \n"]);
        Assert.Equal((3, 0), (run.Embedded, run.Failed));
        Assert.Equal([1], Batches());
        Assert.Single(_file.Search([1, 1, 1], 9));
        Assert.Equal(3, (await RunAsync(["walnut", "", " \n"])).Known);
    }

    [Fact]
    public void An_id_is_of_the_text_and_nothing_else()
    {
        Assert.Equal(EmbeddingCache.IdOf("walnut"), EmbeddingCache.IdOf(new string("walnut")));
        Assert.NotEqual(EmbeddingCache.IdOf("walnut"), EmbeddingCache.IdOf("Walnut"));
        var ids = Texts(20_000).Select(text => EmbeddingCache.IdOf(text)).ToHashSet();
        Assert.Equal(20_000, ids.Count);
        Assert.DoesNotContain(ids, id => id < 0);
    }

    private static string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => $"{(char)('a' + (i % 26))} text number {i}")];

    private static IEnumerable<string> Endless() => Enumerable.Range(0, int.MaxValue).Select(i => $"text {i}");

    private static IAsyncEnumerable<EmbeddingText> Pairs(IEnumerable<string> texts) => texts.Select(text => new EmbeddingText(EmbeddingCache.IdOf(text), text)).ToAsyncEnumerable();

    private int[] Batches() => [.. _server.Requests.Select(request => request["input"]!.AsArray().Count)];

    private void Reopen()
    {
        _file?.Dispose();
        _file = VectorFile.Open(_folder.Combine("vectors"), new EmbeddingModel(EmbeddingServerDouble.Model, 3));
    }

    private Task<EmbeddingRun> RunAsync(
        IEnumerable<string> texts, long? total = null, IProgress<EmbeddingProgress>? progress = null, int mostFailures = 12, CancellationToken cancellationToken = default) =>
        new EmbeddingBatcher(_source, _file, mostFailures: mostFailures).RunAsync(Pairs(texts), total, progress, cancellationToken);

    private sealed class Progress(List<EmbeddingProgress> seen) : IProgress<EmbeddingProgress>
    {
        public void Report(EmbeddingProgress value) => seen.Add(value);
    }
}
