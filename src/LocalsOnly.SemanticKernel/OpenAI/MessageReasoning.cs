using System.Buffers;
using System.Text.Json;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// Earlier reasoning for messages of a request. A model that reasons between its tool calls needs to see it again, and neither the connector nor the SDK has a
/// word for it.
/// </summary>
/// <param name="field">Where the server looks for it.</param>
internal sealed class MessageReasoning(string field)
{
    private readonly Dictionary<int, string> _byMessage = [];

    /// <param name="message">Its place among the messages as they are sent, from 0 on.</param>
    public void Add(int message, string reasoning) => _byMessage.Add(message, reasoning);

    /// <summary>The request with the reasoning in its messages; the same when there is none.</summary>
    /// <exception cref="JsonException">The body is not one JSON object.</exception>
    public ReadOnlyMemory<byte> PutInto(ReadOnlyMemory<byte> body)
    {
        if (_byMessage.Count == 0)
            return body;
        var source = body.Span;
        var output = new ArrayBufferWriter<byte>(body.Length + _byMessage.Values.Sum(r => r.Length) + 256);
        var json = new Utf8JsonReader(source);
        var copied = 0;
        json.Begin(JsonTokenType.StartObject);
        while (json.NextProperty())
        {
            if (!json.ValueTextEquals("messages"u8))
            {
                json.SkipValue();
                continue;
            }

            json.Read();
            for (var message = 0; json.NextElement(JsonTokenType.StartObject); message++)
            {
                if (_byMessage.TryGetValue(message, out var reasoning))
                {
                    var end = (int)json.BytesConsumed;
                    output.Write(source[copied..end]);
                    output.Text(field);
                    output.Write(":"u8);
                    output.Text(reasoning);
                    output.Write(","u8);
                    copied = end;
                }

                json.Skip();
            }
        }

        output.Write(source[copied..]);
        return output.WrittenMemory;
    }
}
