using System.Numerics.Tensors;
using System.Text.Json;
using LocalsOnly.Memory.Embedding.Tokens;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Memory.Embedding.Model2Vec;

/// <summary>
/// Embeddings without a server: Model2Vec's static models (github.com/MinishLab/model2vec), read from <c>model.safetensors</c>, <c>tokenizer.json</c> and
/// <c>config.json</c> in one folder. A text's vector is the mean of its tokens' rows, unknown tokens left out; of a text without a known token it is all
/// zeros. Several threads may embed at once.
/// </summary>
public sealed class StaticEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Safetensors _file;
    private readonly Tokeniser _tokeniser;
    private readonly TokenRows _rows;
    private readonly bool _normalise;
    private readonly int _mostTokens;
    private readonly EmbeddingGeneratorMetadata _metadata;

    private StaticEmbeddings(Safetensors file, Tokeniser tokeniser, TokenRows rows, string name, bool normalise, int mostTokens)
    {
        (_file, _tokeniser, _rows, _normalise, _mostTokens) = (file, tokeniser, rows, normalise, mostTokens);
        Model = new EmbeddingModel($"{name}@{file.Digest():x16}", rows.Dimensions);
        _metadata = new EmbeddingGeneratorMetadata("model2vec", null, Model.Id, Model.Dimensions);
    }

    /// <summary>The model's id is the folder's name and a digest of its weights.</summary>
    public EmbeddingModel Model { get; }

    /// <param name="folder">Where the three files are.</param>
    /// <param name="mostTokens">Tokens of a text that are read, the rest is not; 512 is what Model2Vec itself does when nothing is said.</param>
    /// <exception cref="EmbeddingException">A file is missing, cut off, or not for the others.</exception>
    public static StaticEmbeddings Open(string folder, int mostTokens = 512)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostTokens, 1);
        var normalise = ReadNormalise(Path.Combine(folder, "config.json"));
        var tokeniser = TokeniserFile.Read(Path.Combine(folder, "tokenizer.json"));
        var file = Safetensors.Open(Path.Combine(folder, "model.safetensors"));
        try
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            return new StaticEmbeddings(file, tokeniser, new TokenRows(file, tokeniser.Size), name, normalise, mostTokens);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <remarks>Computes on the caller's thread, some 10 to 100 µs a text.</remarks>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var made = new GeneratedEmbeddings<Embedding<float>>();
        using var pieces = new Pieces();
        var ids = new List<int>();
        foreach (var text in values)
        {
            if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<GeneratedEmbeddings<Embedding<float>>>(cancellationToken);
            var vector = new float[Model.Dimensions];
            Embed(text, vector, pieces, ids);
            made.Add(new Embedding<float>(vector) { ModelId = Model.Id });
        }
        return Task.FromResult(made);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return _metadata;
        if (serviceType == typeof(EmbeddingModel)) return Model;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() => _file.Dispose();

    private void Embed(string text, Span<float> vector, Pieces pieces, List<int> ids)
    {
        ids.Clear();
        // Model2Vec cuts by characters before it cuts by tokens, so that a long text costs no more than it counts.
        var most = Math.Min(int.MaxValue, _mostTokens * (long)Math.Max(1, _tokeniser.MedianLength));
        _tokeniser.Encode(Cut(text, (int)most), pieces, ids);

        using var bytes = _file.Rent();
        Span<float> scratch = Model.Dimensions <= 1024 ? stackalloc float[Model.Dimensions] : new float[Model.Dimensions];
        var counted = 0;
        foreach (var id in ids)
        {
            if (id == _tokeniser.Unknown) continue;
            _rows.AddTo(vector, id, bytes, scratch);
            if (++counted == _mostTokens) break;
        }
        if (counted == 0) return;
        TensorPrimitives.Divide(vector, counted, vector);
        if (_normalise && TensorPrimitives.Norm(vector) is var norm and > 0) TensorPrimitives.Divide(vector, norm, vector);
    }

    // In characters as Python counts them, not in halves of them.
    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int most)
    {
        if (text.Length <= most) return text;
        var at = 0;
        for (var count = 0; count < most && at < text.Length; count++) at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        return text[..at];
    }

    private static bool ReadNormalise(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return json.RootElement.TryGetProperty("normalize", out var normalise) && normalise.ValueKind == JsonValueKind.True;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new EmbeddingException(EmbeddingFault.ModelFiles, $"The settings {path} cannot be read ({fault.Message.TrimEnd('.')}): put the model's config.json there.", fault);
        }
    }
}
