using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>Writes what the messages of a ChatGPT export say, with the metadata that comes with it and often weighs more.</summary>
internal sealed class ChatGptContentWriter(Utf8JsonWriter json, Tongue[] tongues)
{
    private const int LongestWords = 12_000;

    private static readonly string[] s_models = ["gpt-3.5-turbo", "gpt-4", "gpt-4o", "gpt-4o-mini", "o1", "o3-mini", "gpt-4-1", "gpt-5", "gpt-5-thinking"];

    private readonly Prose _prose = new(escape: true);
    private readonly ExportRandom _random = new(0);
    private Tongue _tongue = tongues[0];

    /// <summary>Chosen once for a conversation.</summary>
    public void Begin(ulong seed)
    {
        _random.Seed(seed);
        _tongue = Tongue.Choose(tongues, _random);
        Model = _random.Pick<string>(s_models);
    }

    public string Model { get; private set; } = s_models[0];

    public void Title(ulong seed)
    {
        _random.Seed(seed);
        Say(_prose.Begin().Words(_random, _tongue, 2 + _random.Below(5)).End());
    }

    public void Content(ChatGptPlannedNode node)
    {
        // The metadata refers to what the content says: both start from the node's own seed.
        _random.Seed(node.Seed);
        json.WriteStartObject();
        switch (node.Kind)
        {
            case ChatGptNodeKind.CustomInstructions:
                json.WriteString("content_type", "user_editable_context");
                json.WritePropertyName("user_profile");
                Say(_prose.Begin().Sentences(_random, _tongue, 60).End());
                json.WritePropertyName("user_instructions");
                Say(_prose.Begin().Sentences(_random, _tongue, 40).End());
                break;
            case ChatGptNodeKind.PythonCall:
                json.WriteString("content_type", "code");
                json.WriteString("language", "unknown");
                json.WriteNull("response_format_name");
                json.WritePropertyName("text");
                Say(_prose.Begin().Program(_random, _tongue, _random.HeavyTailed(120, 0.8, 4_000)).End());
                break;
            case ChatGptNodeKind.SearchCall:
                json.WriteString("content_type", "code");
                json.WriteString("language", "unknown");
                json.WritePropertyName("text");
                Say(_prose.Begin().Add("search(\\\""u8).Words(_random, _tongue, 6).Add("\\\")"u8).End());
                break;
            case ChatGptNodeKind.PythonOutput:
                json.WriteString("content_type", "execution_output");
                json.WritePropertyName("text");
                Say(_prose.Begin().Program(_random, _tongue, _random.HeavyTailed(60, 1.2, 8_000)).End());
                break;
            case ChatGptNodeKind.SearchResult:
                json.WriteString("content_type", "tether_browsing_display");
                json.WritePropertyName("result");
                Say(_prose.Begin().Sentences(_random, _tongue, _random.HeavyTailed(300, 0.6, 4_000)).End());
                json.WriteNull("summary");
                json.WriteNull("assets");
                break;
            case ChatGptNodeKind.Quote:
                json.WriteString("content_type", "tether_quote");
                json.WriteString("url", Url(_random.Below(100_000)));
                json.WriteString("domain", "example.org");
                json.WritePropertyName("text");
                Say(_prose.Begin().Sentences(_random, _tongue, _random.HeavyTailed(150, 0.7, 2_000)).End());
                json.WritePropertyName("title");
                Say(_prose.Begin().Words(_random, _tongue, 6).End());
                break;
            case ChatGptNodeKind.Thoughts:
                json.WriteString("content_type", "thoughts");
                json.WriteStartArray("thoughts");
                for (var i = 1 + _random.Below(5); i > 0; i--) Thought();
                json.WriteEndArray();
                json.WriteString("source_analysis_msg_id", node.Id);
                break;
            case ChatGptNodeKind.ReasoningRecap:
                json.WriteString("content_type", "reasoning_recap");
                json.WriteString("content", string.Create(CultureInfo.InvariantCulture, $"Thought for {_random.HeavyTailed(12, 1, 600)} seconds"));
                break;
            case ChatGptNodeKind.UserWithImage:
                json.WriteString("content_type", "multimodal_text");
                json.WriteStartArray("parts");
                Image();
                Say(Question());
                json.WriteEndArray();
                break;
            default:
                json.WriteString("content_type", "text");
                json.WriteStartArray("parts");
                Say(node.Kind switch { ChatGptNodeKind.HiddenSystem => _prose.Begin().End(), ChatGptNodeKind.User => Question(), _ => Answer(cited: node.Kind == ChatGptNodeKind.CitedAssistant) });
                json.WriteEndArray();
                break;
        }
        json.WriteEndObject();
    }

    /// <summary>The properties within <c>metadata</c>.</summary>
    /// <param name="slim">Only what exports of 2026 hold.</param>
    public void Metadata(ChatGptPlannedNode node, bool slim)
    {
        _random.Seed(node.Seed ^ ulong.MaxValue);
        switch (node.Kind)
        {
            case ChatGptNodeKind.HiddenSystem:
                json.WriteBoolean("is_visually_hidden_from_conversation", true);
                return;
            case ChatGptNodeKind.CustomInstructions:
                json.WriteBoolean("is_visually_hidden_from_conversation", true);
                json.WriteBoolean("is_user_system_message", true);
                return;
            case ChatGptNodeKind.User or ChatGptNodeKind.UserWithImage:
                if (node.Kind == ChatGptNodeKind.UserWithImage) Attachment();
                if (slim) return;
                json.WriteRaw("selected_sources", "[]");
                json.WriteRaw("selected_github_repos", "[]");
                json.WriteRaw("serialization_metadata", """{"custom_symbol_offsets":[]}""");
                json.WriteString("request_id", $"{_random.Next():x16}-LHR");
                json.WriteNull("message_source");
                json.WriteString("timestamp_", "absolute");
                json.WriteNull("message_type");
                return;
        }
        if (node.Kind == ChatGptNodeKind.CitedAssistant) References(slim);
        if (slim) return;
        json.WriteRaw("finish_details", """{"type":"stop","stop_tokens":[200002]}""");
        json.WriteBoolean("is_complete", true);
        json.WriteRaw("citations", "[]");
        if (node.Kind != ChatGptNodeKind.CitedAssistant) json.WriteRaw("content_references", "[]");
        json.WriteNull("message_type");
        json.WriteString("model_slug", Model);
        json.WriteString("default_model_slug", Model);
        json.WriteString("parent_id", node.Parent!.Name);
        json.WriteString("request_id", $"{_random.Next():x16}-LHR");
        json.WriteString("turn_exchange_id", _random.Id());
        json.WriteString("timestamp_", "absolute");
    }

    private Prose Question() => _prose.Begin().Sentences(_random, _tongue, _random.HeavyTailed(median: 18, sigma: 1.3, LongestWords)).End();

    private Prose Answer(bool cited)
    {
        _prose.Begin();
        if (!cited) return _prose.Answer(_random, _tongue, _random.HeavyTailed(median: 170, sigma: 0.8, LongestWords)).End();
        for (var i = 0; i < 4; i++)
        {
            _prose.Sentences(_random, _tongue, 30).Add(Mark(i));
            _prose.Add("\\n\\n"u8);
        }
        return _prose.End();
    }

    private void References(bool slim)
    {
        json.WriteStartArray("content_references");
        for (var i = 0; i < 4; i++)
        {
            json.WriteStartObject();
            json.WriteString("type", "grouped_webpages");
            // Exports of 2026 say where a mark is by its refs alone.
            if (!slim) json.WriteRaw("matched_text", $"\"{Vocabulary.Escaped(Mark(i))}\"");
            json.WriteStartArray("items");
            json.WriteStartObject();
            json.WritePropertyName("title");
            Say(_prose.Begin().Words(_random, _tongue, 6).End());
            json.WriteString("url", Url(_random.Below(100_000)));
            json.WritePropertyName("snippet");
            Say(_prose.Begin().Sentences(_random, _tongue, 30).End());
            json.WriteRaw("refs", string.Create(CultureInfo.InvariantCulture, $$"""[{"turn_index":0,"ref_type":"search","ref_index":{{i}}}]"""));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Attachment()
    {
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("id", $"file-{_random.Next():x16}");
        json.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"IMG_{_random.Below(10_000):0000}.jpeg"));
        json.WriteString("mime_type", "image/jpeg");
        json.WriteNumber("size", _random.HeavyTailed(400_000, 1, 20_000_000));
        json.WriteNumber("width", 3024);
        json.WriteNumber("height", 4032);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Image()
    {
        json.WriteStartObject();
        json.WriteString("content_type", "image_asset_pointer");
        json.WriteString("asset_pointer", $"file-service://file-{_random.Next():x16}");
        json.WriteNumber("size_bytes", _random.HeavyTailed(400_000, 1, 20_000_000));
        json.WriteNumber("width", 1536);
        json.WriteNumber("height", 2048);
        json.WriteNull("fovea");
        json.WriteRaw("metadata", """{"dalle":null,"gizmo":null,"sanitized":true}""");
        json.WriteEndObject();
    }

    private void Thought()
    {
        json.WriteStartObject();
        json.WritePropertyName("summary");
        Say(_prose.Begin().Words(_random, _tongue, 5).End());
        json.WritePropertyName("content");
        Say(_prose.Begin().Sentences(_random, _tongue, 60).End());
        json.WriteEndObject();
    }

    private static string Mark(int reference) => string.Create(CultureInfo.InvariantCulture, $"\uE200cite\uE202turn0search{reference}\uE201");

    private static string Url(int page) => string.Create(CultureInfo.InvariantCulture, $"https://www.example.org/articles/{page}?utm_source=chatgpt.com");

    private void Say(Prose prose) => json.WriteRawValue(prose.Json, skipInputValidation: true);
}
