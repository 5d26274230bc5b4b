using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace LocalsOnly.Memory.Embedding.Model2Vec;

/// <summary>
/// A safetensors file, mapped: 8 bytes with the length of a JSON header, the header (name, type, shape and place of each tensor), then the numbers, little-endian
/// (github.com/huggingface/safetensors, "Format").
/// </summary>
internal sealed class Safetensors : IDisposable
{
    private const int LengthBytes = 8;
    private const long MostHeader = 100_000_000;
    private const int DigestedEnds = 64 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly MappedFile _mapped;
    private readonly Dictionary<string, Tensor> _tensors;

    private Safetensors(string path, SafeFileHandle handle, MappedFile mapped, Dictionary<string, Tensor> tensors) =>
        (Path, _handle, _mapped, _tensors) = (path, handle, mapped, tensors);

    public string Path { get; }

    /// <exception cref="EmbeddingException">The file is missing, cut off or no safetensors.</exception>
    public static Safetensors Open(string path)
    {
        SafeFileHandle? handle = null;
        MappedFile? mapped = null;
        try
        {
            handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length < LengthBytes) throw CutOff(path);
            mapped = new MappedFile(handle, length);
            return new Safetensors(path, handle, mapped, ReadHeader(path, mapped));
        }
        catch (Exception fault)
        {
            mapped?.Dispose();
            handle?.Dispose();
            if (fault is IOException or UnauthorizedAccessException)
                throw new EmbeddingException(EmbeddingFault.ModelFiles, $"The weights {path} cannot be read ({fault.Message.TrimEnd('.')}): put the model's model.safetensors there.", fault);
            throw;
        }
    }

    public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    public MappedFile.Lease Rent() => _mapped.Rent();

    /// <summary>Tells one file from another by its length and its two ends, where the header is and the last weights are; not a checksum of all of it.</summary>
    public ulong Digest()
    {
        using var bytes = _mapped.Rent();
        var end = (int)Math.Min(DigestedEnds, _mapped.Length);
        var hash = new XxHash64(_mapped.Length);
        hash.Append(bytes.Slice(0, end));
        hash.Append(bytes.Slice(_mapped.Length - end, end));
        return hash.GetCurrentHashAsUInt64();
    }

    public void Dispose()
    {
        _mapped.Dispose();
        _handle.Dispose();
    }

    private static Dictionary<string, Tensor> ReadHeader(string path, MappedFile file)
    {
        using var bytes = file.Rent();
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(0, LengthBytes));
        if (length is < 2 or > MostHeader) throw NotSafetensors(path);
        if (LengthBytes + length > file.Length) throw CutOff(path);
        var data = LengthBytes + length;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(bytes.Slice(LengthBytes, (int)length).ToArray());
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__") continue;
                var tensor = Read(entry, data);
                if (tensor.Offset + tensor.Bytes > file.Length) throw CutOff(path);
                tensors.Add(tensor.Name, tensor);
            }
            return tensors;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw NotSafetensors(path, fault);
        }
    }

    private static Tensor Read(JsonProperty entry, long data)
    {
        var type = entry.Value.GetProperty("dtype").GetString() ?? throw new FormatException("A tensor has no type.");
        long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        var offsets = entry.Value.GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (start < 0 || end < start || shape.Any(size => size < 0)) throw new FormatException($"The tensor {entry.Name} lies nowhere.");
        var bytes = end - start;
        if (Tensor.SizeOf(type) is { } size && shape.Aggregate((long)size, (product, dimension) => checked(product * dimension)) != bytes)
            throw new FormatException($"The tensor {entry.Name} has another size than its shape.");
        return new Tensor(entry.Name, type, shape, checked(data + start), bytes);
    }

    private static EmbeddingException CutOff(string path) =>
        new(EmbeddingFault.ModelFiles, $"The weights {path} are cut off: copy the model's model.safetensors again.");

    private static EmbeddingException NotSafetensors(string path, Exception? inner = null) => new(
        EmbeddingFault.ModelFiles, $"The weights {path} are no safetensors file{(inner is null ? "" : $" ({inner.Message.TrimEnd('.')})")}: put the model's model.safetensors there.", inner);
}
