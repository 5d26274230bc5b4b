using System.Buffers;
using System.Text.Json;

namespace LocalsOnly.Inference.Cluster;

/// <summary>
/// Counts the generations in <c>/state/tasks</c>, which holds everybody's prompts: only the kind, the status and the instance of a task
/// are looked at, nothing else becomes a string, and the bytes are wiped when they have passed.
/// </summary>
internal static class TaskCounter
{
    /// <summary>A prompt with pictures in it is some megabytes.</summary>
    private const int LargestToken = 16 * 1024 * 1024;

    private const long LargestBody = 64 * 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    /// <summary>By instance id; null when the body is too large, cut off, or not what tasks look like.</summary>
    public static async Task<IReadOnlyDictionary<string, TaskCount>?> CountAsync(Stream body, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, TaskCount>(StringComparer.Ordinal);
        var walk = new Walk(counts);
        var state = new JsonReaderState();
        byte[]? buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var (held, passed) = (0, 0L);
        try
        {
            while (true)
            {
                if (held == buffer.Length)
                {
                    buffer = Larger(buffer, held);
                    if (buffer is null)
                        return null;
                }

                var read = await body.ReadAsync(buffer.AsMemory(held), cancellationToken);
                held += read;
                passed += read;
                if (passed > LargestBody)
                    return null;
                var consumed = walk.Step(buffer.AsSpan(0, held), read == 0, ref state);
                held -= consumed;
                buffer.AsSpan(consumed, held).CopyTo(buffer);
                if (read == 0)
                    return counts;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Room for a longer token; null when it is longer than a token may be. The old bytes are wiped either way.</summary>
    private static byte[]? Larger(byte[] buffer, int held)
    {
        byte[]? larger = null;
        if (held < LargestToken)
        {
            larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, held).CopyTo(larger);
        }

        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    /// <summary><c>{"&lt;task&gt;":{"TextGeneration":{"taskStatus":"Running","instanceId":"…","taskParams":{…}}}}</c>, whatever the order.</summary>
    private sealed class Walk(Dictionary<string, TaskCount> counts)
    {
        private const int TaskDepth = 2;

        private enum Field
        {
            Other,
            Status,
            Instance,
        }

        private bool _generation;
        private Field _field;
        private string? _status;
        private string? _instance;

        public int Step(ReadOnlySpan<byte> bytes, bool last, ref JsonReaderState state)
        {
            var json = new Utf8JsonReader(bytes, last, state);
            while (json.Read())
                Take(ref json);
            state = json.CurrentState;
            return (int)json.BytesConsumed;
        }

        private void Take(ref Utf8JsonReader json)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.String when json.CurrentDepth == 0:
                    throw new JsonException("Tasks are an object.");
                case JsonTokenType.PropertyName when json.CurrentDepth == TaskDepth:
                    (_generation, _status, _instance) = (IsGeneration(ref json), null, null);
                    break;
                case JsonTokenType.PropertyName when json.CurrentDepth == TaskDepth + 1:
                    _field = json.ValueTextEquals("taskStatus"u8) ? Field.Status
                        : json.ValueTextEquals("instanceId"u8) ? Field.Instance
                        : Field.Other;
                    break;
                case JsonTokenType.String when json.CurrentDepth == TaskDepth + 1 && _field == Field.Status:
                    _status = json.ValueTextEquals("Running"u8) ? "Running" : json.ValueTextEquals("Pending"u8) ? "Pending" : null;
                    break;
                case JsonTokenType.String when json.CurrentDepth == TaskDepth + 1 && _field == Field.Instance && json.ValueSpan.Length <= 128:
                    _instance = json.GetString();
                    break;
                case JsonTokenType.EndObject when json.CurrentDepth == TaskDepth:
                    Count();
                    break;
            }
        }

        private void Count()
        {
            if (!_generation || _status is null || _instance is null)
                return;
            var before = counts.GetValueOrDefault(_instance);
            counts[_instance] = _status == "Running" ? before with { Running = before.Running + 1 } : before with { Pending = before.Pending + 1 };
        }

        /// <summary>The others (loading, warming up, shutting down) are the cluster's own.</summary>
        private static bool IsGeneration(ref Utf8JsonReader json) =>
            json.ValueTextEquals("TextGeneration"u8) || json.ValueTextEquals("ImageGeneration"u8) || json.ValueTextEquals("ImageEdits"u8);
    }
}
