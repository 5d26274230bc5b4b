using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Embedding.Model2Vec;

/// <summary>
/// The table of Model2Vec: a row for each token, or, when its vocabulary is quantised, a mapping from tokens to fewer rows; and a weight for each token, when
/// weights are kept apart from the rows.
/// </summary>
internal sealed class TokenRows
{
    private readonly Tensor _rows;
    private readonly int _rowBytes;
    private readonly int[]? _mapping;
    private readonly float[]? _weights;

    /// <param name="tokens">Tokens of the vocabulary.</param>
    /// <exception cref="EmbeddingException">There is no such table, it is of numbers that are not read here, or not for this vocabulary.</exception>
    public TokenRows(Safetensors file, int tokens)
    {
        // The second name is that of Sentence Transformers' own static models.
        _rows = file.Find("embeddings") ?? file.Find("embedding.weight") ?? throw Fault(file, "have no tensor named embeddings", "use a Model2Vec model");
        if (_rows.Type is not ("F32" or "F16" or "I8")) throw Fault(file, $"are of the type {_rows.Type}", "use a model of F32, F16 or I8");
        if (_rows.Shape is not [> 0 and <= int.MaxValue, > 0 and <= 1 << 16]) throw Fault(file, $"have the shape [{string.Join(", ", _rows.Shape)}]", "use a model with a row for each token");
        Dimensions = (int)_rows.Shape[1];
        _rowBytes = Dimensions * Tensor.SizeOf(_rows.Type)!.Value;
        var rows = (int)_rows.Shape[0];
        using var bytes = file.Rent();
        if (file.Find("mapping") is { } mapping)
        {
            _mapping = Whole(file, mapping, bytes);
            if (_mapping.Length != tokens) throw Fault(file, $"map {_mapping.Length} tokens, but the tokeniser has {tokens}", "take both files from the same model");
            if (_mapping.Any(row => row < 0 || row >= rows)) throw Fault(file, $"map a token to a row that is none of the {rows}", "fetch the model again");
        }
        else if (rows != tokens)
        {
            throw Fault(file, $"have {rows} rows, but the tokeniser has {tokens} tokens", "take both files from the same model");
        }
        if (file.Find("weights") is not { } weights) return;
        _weights = Real(file, weights, bytes);
        if (_weights.Length != tokens) throw Fault(file, $"have {_weights.Length} weights, but the tokeniser has {tokens} tokens", "take both files from the same model");
    }

    public int Dimensions { get; }

    /// <summary>Adds a token's row, times its weight, to a sum.</summary>
    /// <param name="scratch">Room for one row.</param>
    public void AddTo(Span<float> sum, int token, MappedFile.Lease bytes, Span<float> scratch)
    {
        var row = bytes.Slice(_rows.Offset + ((_mapping is null ? token : _mapping[token]) * (long)_rowBytes), _rowBytes);
        var numbers = (ReadOnlySpan<float>)scratch;
        switch (_rows.Type)
        {
            case "F32":
                numbers = MemoryMarshal.Cast<byte, float>(row);
                break;
            case "F16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(row), scratch);
                break;
            default:
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, sbyte>(row), scratch);
                break;
        }
        if (_weights is null) TensorPrimitives.Add(sum, numbers, sum);
        else TensorPrimitives.MultiplyAdd(numbers, _weights[token], sum, sum);
    }

    private static int[] Whole(Safetensors file, Tensor tensor, MappedFile.Lease bytes)
    {
        var numbers = new int[Count(file, tensor)];
        var raw = bytes.Slice(tensor.Offset, checked((int)tensor.Bytes));
        switch (tensor.Type)
        {
            case "I32":
                MemoryMarshal.Cast<byte, int>(raw).CopyTo(numbers);
                break;
            case "I64":
                TensorPrimitives.ConvertSaturating(MemoryMarshal.Cast<byte, long>(raw), numbers);
                break;
            default:
                throw Fault(file, $"have a {tensor.Name} of the type {tensor.Type}", "use a model with one of I32 or I64");
        }
        return numbers;
    }

    private static float[] Real(Safetensors file, Tensor tensor, MappedFile.Lease bytes)
    {
        var numbers = new float[Count(file, tensor)];
        var raw = bytes.Slice(tensor.Offset, checked((int)tensor.Bytes));
        switch (tensor.Type)
        {
            case "F16":
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(raw), numbers);
                break;
            case "F32":
                MemoryMarshal.Cast<byte, float>(raw).CopyTo(numbers);
                break;
            case "F64":
                TensorPrimitives.ConvertSaturating(MemoryMarshal.Cast<byte, double>(raw), numbers);
                break;
            default:
                throw Fault(file, $"have {tensor.Name} of the type {tensor.Type}", "use a model with F16, F32 or F64");
        }
        return numbers;
    }

    private static int Count(Safetensors file, Tensor tensor) => tensor.Shape is [>= 0 and <= int.MaxValue / sizeof(double)]
        ? (int)tensor.Shape[0]
        : throw Fault(file, $"have {tensor.Name} of the shape [{string.Join(", ", tensor.Shape)}]", "use a model with one number for each token");

    private static EmbeddingException Fault(Safetensors file, string what, string fix) => new(EmbeddingFault.ModelFiles, $"The weights {file.Path} {what}: {fix}.");
}
