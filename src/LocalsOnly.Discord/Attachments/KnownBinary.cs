using System.Collections.Frozen;

namespace LocalsOnly.Discord.Attachments;

/// <summary>Files that are no text, and what a person can do to have them read.</summary>
internal static class KnownBinary
{
    private const string Word = "is a document of a word processor; save it as PDF or as text and attach that.";
    private const string Book = "is a book in EPUB; save it as PDF or as text and attach that.";
    private const string Sheet = "is a spreadsheet; save the sheet as CSV and attach that.";
    private const string Slides = "is a presentation; save it as PDF and attach that.";
    private const string Archive = "is an archive; unpack it and attach the files that matter.";
    private const string Media = "is sound or video, which no model here hears or watches; write down what matters in it.";
    private const string OtherPicture = "is a picture of a kind that cannot be read; save it as PNG or JPEG and attach that.";
    private const string Program = "is a program, which is neither read nor run here.";

    private static readonly FrozenDictionary<string, string> s_endings = new[]
    {
        (".doc .docx .odt .rtf .pages", Word),
        (".epub", Book),
        (".xls .xlsx .ods .numbers", Sheet),
        (".ppt .pptx .odp .key", Slides),
        (".zip .gz .tgz .7z .rar .tar .xz .bz2 .zst", Archive),
        (".mp3 .ogg .wav .m4a .flac .mp4 .mov .webm .mkv", Media),
        (".heic .heif .avif .bmp .tif .tiff .ico .psd", OtherPicture),
        (".exe .dll", Program),
    }.SelectMany(kind => kind.Item1.Split(' ').Select(ending => (Ending: ending, Advice: kind.Item2))).ToFrozenDictionary(pair => pair.Ending, pair => pair.Advice, StringComparer.OrdinalIgnoreCase);

    /// <returns>What stands behind the name of the file; null for what may be text.</returns>
    public static string? Advice(string name, string? contentType, ReadOnlySpan<byte> bytes)
    {
        var byName = s_endings.GetValueOrDefault(Path.GetExtension(name));
        if (Signature(bytes) is { } signed) return byName ?? signed;
        // A name is no proof: what is text under such a name is read.
        if (bytes[..Math.Min(bytes.Length, 4096)].IndexOf((byte)0) < 0) return null;
        if (byName is not null) return byName;
        return contentType is not null && (contentType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase)) ? Media : null;
    }

    private static string? Signature(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("{\\rtf"u8)) return Word;
        if (bytes is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [0x1F, 0x8B, ..] || bytes.StartsWith("Rar!"u8)) return Archive;
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..]) return Word;
        if (bytes is [(byte)'M', (byte)'Z', ..] && bytes[..Math.Min(bytes.Length, 256)].Contains((byte)0)) return Program;
        if (bytes is [0x7F, (byte)'E', (byte)'L', (byte)'F', ..]) return Program;
        if (bytes is [(byte)'B', (byte)'M', ..] && bytes[..Math.Min(bytes.Length, 64)].Contains((byte)0)) return OtherPicture;
        if (bytes is [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..]) return OtherPicture;
        if (bytes.StartsWith("ID3"u8) || bytes.StartsWith("OggS"u8) || bytes.StartsWith("fLaC"u8) || bytes is [0x1A, 0x45, 0xDF, 0xA3, ..] || bytes.StartsWith("RIFF"u8)) return Media;
        if (bytes.Length < 12 || !bytes[4..].StartsWith("ftyp"u8)) return null;
        return bytes[8..].StartsWith("heic"u8) || bytes[8..].StartsWith("heix"u8) || bytes[8..].StartsWith("mif1"u8) || bytes[8..].StartsWith("avif"u8) ? OtherPicture : Media;
    }
}
