using LocalsOnly.Agents;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Discord.Attachments;

/// <summary>Reads what people attach. What a file is, its bytes say; its name and the type that Discord guessed only tell how to call it. Everything is bounded.</summary>
internal static class AttachmentText
{
    /// <summary>Characters of one file; more than a model could read at once.</summary>
    public const int MostCharacters = 400_000;

    private const int MostImageBytes = 10 * 1024 * 1024;
    private const int LargestSide = 12_000;
    private const int MostPdfBytes = 50 * 1024 * 1024;
    private const int LongestName = 60;

    /// <param name="name">As the person named it.</param>
    /// <param name="contentType">As Discord guessed it; null when it did not.</param>
    public static AttachmentContent Read(string name, string? contentType, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        var shown = PlainMarkdown.Escape(Clip.OnCharacter(PersonSentences.Plain(name), LongestName));
        if (shown.Length == 0) shown = "The file";
        if (bytes.IsEmpty) return new UnreadableAttachment($"{shown} is empty; attach it again.");
        if (ImageHeader.Read(bytes.Span) is { } image) return Image(shown, image, bytes);
        if (PdfText.IsPdf(name, bytes.Span)) return Pdf(shown, bytes);
        if (KnownBinary.Advice(name, contentType, bytes.Span) is { } advice) return new UnreadableAttachment($"{shown} {advice}");
        if (TextDecoder.Decode(bytes.Span, MostCharacters, out var isCut) is not { } text)
            return new UnreadableAttachment($"{shown} is not text, and of other files only PDF, PNG, JPEG, WebP and GIF can be read; export it as one of those.");
        if (string.IsNullOrWhiteSpace(text)) return new UnreadableAttachment($"{shown} holds nothing but white space; attach it again.");
        return new AttachedText(text, isCut ? $"Only the first {MostCharacters / 1000},000 characters of {shown} were read." : null);
    }

    private static string? Left(string shown, PdfRead read) => read.PagesRead switch
    {
        0 => $"Only the beginning of {shown} was read.",
        var pages when pages < read.Pages => $"Only the first {(pages == 1 ? "page" : $"{pages}")} of {read.Pages} pages of {shown} {(pages == 1 ? "was" : "were")} read.",
        _ => null,
    };

    private static AttachmentContent Image(string shown, ImageHeader image, ReadOnlyMemory<byte> bytes)
    {
        if (image.Width <= 0 || image.Height <= 0) return new UnreadableAttachment($"{shown} is a damaged picture; save it again as PNG or JPEG.");
        if (bytes.Length > MostImageBytes || image.Width > LargestSide || image.Height > LargestSide)
            return new UnreadableAttachment($"{shown} is too large a picture; make it smaller than 10 MB and {LargestSide / 1000},000 pixels on a side.");
        return new AttachedImage(image.MediaType, bytes, image.Width, image.Height);
    }

    private static AttachmentContent Pdf(string shown, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostPdfBytes) return new UnreadableAttachment($"{shown} is larger than 50 MB; attach only the pages that matter.");
        var read = PdfText.Read(bytes, MostCharacters);
        return read.Failure switch
        {
            PdfFailure.None => new AttachedText(read.Text, Left(shown, read)),
            PdfFailure.Locked => new UnreadableAttachment($"{shown} is locked with a password; attach a copy without one."),
            PdfFailure.NoText => new UnreadableAttachment($"{shown} has pictures of pages and no text, as a scan has; run text recognition (OCR) over it, or attach the pages as pictures."),
            PdfFailure.TooMuch => new UnreadableAttachment($"{shown} takes more time or memory to read than a document should; print it to a new PDF, or attach only the pages that matter."),
            _ => new UnreadableAttachment($"{shown} is a damaged PDF; save or print it to a new one."),
        };
    }
}
