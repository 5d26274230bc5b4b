using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>Makes conversations as Claude exports them since 2026: content blocks beside the flattened text, parents, attachments with what is in them.</summary>
internal sealed class ClaudeConversationWriter(Utf8JsonWriter json, Tongue[] tongues, ulong seed)
{
    private const string NoParent = "00000000-0000-4000-8000-000000000000";
    private const int LongestWords = 12_000;
    private static readonly Guid s_account = new("3f1c2a58-6f0e-4f7c-9a43-0d6b1f0a7c11");

    private readonly ExportRandom _random = new(seed);
    private readonly Prose _prose = new(escape: false);
    private readonly Prose _record = new(escape: false);
    private Tongue _tongue = tongues[0];
    private long _now;

    /// <param name="number">Of the conversation in the export.</param>
    /// <param name="begun">Microseconds since 1970.</param>
    public void Write(int number, long begun)
    {
        _random.Seed(seed ^ ((ulong)number << 32));
        _tongue = Tongue.Choose(tongues, _random);
        _now = begun;
        var turns = _random.HeavyTailed(median: 5, sigma: 1.0, most: 500);
        // One in ten was opened and left.
        if (_random.Chance(0.1)) turns = 0;
        json.WriteStartObject();
        json.WriteString("uuid", _random.Id());
        json.WritePropertyName("name");
        Say(_random.Chance(0.1) ? _record.Begin().End() : _record.Begin().Words(_random, _tongue, 4).End());
        json.WriteString("summary", "");
        Time("created_at", begun);
        Time("updated_at", begun + 86_400_000_000);
        json.WriteStartObject("account");
        json.WriteString("uuid", s_account);
        json.WriteEndObject();
        json.WriteStartArray("chat_messages");
        var parent = NoParent;
        for (; turns > 0; turns--) parent = Exchange(parent);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Exchange(string parent)
    {
        _now += 1_000_000L * _random.HeavyTailed(median: 90, sigma: 2.2, most: 30 * 86_400);
        var question = Human(parent);
        if (_random.Chance(0.04)) Assistant(question);
        return Assistant(question);
    }

    private string Human(string parent)
    {
        _prose.Begin().Sentences(_random, _tongue, _random.HeavyTailed(median: 20, sigma: 1.3, LongestWords)).End();
        return Message("human", parent, attached: _random.Chance(0.05), () => { });
    }

    private string Assistant(string parent)
    {
        _prose.Begin().Answer(_random, _tongue, _random.HeavyTailed(median: 190, sigma: 0.8, LongestWords)).End();
        return Message("assistant", parent, attached: false, () =>
        {
            if (_random.Chance(0.2)) Thinking();
            if (_random.Chance(0.06)) Tool();
        });
    }

    private string Message(string sender, string parent, bool attached, Action blocks)
    {
        _now += 2_000_000 + _random.Below(20_000_000);
        var id = _random.Id().ToString();
        json.WriteStartObject();
        json.WriteString("uuid", id);
        json.WritePropertyName("text");
        Say(_prose);
        json.WriteStartArray("content");
        blocks();
        BeginBlock("text");
        json.WritePropertyName("text");
        Say(_prose);
        json.WriteRaw("citations", "[]");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("sender", sender);
        Time("created_at", _now);
        Time("updated_at", _now);
        json.WriteStartArray("attachments");
        if (attached) Attachment();
        json.WriteEndArray();
        json.WriteRaw("files", "[]");
        json.WriteString("parent_message_uuid", parent);
        json.WriteEndObject();
        return id;
    }

    private void Thinking()
    {
        BeginBlock("thinking");
        json.WritePropertyName("thinking");
        Say(_record.Begin().Sentences(_random, _tongue, _random.HeavyTailed(120, 1, 6_000)).End());
        json.WriteStartArray("summaries");
        json.WriteStartObject();
        json.WritePropertyName("summary");
        Say(_record.Begin().Sentences(_random, _tongue, 10).End());
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("cut_off", false);
        json.WriteEndObject();
    }

    private void Tool()
    {
        var call = $"toolu_{_random.Next():x16}";
        BeginBlock("tool_use");
        json.WriteString("id", call);
        json.WriteString("name", "web_search");
        json.WriteStartObject("input");
        json.WritePropertyName("query");
        Say(_record.Begin().Words(_random, _tongue, 6).End());
        json.WriteEndObject();
        json.WriteEndObject();
        BeginBlock("tool_result");
        json.WriteString("tool_use_id", call);
        json.WriteString("name", "web_search");
        json.WriteStartArray("content");
        for (var i = 1 + _random.Below(5); i > 0; i--)
        {
            json.WriteStartObject();
            json.WriteString("type", "knowledge");
            json.WritePropertyName("title");
            Say(_record.Begin().Words(_random, _tongue, 6).End());
            json.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"https://www.example.org/articles/{_random.Below(100_000)}"));
            json.WritePropertyName("text");
            Say(_record.Begin().Sentences(_random, _tongue, _random.HeavyTailed(150, 0.7, 2_000)).End());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteBoolean("is_error", false);
        json.WriteEndObject();
    }

    private void Attachment()
    {
        var words = _random.HeavyTailed(600, 1.2, 60_000);
        json.WriteStartObject();
        json.WriteString("file_name", string.Create(CultureInfo.InvariantCulture, $"notes-{_random.Below(10_000)}.txt"));
        json.WriteNumber("file_size", words * 6);
        json.WriteString("file_type", "text/plain");
        json.WritePropertyName("extracted_content");
        Say(_record.Begin().Answer(_random, _tongue, words).End());
        json.WriteEndObject();
    }

    private void BeginBlock(string type)
    {
        json.WriteStartObject();
        Time("start_timestamp", _now - 1_500_000);
        Time("stop_timestamp", _now);
        json.WriteString("type", type);
    }

    private void Time(string name, long at) =>
        json.WriteString(name, DateTime.UnixEpoch.AddMicroseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    private void Say(Prose prose) => json.WriteRawValue(prose.Json, skipInputValidation: true);
}
