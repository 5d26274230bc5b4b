using System.Text.Json;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Host.Api;

/// <summary>What is known of a model's answer beside its words: who gave it, how it ended, what it cost.</summary>
internal sealed class ModelOutcome
{
    private UsageDetails? _usage;
    private GenerationStatsContent? _stats;
    private string? _finish;
    private bool _called;

    /// <summary>The latest route, which is the one that answers once there are words.</summary>
    public RouteDecision? Route { get; private set; }

    /// <summary>As OpenAI has it: some servers say that they stopped where they called a tool.</summary>
    public string FinishReason => _finish is null or "stop" ? _called ? "tool_calls" : "stop" : _finish;

    public StatsWire? Stats => _stats is null ? null : StatsWire.From(_stats);

    public void Observe(ChatResponseUpdate update)
    {
        if (update.FinishReason is { } finish) _finish = finish.Value;
        var contents = update.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            switch (contents[i])
            {
                case RouteContent route:
                    Route = route.Route;
                    break;
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
                case GenerationStatsContent stats:
                    _stats = stats;
                    break;
                case FunctionCallContent:
                    _called = true;
                    break;
            }
        }
    }

    /// <summary>OpenAI's <c>usage</c>, an object; zeros where nobody counted, because clients insist on numbers.</summary>
    public void WriteUsage(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, _usage?.InputTokenCount ?? 0);
        json.WriteNumber("completion_tokens"u8, _usage?.OutputTokenCount ?? 0);
        json.WriteNumber("total_tokens"u8, _usage?.TotalTokenCount ?? (_usage?.InputTokenCount ?? 0) + (_usage?.OutputTokenCount ?? 0));
        if (_usage?.CachedInputTokenCount is { } cached)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            json.WriteNumber("cached_tokens"u8, cached);
            json.WriteEndObject();
        }

        if (_usage?.ReasoningTokenCount is { } reasoning)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            json.WriteNumber("reasoning_tokens"u8, reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>One element of <c>tool_calls</c>, with the arguments as the model wrote them.</summary>
    /// <param name="index">Its place among the calls; null in a whole reply, where the place tells it.</param>
    public static void WriteCall(Utf8JsonWriter json, FunctionCallContent call, int? index)
    {
        json.WriteStartObject();
        if (index is { } place) json.WriteNumber("index"u8, place);
        json.WriteString("id"u8, call.CallId);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, call.RawRepresentation as string ?? JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
