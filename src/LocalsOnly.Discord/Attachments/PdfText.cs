using System.Globalization;
using System.Text;
using LocalsOnly.Discord.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace LocalsOnly.Discord.Attachments;

/// <summary>Why a PDF gave no text.</summary>
internal enum PdfFailure
{
    None,
    Locked,
    NoText,
    TooMuch,
    Broken,
}

/// <param name="Text">Each page under a line with its number.</param>
/// <param name="PagesRead">Pages that were read to their end.</param>
/// <param name="Pages">Pages that it has.</param>
internal sealed record PdfRead(PdfFailure Failure, string Text = "", int PagesRead = 0, int Pages = 0);

/// <summary>The text of a PDF. It comes from a stranger: time, memory, pages and depth are bounded, and what goes over a bound is given up, not waited for.</summary>
internal static class PdfText
{
    private const int MostPages = 300;
    private const int HeaderWithin = 1024;

    /// <summary>Objects in objects: no document has more, and a parser that calls itself could run out of stack.</summary>
    private const int MostDepth = 100;

    private const int StackBytes = 16 * 1024 * 1024;

    /// <summary>What all its streams may unpack to.</summary>
    private const long MostUnpacked = 256L * 1024 * 1024;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    /// <summary>By its mark, which may stand a little behind the beginning (ISO 32000-1, annex H, implementation note 13); without it, by its name.</summary>
    public static bool IsPdf(string name, ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) || (name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) && (bytes[..Math.Min(bytes.Length, HeaderWithin)].IndexOf("%PDF-"u8) >= 0 || bytes.Contains((byte)0)));

    /// <param name="mostCharacters">Pages beyond are not read.</param>
    public static PdfRead Read(ReadOnlyMemory<byte> bytes, int mostCharacters) => Read(bytes, mostCharacters, s_longest);

    internal static PdfRead Read(ReadOnlyMemory<byte> bytes, int mostCharacters, TimeSpan longest)
    {
        var budget = new UnpackBudget(MostUnpacked);
        PdfRead? read = null;
        // A thread of its own, because the library can neither be cancelled nor be trusted to end.
        var thread = new Thread(() => read = Guarded(bytes, mostCharacters, budget), StackBytes) { IsBackground = true, Name = "PDF" };
        thread.Start();
        if (thread.Join(longest)) return read!;
        budget.GiveUp();
        return new PdfRead(PdfFailure.TooMuch);
    }

    private static PdfRead Guarded(ReadOnlyMemory<byte> bytes, int mostCharacters, UnpackBudget budget)
    {
        try
        {
            return ReadPages(bytes, mostCharacters, budget);
        }
        catch (PdfDocumentEncryptedException)
        {
            return new PdfRead(PdfFailure.Locked);
        }
        // The library throws whatever the damage leads to: casts, indices, missing keys.
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return new PdfRead(budget.IsSpent ? PdfFailure.TooMuch : PdfFailure.Broken);
        }
    }

    private static PdfRead ReadPages(ReadOnlyMemory<byte> bytes, int mostCharacters, UnpackBudget budget)
    {
        using var pdf = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = MostDepth, FilterProvider = new BoundedFilters(budget) });
        var text = new StringBuilder();
        var letters = 0;
        var page = 0;
        while (page < Math.Min(pdf.NumberOfPages, MostPages) && text.Length < mostCharacters)
        {
            var said = Page(pdf, ++page);
            if (budget.IsSpent) return new PdfRead(PdfFailure.TooMuch);
            letters += said.Length;
            var shown = string.Create(CultureInfo.InvariantCulture, $"{(page > 1 ? "\n\n" : "")}[page {page}]\n{said}");
            if (text.Length + shown.Length > mostCharacters && page > 1)
            {
                page--;
                break;
            }

            text.Append(shown);
        }

        if (pdf.NumberOfPages == 0) return new PdfRead(PdfFailure.Broken);
        // A scan may have a stamp or a number on a page.
        if (letters <= 2 * page) return new PdfRead(PdfFailure.NoText);
        var isCut = text.Length > mostCharacters;
        return new PdfRead(PdfFailure.None, isCut ? Clip.OnCharacter(text.ToString(), mostCharacters) : text.ToString(), isCut ? 0 : page, pdf.NumberOfPages);
    }

    private static string Page(PdfDocument pdf, int number)
    {
        try
        {
            var text = ContentOrderTextExtractor.GetText(pdf.GetPage(number), addDoubleNewline: true);
            return TextDecoder.Decode(Encoding.UTF8.GetBytes(text), AttachmentText.MostCharacters, out _)?.Trim() ?? "";
        }
        catch (Exception broken) when (broken is not (PdfDocumentEncryptedException or OutOfMemoryException) && number > 1)
        {
            return "(this page cannot be read)";
        }
    }
}
