using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Embedding.Http;

/// <summary>A vector on the wire: an array of numbers, or base64 of little-endian 32-bit floats.</summary>
internal sealed class WireVector : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.StartArray => Numbers(ref reader),
        JsonTokenType.String => Bytes(ref reader),
        _ => throw new JsonException("A vector is an array or a string."),
    };

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static float[] Numbers(ref Utf8JsonReader reader)
    {
        var pooled = ArrayPool<float>.Shared.Rent(1024);
        var count = 0;
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (count == pooled.Length)
                {
                    var larger = ArrayPool<float>.Shared.Rent(2 * count);
                    pooled.CopyTo(larger, 0);
                    ArrayPool<float>.Shared.Return(pooled);
                    pooled = larger;
                }
                // JSON knows no NaN: llama.cpp writes null, Python's servers write the bare word, which is refused as JSON, or a string.
                pooled[count++] = reader.TokenType switch
                {
                    JsonTokenType.Number => reader.GetSingle(),
                    JsonTokenType.Null or JsonTokenType.String => float.NaN,
                    _ => throw new JsonException("A vector holds numbers."),
                };
            }
            return pooled.AsSpan(0, count).ToArray();
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pooled);
        }
    }

    private static float[] Bytes(ref Utf8JsonReader reader)
    {
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        // A slash may come as \/ .
        if (reader.ValueIsEscaped) text = System.Text.Encoding.UTF8.GetBytes(reader.GetString()!);
        var pooled = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        try
        {
            if (Base64.DecodeFromUtf8(text, pooled, out _, out var written) != OperationStatus.Done || written % sizeof(float) != 0)
                throw new JsonException("A vector's base64 is of whole floats.");
            var vector = new float[written / sizeof(float)];
            pooled.AsSpan(0, written).CopyTo(MemoryMarshal.AsBytes(vector.AsSpan()));
            if (!BitConverter.IsLittleEndian) BitsFromLittleEndian(vector);
            return vector;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pooled);
        }
    }

    private static void BitsFromLittleEndian(Span<float> vector)
    {
        var bits = MemoryMarshal.Cast<float, int>(vector);
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits, bits);
    }
}
