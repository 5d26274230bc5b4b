using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace LocalsOnly.Benchmarks.Import.Exports;

/// <summary>How ChatGPT's export lies in its zip.</summary>
internal enum ChatGptLayout
{
    /// <summary>One <c>conversations.json</c>, as until early 2026.</summary>
    Classic,

    /// <summary>A hundred conversations a file, and a manifest.</summary>
    Sharded,

    /// <summary>Sharded, and stripped of all but what was said, as since the middle of 2026.</summary>
    Slim,
}

/// <summary>What was written.</summary>
/// <param name="Bytes">Of JSON with conversations, unpacked.</param>
internal sealed record GeneratedExport(string Path, long Bytes, int Conversations);

/// <summary>
/// Writes exports of any size as the vendors would, in the memory that one conversation needs. The same seed gives the same conversations, in any layout:
/// a classic export and a slim one of one seed are the two faces of one account.
/// </summary>
internal sealed class ExportGenerator(ulong seed)
{
    private const int PerShard = 100;

    // 2023-01-01; conversations follow each other at some two hours, which makes years of a large export.
    private const long Begin = 1_672_531_200_000_000;
    private const long MeanGap = 7_200_000_000;

    private static readonly JsonWriterOptions s_json = new() { SkipValidation = true };

    private readonly Tongue[] _tongues = Tongue.All(new ExportRandom(seed));

    /// <param name="path">Of the zip.</param>
    /// <param name="bytes">Of unpacked JSON; the export ends with the conversation that reaches it.</param>
    public GeneratedExport ChatGpt(string path, long bytes, ChatGptLayout layout)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, s_json);
        var writer = new ChatGptConversationWriter(json, _tongues, slim: layout == ChatGptLayout.Slim);
        var random = new ExportRandom(seed);
        var at = Begin;
        var conversations = 0;
        var shards = new List<string>();
        long written = 0;
        while (written < bytes)
        {
            var name = layout == ChatGptLayout.Classic ? "conversations.json" : $"conversations-{shards.Count:000}.json";
            shards.Add(name);
            var most = layout == ChatGptLayout.Classic ? int.MaxValue : PerShard;
            written += Array(zip, name, buffer, json, bytes - written, most, () =>
            {
                var plan = new ChatGptPlan(random, seed, conversations++, at);
                at += (long)(MeanGap * 2 * random.Unit());
                writer.Write(plan);
            });
        }
        if (layout != ChatGptLayout.Classic) Add(zip, "export_manifest.json", Manifest(shards));
        Add(zip, "user.json", """{"id":"user-0000000000000000","email":"someone@example.org","chatgpt_plus_user":true,"phone_number":null}""");
        Add(zip, "message_feedback.json", "[]");
        return new GeneratedExport(path, written, conversations);
    }

    /// <inheritdoc cref="ChatGpt"/>
    public GeneratedExport Claude(string path, long bytes)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, s_json);
        var writer = new ClaudeConversationWriter(json, _tongues, seed);
        var random = new ExportRandom(seed);
        var at = Begin;
        var conversations = 0;
        var written = Array(zip, "conversations.json", buffer, json, bytes, int.MaxValue, () =>
        {
            writer.Write(conversations++, at);
            at += (long)(MeanGap * 2 * random.Unit());
        });
        Add(zip, "users.json", """[{"uuid":"3f1c2a58-6f0e-4f7c-9a43-0d6b1f0a7c11","full_name":"Someone","email_address":"someone@example.org","verified_phone_number":null}]""");
        Add(zip, "projects.json", "[]");
        return new GeneratedExport(path, written, conversations);
    }

    // A member that holds an array, until it has so many bytes or elements.
    private static long Array(ZipArchive zip, string name, ArrayBufferWriter<byte> buffer, Utf8JsonWriter json, long bytes, int most, Action element)
    {
        using var member = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        member.Write("["u8);
        var written = 2L;
        for (var count = 0; count < most && written < bytes; count++)
        {
            if (count > 0) member.Write(","u8);
            buffer.ResetWrittenCount();
            json.Reset();
            element();
            json.Flush();
            member.Write(buffer.WrittenSpan);
            written += buffer.WrittenCount + (count > 0 ? 1 : 0);
        }
        member.Write("]"u8);
        return written;
    }

    private static string Manifest(List<string> shards) =>
        """{"version":1,"manifest_file":"export_manifest.json","logical_files":{"conversations.json":{"files":[""" + string.Join(',', shards.Select(shard => $"\"{shard}\"")) + """],"sharded":true}}}""";

    private static void Add(ZipArchive zip, string name, string json)
    {
        using var member = new StreamWriter(zip.CreateEntry(name).Open());
        member.Write(json);
    }
}
