using System.Buffers;
using System.Text.Json;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>Writes <c>usage</c> with whole numbers only, where servers write null or a fraction and the SDK throws at either.</summary>
internal static class UsageMender
{
    /// <summary>Writes the property of which the reader is at the name; nothing for null.</summary>
    public static void Mend(ref Utf8JsonReader json, IBufferWriter<byte> output, ref bool comma)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        output.Name(ref comma, "usage"u8);
        CopyNumbers(ref json, output);
    }

    private static void CopyNumbers(ref Utf8JsonReader json, IBufferWriter<byte> output)
    {
        var comma = false;
        output.Write("{"u8);
        while (json.NextProperty())
        {
            var name = json.ValueSpan;
            json.Read();
            if (json.TokenType == JsonTokenType.Number)
            {
                output.Name(ref comma, name);
                output.Number((long)json.GetDouble());
            }
            else if (json.TokenType == JsonTokenType.StartObject)
            {
                output.Name(ref comma, name);
                CopyNumbers(ref json, output);
            }
            else
            {
                json.Skip();
            }
        }

        output.Write("}"u8);
    }
}
