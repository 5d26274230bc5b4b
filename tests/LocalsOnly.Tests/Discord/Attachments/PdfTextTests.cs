using System.Diagnostics;
using System.Text;
using LocalsOnly.Discord.Attachments;

namespace LocalsOnly.Tests.Discord.Attachments;

public sealed class PdfTextTests
{
    [Fact]
    public void The_text_of_each_page_stands_under_its_number()
    {
        var read = Assert.IsType<AttachedText>(Read(PdfFile.Of("First page here\nand its second line", "Second page")));

        Assert.Equal("[page 1]\nFirst page here\nand its second line\n\n[page 2]\nSecond page", read.Text.Replace("\n\nand", "\nand", StringComparison.Ordinal));
        Assert.Null(read.Left);
    }

    [Fact]
    public void A_PDF_is_known_by_its_bytes_whatever_it_is_called() => Assert.IsType<AttachedText>(AttachmentText.Read("notes.txt", "text/plain", PdfFile.Of("Some words here")));

    [Fact]
    public void Of_very_many_pages_the_first_are_read_and_that_is_said()
    {
        var read = Assert.IsType<AttachedText>(Read(PdfFile.Of([.. Enumerable.Range(1, 310).Select(i => $"Words of page {i}")])));

        Assert.Contains("[page 300]", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[page 301]", read.Text, StringComparison.Ordinal);
        Assert.Equal("Only the first 300 of 310 pages of paper.pdf were read.", read.Left);
    }

    [Fact]
    public void Pages_beyond_the_bound_of_characters_are_left_out()
    {
        var read = PdfText.Read(PdfFile.Of("Words on the first page", "Words on the second page", "Words on the third page"), 60);

        Assert.Equal((1, 3), (read.PagesRead, read.Pages));
        Assert.True(read.Text.Length <= 60);
    }

    [Fact]
    public void A_scan_is_told_from_a_text() => Assert.Equal(
        "paper.pdf has pictures of pages and no text, as a scan has; run text recognition (OCR) over it, or attach the pages as pictures.",
        Assert.IsType<UnreadableAttachment>(Read(PdfFile.Of("", ""))).Sentence);

    [Fact]
    public void A_locked_one_is_told_as_that()
    {
        var file = new PdfFile();
        file.Add("<< /Type /Catalog /Pages 2 0 R >>");
        file.Add("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
        file.Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>");
        file.Add($"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{new string('A', 64)}> /U <{new string('B', 64)}> >>");
        var id = $"/ID [<{new string('1', 32)}> <{new string('1', 32)}>] ";

        Assert.Equal("paper.pdf is locked with a password; attach a copy without one.", Assert.IsType<UnreadableAttachment>(Read(file.End($"/Encrypt 4 0 R {id}"))).Sentence);
    }

    [Theory]
    [InlineData("%PDF-1.7\nnothing of a document")]
    [InlineData("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>")]
    [InlineData("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF")]
    public void Damage_is_told_in_one_sentence(string file) =>
        Assert.Equal("paper.pdf is a damaged PDF; save or print it to a new one.", Assert.IsType<UnreadableAttachment>(Read(Encoding.Latin1.GetBytes(file))).Sentence);

    [Fact]
    public void Wherever_a_file_was_cut_off_something_is_said_and_nothing_thrown()
    {
        var whole = PdfFile.Of("Some words on a page", "and more on another");
        for (var length = 1; length < whole.Length; length += 41) Assert.NotNull(Read(whole.AsMemory(0, length)));
    }

    [Fact]
    public void Whatever_byte_is_wrong_something_is_said_and_nothing_thrown()
    {
        var whole = PdfFile.Of("Some words on a page");
        var random = new Random(7);
        for (var i = 0; i < 150; i++)
        {
            var wrong = whole.ToArray();
            for (var changes = 0; changes < 5; changes++) wrong[random.Next(8, wrong.Length)] = (byte)random.Next(256);
            Assert.NotNull(Read(wrong));
        }
    }

    [Fact]
    public void A_small_file_that_unpacks_to_hundreds_of_megabytes_is_given_up()
    {
        // Not for the time that it takes: it may take as long as it likes.
        var read = PdfText.Read(PdfFile.Packed(300L * 1024 * 1024), 400_000, TimeSpan.FromHours(1));

        Assert.Equal(PdfFailure.TooMuch, read.Failure);
    }

    [Fact]
    public void A_bound_on_time_or_memory_is_told_with_what_to_do() => Assert.Equal(
        "paper.pdf takes more time or memory to read than a document should; print it to a new PDF, or attach only the pages that matter.",
        Assert.IsType<UnreadableAttachment>(Read(PdfFile.Packed(300L * 1024 * 1024))).Sentence);

    [Fact]
    public void A_page_that_is_longer_than_the_bound_is_cut_and_nothing_more_is_claimed()
    {
        var read = PdfText.Read(PdfFile.Of(string.Join('\n', Enumerable.Repeat("Many words on one page", 20))), 100);

        Assert.Equal((0, 1), (read.PagesRead, read.Pages));
        Assert.InRange(read.Text.Length, 90, 100);
    }

    [Fact]
    public void Objects_nested_without_end_do_not_end_the_program()
    {
        var file = new PdfFile();
        file.Add("<< /Type /Catalog /Pages 2 0 R >>");
        file.Add("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
        file.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Deep {new string('[', 200_000)}{new string(']', 200_000)} >>");

        Assert.IsType<UnreadableAttachment>(Read(file.End()));
    }

    [Fact]
    public void Forms_that_draw_themselves_end()
    {
        var file = new PdfFile();
        file.Add("<< /Type /Catalog /Pages 2 0 R >>");
        file.Add("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
        file.Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>");
        file.AddStream("/X Do"u8.ToArray());
        file.AddStream("/X Do /X Do"u8.ToArray(), "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> ");

        Assert.IsType<UnreadableAttachment>(Read(file.End()));
    }

    [Fact]
    public void What_takes_longer_than_it_may_is_not_waited_for()
    {
        var started = Stopwatch.GetTimestamp();

        var read = PdfText.Read(PdfFile.Of([.. Enumerable.Range(1, 290).Select(i => string.Join('\n', Enumerable.Repeat($"Many words of page {i}", 45)))]), 400_000, TimeSpan.FromMilliseconds(1));

        Assert.Equal(PdfFailure.TooMuch, read.Failure);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private static AttachmentContent Read(ReadOnlyMemory<byte> bytes) => AttachmentText.Read("paper.pdf", "application/pdf", bytes);
}
