using System.Text.Json;
using LocalsOnly.Inference;

namespace LocalsOnly.Treasury.Ledger;

/// <summary>
/// The ledger before it was a database: a line of JSON per attempt in <c>usage-YYYY-MM.jsonl</c>. What it holds is taken over once; its files stay.
/// </summary>
internal static class EarlierLedger
{
    private const int Part = 1_000;

    public static void TakeOver(string directory, LedgerFile ledger)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "usage-*.jsonl").Order(StringComparer.Ordinal))
        {
            ledger.Write(() =>
            {
                if (!ledger.Take(Path.GetFileName(file))) return;
                foreach (var part in File.ReadLines(file).Select(Read).OfType<UsageEvent>().Chunk(Part)) ledger.Append(part);
            });
        }
    }

    /// <summary>Null for a line that cannot be read, as one that was half written.</summary>
    private static UsageEvent? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var one = json.RootElement;
            var cached = Number(one, "cached_tokens") ?? 0;
            var prompt = Number(one, "prompt_tokens");
            var written = Number(one, "completion_tokens");
            var reasoning = Math.Min(Number(one, "reasoning_tokens") ?? 0, written ?? 0);
            var outcome = Text(one, "outcome") ?? "ok";
            var provenance = Enum.Parse<Provenance>(Text(one, "provenance") ?? nameof(Provenance.Measured));
            return new UsageEvent
            {
                At = one.GetProperty("at").GetDateTimeOffset(),
                Persona = Text(one, "persona"),
                Task = Text(one, "task"),
                Tier = Enum.Parse<Tier>(Text(one, "tier") ?? nameof(Tier.Light)),
                Endpoint = Text(one, "endpoint") ?? "",
                Model = Text(one, "model") ?? "",
                Reason = "",
                Outcome = outcome,
                Abandoned = outcome != "ok",
                Tokens = new TokenCount(
                    Math.Max(0, (prompt ?? 0) - cached), Math.Min(cached, prompt ?? 0), (written ?? 0) - reasoning, reasoning,
                    provenance == Provenance.Measured && (prompt is null || written is null) ? Provenance.Estimated : provenance),
                QueueWait = Time(one, "queue_wait") ?? TimeSpan.Zero,
                FirstToken = Time(one, "time_to_first_token"),
                Duration = Time(one, "duration") ?? TimeSpan.Zero,
                Provenance = provenance,
                Decision = Text(one, "decision") ?? "",
            };
        }
        catch (Exception broken) when (broken is JsonException or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) && number >= 0 ? number : null;

    private static TimeSpan? Time(JsonElement one, string name) => Text(one, name) is { } text ? TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
