using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Http;
using LocalsOnly.Memory.Embedding.Model2Vec;
using LocalsOnly.Memory.Index;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Dense;

/// <summary>Opens a way to an address in the house; the host gives one that refuses any other.</summary>
public interface IHouseHttp
{
    /// <param name="key">Configuration key of the address, named in a refusal.</param>
    /// <param name="address">Where it goes.</param>
    HttpClient Create(string key, Uri address);
}

/// <summary>
/// Likeness of meaning beside words, when a source of vectors is configured and weighs more than nothing. When the source is away, words alone must do, and that is said.
/// </summary>
internal sealed class DenseRecall(
    IOptions<MemoryOptions> options, IOptions<DataOptions> data, IndexDatabase database, TimeProvider time, ILogger<DenseRecall> logger, IHouseHttp? http = null,
    IEmbeddingGenerator<string, Embedding<float>>? generator = null) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private VectorIndex? _index;

    /// <summary>Whether there is a source.</summary>
    public bool HasSource => generator is not null || options.Value.Embedding is { Server: not null } or { Folder: not null };

    /// <summary>Weight beside words; an evaluation sets it.</summary>
    public double Weight { get; set; } = options.Value.Embedding.Weight;

    /// <summary>Embeds what has no vector yet; null when there is no source.</summary>
    /// <exception cref="EmbeddingException">The source or the file cannot be used; the message says what to do.</exception>
    public async Task<EmbeddingRun?> UpdateAsync(IProgress<EmbeddingProgress>? progress, CancellationToken cancellationToken)
    {
        if (!HasSource) return null;
        var index = await OpenAsync(cancellationToken);
        return await index.UpdateAsync(database, progress, cancellationToken);
    }

    /// <summary>Deletes the vectors of what was forgotten, in the files of every model that was ever used.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        string? kept = null;
        if (HasSource)
        {
            try
            {
                var index = await OpenAsync(cancellationToken);
                index.Forget(database);
                kept = index.FilePath;
            }
            catch (Exception away) when (IsAway(away, cancellationToken))
            {
                logger.LogWarning("{Message} The vectors are deleted, and made anew when it is back.", Reason(away));
            }
        }
        if (!Directory.Exists(data.Value.Local)) return;
        // Of other models nobody knows which vector is whose; they are made anew when they are used again.
        foreach (var file in Directory.EnumerateFiles(data.Value.Local, "vectors-*.bin*").Where(file => file != kept).ToList()) File.Delete(file);
    }

    /// <summary>The vectors and that of a question, or why there is none; both null when likeness counts nothing.</summary>
    public async Task<(VectorIndex? Index, ReadOnlyMemory<float> Vector, string? Note)> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (!HasSource || Weight <= 0 || string.IsNullOrWhiteSpace(question)) return (null, default, null);
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.Value.Embedding.DeadlineMilliseconds), time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var index = await OpenAsync(deadline.Token);
            return (index, await index.EmbedAsync(question, deadline.Token), null);
        }
        catch (Exception away) when (IsAway(away, cancellationToken))
        {
            return (null, default, $"{Reason(away)} What is recalled was found by its words alone.");
        }
    }

    // Whatever a source does wrong, it is no reason to recall nothing.
    private static bool IsAway(Exception fault, CancellationToken cancellationToken) => fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    private static string Reason(Exception away) => away switch
    {
        EmbeddingException => away.Message,
        OperationCanceledException => "The embedding source does not answer in time.",
        _ => $"The embedding source failed ({away.Message.TrimEnd('.')}).",
    };

    public void Dispose()
    {
        _index?.Dispose();
        _opening.Dispose();
    }

    private async Task<VectorIndex> OpenAsync(CancellationToken cancellationToken)
    {
        if (_index is { } open) return open;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _index ??= await VectorIndex.OpenAsync(Source(), data.Value.Local, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Opens the source of vectors. Call only where there is one.</summary>
    /// <exception cref="EmbeddingException">A folder of static embeddings cannot be read.</exception>
    public IEmbeddingGenerator<string, Embedding<float>> Source()
    {
        if (generator is not null) return generator;
        var wanted = options.Value.Embedding;
        if (wanted.Folder is { Length: > 0 } folder) return StaticEmbeddings.Open(folder);
        var client = (http ?? throw new InvalidOperationException("No way into the house's network was registered.")).Create("Memory:Embedding:Server", wanted.Server!);
        return new HttpEmbeddings(client, new HttpEmbeddingsOptions(wanted.Server!, wanted.Model ?? ""), time);
    }
}
