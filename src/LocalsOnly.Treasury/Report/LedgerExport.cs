using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalsOnly.Inference;

namespace LocalsOnly.Treasury.Report;

/// <summary>Attempts for other programs: CSV with a header, or a JSON object per line. Counts, times and energy; there is no text in the ledger.</summary>
internal static class LedgerExport
{
    public const string CsvHeader =
        "at,persona,session,task,tier,endpoint,model,reason,outcome,abandoned,uncached,cached,output,reasoning,tokens_by,queue_ms,first_token_ms,decoding_ms,duration_ms,joules,idle_joules,energy_by,times_by,decision";

    /// <returns>How many attempts were written.</returns>
    public static long WriteCsv(IEnumerable<UsageEvent> events, TextWriter target)
    {
        target.Write(CsvHeader + "\n");
        var count = 0L;
        foreach (var usage in events)
        {
            var (tokens, energy) = (usage.Tokens, usage.Energy);
            target.Write(string.Join(
                ',', usage.At.UtcDateTime.ToString("o", CultureInfo.InvariantCulture), Field(usage.Persona), Field(usage.Session), Field(usage.Task), Word(usage.Tier), Field(usage.Endpoint), Field(usage.Model),
                Field(usage.Reason), Field(usage.Outcome), usage.Abandoned ? "true" : "false", tokens.Uncached, tokens.Cached, tokens.Output, tokens.Reasoning, Word(tokens.Provenance),
                Milliseconds(usage.QueueWait), usage.FirstToken is { } first ? Milliseconds(first) : "", Milliseconds(usage.Decoding), Milliseconds(usage.Duration),
                energy is { } use ? Joules(use.Millijoules) : "", energy is { } idle ? Joules(idle.IdleMillijoules) : "", energy is { } by ? Word(by.Provenance) : "", Word(usage.Provenance), Field(usage.Decision)) + "\n");
            count++;
        }

        return count;
    }

    /// <returns>How many attempts were written.</returns>
    public static long WriteJson(IEnumerable<UsageEvent> events, TextWriter target)
    {
        var count = 0L;
        foreach (var usage in events)
        {
            target.Write(JsonSerializer.Serialize(usage, ExportJson.Default.UsageEvent) + "\n");
            count++;
        }

        return count;
    }

    /// <summary>RFC 4180; what a spreadsheet would take for a formula is led by an apostrophe.</summary>
    private static string Field(string? text)
    {
        if (text is not { Length: > 0 }) return "";
        var field = new StringBuilder(text);
        if (text[0] is '=' or '+' or '-' or '@') field.Insert(0, '\'');
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? field.ToString() : $"\"{field.Replace("\"", "\"\"")}\"";
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Joules(long millijoules) => (millijoules / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageEvent))]
internal sealed partial class ExportJson : JsonSerializerContext;
