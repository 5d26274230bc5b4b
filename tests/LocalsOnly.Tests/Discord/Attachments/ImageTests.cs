using LocalsOnly.Discord.Attachments;

namespace LocalsOnly.Tests.Discord.Attachments;

public sealed class ImageTests
{
    private static readonly byte[] s_png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 2, 0x80, 0, 0, 1, 0xE0, 8, 6];

    public static TheoryData<string, byte[]> Pictures => new()
    {
        { "image/png", s_png },
        { "image/gif", [.. "GIF89a"u8, 0x80, 2, 0xE0, 1, 0] },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8, 1, 0xE0, 2, 0x80, 3, 0, 0, 0] },
        { "image/webp", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0x7F, 2, 0, 0xDF, 1, 0] },
        { "image/webp", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8 "u8, 10, 0, 0, 0, 0, 0, 0, 0x9D, 1, 0x2A, 0x80, 2, 0xE0, 1] },
        { "image/webp", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 10, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_is_known_by_its_bytes_whatever_it_is_called(string type, byte[] bytes)
    {
        var image = Assert.IsType<AttachedImage>(AttachmentText.Read("notes.txt", "text/plain", bytes));

        Assert.Equal((type, 640, 480), (image.MediaType, image.Width, image.Height));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_that_is_cut_off_is_damaged_at_worst(string type, byte[] bytes)
    {
        Assert.NotEmpty(type);
        for (var length = 1; length < bytes.Length; length++) Assert.NotNull(AttachmentText.Read("x.png", type, bytes.AsMemory(0, length)));
    }

    [Fact]
    public void A_picture_without_a_size_is_damaged() => Assert.Equal(
        "x.png is a damaged picture; save it again as PNG or JPEG.", Assert.IsType<UnreadableAttachment>(AttachmentText.Read("x.png", null, s_png.AsMemory(0, 20))).Sentence);

    [Fact]
    public void A_picture_of_absurd_size_is_refused()
    {
        byte[] vast = [.. s_png[..16], 0xFF, 0xFF, 0xFF, 0xFF, .. s_png[20..]];

        Assert.Equal(
            "x.png is too large a picture; make it smaller than 10 MB and 12,000 pixels on a side.", Assert.IsType<UnreadableAttachment>(AttachmentText.Read("x.png", null, vast)).Sentence);
        Assert.IsType<UnreadableAttachment>(AttachmentText.Read("x.png", null, (byte[])[.. s_png, .. new byte[11_000_000]]));
    }
}
