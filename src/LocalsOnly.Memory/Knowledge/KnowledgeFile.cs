using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Unicode;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>A file's bytes into a document. Whatever is wrong with a file becomes a sentence in its document and never an exception.</summary>
internal static class KnowledgeFile
{
    /// <summary>Bytes; a longer file is no note but a dump, and reading it would hold up all the others.</summary>
    public const int Largest = 2 * 1024 * 1024;

    private static readonly string[] s_dateFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>Reads and hashes one entry, and cuts it into passages unless its hash is the known one: then there is nothing new, and the answer is null.</summary>
    public static KnowledgeDocument? Read(FolderEntry entry, string? knownHash = null)
    {
        if (entry.Problem is not null) return Unread(entry, "", entry.Problem);
        try
        {
            using var stream = new FileStream(entry.File.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.Length > Largest)
            {
                var hash = new XxHash128();
                hash.Append(stream);
                var longHash = Convert.ToHexStringLower(hash.GetCurrentHash());
                return longHash == knownHash ? null : Unread(entry, longHash, $"It has {Megabytes(stream.Length)} MB and was not read, as a file may have {Megabytes(Largest)}; split it by subject.");
            }
            var bytes = new byte[stream.Length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var content = bytes.AsSpan(0, read);
            var contentHash = Convert.ToHexStringLower(XxHash128.Hash(content));
            return contentHash == knownHash ? null : Parse(entry, contentHash, content);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Unread(entry, "", "It cannot be opened, so it was not read; check that it is there, its permissions, and whether another program holds it.");
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out int valid)
    {
        var characters = ArrayPool<char>.Shared.Rent(bytes.Length);
        var whole = Utf8.ToUtf16(bytes, characters, out valid, out var written, replaceInvalidSequences: false) == OperationStatus.Done;
        text = whole ? new string(characters, 0, written) : "";
        ArrayPool<char>.Shared.Return(characters);
        return whole;
    }

    private static string Megabytes(long bytes) => (bytes / (1024.0 * 1024.0)).ToString("0.#", CultureInfo.InvariantCulture);

    private static KnowledgeDocument Parse(FolderEntry entry, string hash, ReadOnlySpan<byte> bytes)
    {
        var notes = new List<string>();
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
            notes.Add("It begins with a byte order mark, which is no part of the text.");
        }
        if (!TryDecode(bytes, out var text, out var valid))
            return Unread(entry, hash, $"It is not UTF-8 (byte 0x{bytes[valid]:X2} on line {bytes[..valid].Count((byte)'\n') + 1}) and was not read; save it as UTF-8.");
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            // Not every kind of line end that Unicode knows: a form feed inside a line is the author's.
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            notes.Add("Its lines end in CR, which passages are written without.");
        }
        return Cut(entry, hash, text, notes);
    }

    private static KnowledgeDocument Cut(FolderEntry entry, string hash, string text, List<string> notes)
    {
        if (string.IsNullOrWhiteSpace(text)) return Unread(entry, hash, "It is empty; write something in it or remove it.");
        var header = FrontMatter.Of(text);
        var problems = new List<string>(header.Problems);
        List<Section> sections = [];
        try
        {
            sections = Sections.Of(text[header.Length..], text.AsSpan(0, header.Length).Count('\n') + 1);
            if (sections.All(section => section.Words == 0)) problems.Add("It holds no text beside its front matter and headings.");
        }
        catch (FormatException deep)
        {
            problems.Add(deep.Message);
        }
        DateTimeOffset? updated = null;
        if (header.Fields.TryGetValue("updated", out var field))
        {
            updated = Date(field.Text);
            if (updated is null) problems.Add($"Its field updated is '{field.Text}', which is no date; write it like 2026-11-25.");
        }
        var title = TitleOf(entry, header.Fields, sections);
        return Document(entry, hash, title, header.Fields, updated, problems, Chunker.Of(title, sections)) with { Notes = notes };
    }

    private static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), s_dateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    private static string TitleOf(FolderEntry entry, IReadOnlyDictionary<string, KnowledgeField> fields, List<Section> sections)
    {
        if (fields.TryGetValue("title", out var field) && field.Text.Trim() is { Length: > 0 } given) return given;
        return sections.Find(section => section.Level == 1)?.Headings[^1] ?? NameOf(entry);
    }

    private static string NameOf(FolderEntry entry) => Path.GetFileNameWithoutExtension(entry.Path) is { Length: > 0 } name ? name : entry.Path;

    private static KnowledgeDocument Unread(FolderEntry entry, string hash, string problem) =>
        Document(entry, hash, NameOf(entry), new Dictionary<string, KnowledgeField>(), null, [problem], []);

    private static KnowledgeDocument Document(
        FolderEntry entry, string hash, string title, IReadOnlyDictionary<string, KnowledgeField> fields, DateTimeOffset? updated, List<string> problems, IReadOnlyList<KnowledgeChunk> chunks)
    {
        var slash = entry.Path.IndexOf('/', StringComparison.Ordinal);
        var folder = slash > 0 ? entry.Path[..slash] : entry.File is DirectoryInfo ? entry.Path : KnowledgeDocument.Shared;
        var modified = new DateTimeOffset(entry.File.LastWriteTimeUtc, TimeSpan.Zero);
        return new KnowledgeDocument(entry.Path, folder, folder == KnowledgeDocument.Shared ? null : folder, title, fields, hash, modified, updated, problems, chunks);
    }
}
