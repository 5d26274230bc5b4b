using System.Text.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>The beginning of a JSON file: enough to tell what lies beside the conversations from the conversations, without reading either.</summary>
/// <param name="IsArray">The root is an array; its first object is described.</param>
/// <param name="Keys">Keys of the object, as far as they were seen.</param>
/// <param name="OnlyStrings">Every value seen is a string.</param>
internal sealed record FirstLook(bool IsArray, IReadOnlySet<string> Keys, bool OnlyStrings)
{
    private const int Bytes = 32 << 10;

    /// <summary>Null when the file begins no object.</summary>
    public static FirstLook? At(Stream stream)
    {
        var buffer = new byte[Bytes];
        var head = buffer.AsSpan(0, stream.ReadAtLeast(buffer, Bytes, throwOnEndOfStream: false));
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head = head[3..];
        var reader = new Utf8JsonReader(head, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 512 }));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var isArray = false;
        var onlyStrings = true;
        try
        {
            if (!reader.Read()) return null;
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                isArray = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
                    if (!reader.TrySkip()) return null;
            }
            if (reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                keys.Add(reader.GetString()!);
                if (!reader.Read()) break;
                onlyStrings &= reader.TokenType == JsonTokenType.String;
                if (!reader.TrySkip()) break;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // What was seen until then has to do.
        }
        return keys.Count == 0 ? null : new FirstLook(isArray, keys, onlyStrings);
    }

    public bool Has(string key) => Keys.Contains(key);
}
