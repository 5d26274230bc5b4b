using System.IO.Compression;
using System.Text;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>A zip that was altered on the disk, and can still be unpacked.</summary>
public sealed class DamagedMemberTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public async Task Text_that_was_altered_within_a_zip_is_imported_and_said_to_be_damaged(CompressionLevel level)
    {
        var zip = Zip(level, ("conversations.json", Array(ChatGpt("c", Node("a", null)))), ("conversations-2.json", Array(ChatGpt("d", Node("a", null)))));
        // A sum that does not fit what was unpacked, in the member's own header and in the directory.
        Alter(zip, CrcOf(zip, "conversations.json"));
        var report = await _house.ImportAsync(_house.Write("e.zip", zip));
        Assert.Equal(2, report.Totals.Added);
        Assert.Equal(
            ["conversations.json is damaged (its checksum is wrong): what was read is imported; download the export again."],
            report.Inputs[0].Warnings.Where(warning => warning.Contains("checksum", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_damaged_file_beside_the_conversations_is_said_as_well()
    {
        var zip = Zip(CompressionLevel.NoCompression, ("conversations.json", Array(ChatGpt("c", Node("a", null)))), ("user.json", """{"id":"u","email":"juniper@example.invalid"}"""));
        Alter(zip, CrcOf(zip, "user.json"));
        Assert.Contains((await _house.ImportAsync(_house.Write("e.zip", zip))).Inputs[0].Warnings, warning => warning.StartsWith("user.json is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_zip_within_a_zip_is_named()
    {
        var zip = Zip(CompressionLevel.NoCompression, ("inner.zip", ExportJson.Zip(("conversations.json", Array(ChatGpt("c", Node("a", null)))))));
        Alter(zip, CrcOf(zip, "inner.zip"));
        var report = await _house.ImportAsync(_house.Write("e.zip", zip));
        Assert.Equal(1, report.Totals.Added);
        Assert.Contains(report.Inputs[0].Warnings, warning => warning.StartsWith("inner.zip is damaged", StringComparison.Ordinal));
    }

    private static uint CrcOf(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        return archive.GetEntry(name)!.Crc32;
    }

    private static void Alter(byte[] zip, uint sum)
    {
        var bytes = BitConverter.GetBytes(sum);
        var places = 0;
        for (var at = zip.AsSpan().IndexOf(bytes); at >= 0; at = zip.AsSpan().IndexOf(bytes), places++) zip[at] ^= 1;
        Assert.InRange(places, 1, 3);
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, string Content)[] members) =>
        Zip(level, [.. members.Select(member => (member.Name, Encoding.UTF8.GetBytes(member.Content)))]);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] members)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in members)
            {
                using var stream = zip.CreateEntry(name, level).Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }
}
