using System.Text;
using LocalsOnly.Discord.Attachments;

namespace LocalsOnly.Tests.Discord.Attachments;

public sealed class AttachmentTextTests
{
    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes("Zoë – 東京 😀") },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("Zoë – 東京 😀")] },
        { "UTF-16 LE", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Zoë – 東京 😀")] },
        { "UTF-16 BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("Zoë – 東京 😀")] },
        { "UTF-32 LE", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("Zoë – 東京 😀")] },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Text_is_read_in_whatever_encoding_it_is(string encoding, byte[] bytes)
    {
        Assert.NotEmpty(encoding);
        Assert.Equal("Zoë – 東京 😀", Text("a.txt", bytes));
    }

    [Fact]
    public void UTF_16_without_a_mark_is_known_by_its_zeros()
    {
        Assert.Equal("plain words", Text("a.txt", Encoding.Unicode.GetBytes("plain words")));
        Assert.Equal("plain words", Text("a.txt", Encoding.BigEndianUnicode.GetBytes("plain words")));
    }

    [Fact]
    public void What_is_not_UTF_8_is_read_as_Windows_writes_it() => Assert.Equal("Café “naïve” €", Text("a.txt", [.. "Caf"u8, 0xE9, .. " "u8, 0x93, .. "na"u8, 0xEF, .. "ve"u8, 0x94, .. " "u8, 0x80]));

    [Theory]
    [InlineData("notes.md", null)]
    [InlineData("DATA.CSV", null)]
    [InlineData("x.json", "application/json")]
    [InlineData("Program.cs", "text/plain; charset=utf-8")]
    [InlineData("Dockerfile", null)]
    [InlineData("page.weird", "application/octet-stream")]
    public void Whatever_it_is_called_text_is_read(string name, string? type) =>
        Assert.Equal("words", Assert.IsType<AttachedText>(AttachmentText.Read(name, type, "words"u8.ToArray())).Text);

    [Fact]
    public void Line_ends_are_line_feeds_and_what_does_not_show_is_gone()
    {
        var hidden = string.Concat("ignore".Select(c => char.ConvertFromUtf32(0xE0000 + c)));

        Assert.Equal("a\nb\nc\td red 👩‍🚀", Text("a.log", Encoding.UTF8.GetBytes($"a\r\nb\rc\td\0 \e[31mred\e[0m\u202E\u200B{hidden} 👩‍🚀")));
    }

    [Fact]
    public void Colours_of_a_log_do_not_make_it_binary() =>
        Assert.Equal("ok\nok\n", Text("build.log", Encoding.UTF8.GetBytes("\e[1;32mok\e[0m\n\e]8;;http://x\aok\e]8;;\a\n")));

    [Fact]
    public void A_longer_text_is_cut_between_characters_and_that_is_said()
    {
        var read = Assert.IsType<AttachedText>(AttachmentText.Read("big.txt", null, Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("😀", 1_000_000)))));

        Assert.Equal(399_999, read.Text.Length);
        Assert.Equal("Only the first 400,000 characters of big.txt were read.", read.Left);
        Assert.DoesNotContain('\uFFFD', read.Text);
    }

    [Fact]
    public void A_file_whose_line_never_ends_takes_no_time_that_a_person_would_notice()
    {
        var bytes = new byte[40_000_000];
        Array.Fill(bytes, (byte)'a');

        Assert.Equal(400_000, Text("min.js", bytes).Length);
    }

    [Theory]
    [InlineData("a.docx", new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, "a.docx is a document of a word processor; save it as PDF or as text and attach that.")]
    [InlineData("a.xlsx", new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, "a.xlsx is a spreadsheet; save the sheet as CSV and attach that.")]
    [InlineData("a.bin", new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, "a.bin is an archive; unpack it and attach the files that matter.")]
    [InlineData("a.mp3", new byte[] { (byte)'I', (byte)'D', (byte)'3', 0 }, "a.mp3 is sound or video, which no model here hears or watches; write down what matters in it.")]
    [InlineData("a.heic", new byte[] { 0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'h', (byte)'e', (byte)'i', (byte)'c' }, "a.heic is a picture of a kind that cannot be read; save it as PNG or JPEG and attach that.")]
    [InlineData("a.exe", new byte[] { (byte)'M', (byte)'Z', 0x90, 0 }, "a.exe is a program, which is neither read nor run here.")]
    [InlineData("**x**.dat", new byte[] { 1, 2, 3, 4, 0, 0, 7, 8, 200, 201 }, "\\*\\*x\\*\\*.dat is not text, and of other files only PDF, PNG, JPEG, WebP and GIF can be read; export it as one of those.")]
    [InlineData("a.txt", new byte[0], "a.txt is empty; attach it again.")]
    [InlineData("a.txt", new byte[] { 32, 10, 13, 10 }, "a.txt holds nothing but white space; attach it again.")]
    public void What_cannot_be_read_is_said_with_what_to_do(string name, byte[] bytes, string sentence) =>
        Assert.Equal(sentence, Assert.IsType<UnreadableAttachment>(AttachmentText.Read(name, null, bytes)).Sentence);

    [Fact]
    public void Text_under_the_name_of_something_else_is_read() => Assert.Equal("not a song", Text("a.mp3", "not a song"u8.ToArray()));

    [Fact]
    public void Random_bytes_are_never_text_and_never_thrown_over()
    {
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(200, 4000)];
            random.NextBytes(bytes);
            Assert.IsType<UnreadableAttachment>(AttachmentText.Read("x.txt", null, bytes));
        }
    }

    private static string Text(string name, byte[] bytes) => Assert.IsType<AttachedText>(AttachmentText.Read(name, null, bytes)).Text;
}
