using LocalsOnly.Import.Reading;

namespace LocalsOnly.Tests.Import;

/// <summary>Zips without a directory whose members say their size only behind their bytes.</summary>
public sealed class TornZipTests
{
    [Fact]
    public void Many_small_members_without_a_size_are_found_without_reading_the_zip_over_and_over()
    {
        var zip = WithoutSizes([.. Enumerable.Range(0, 1000).Select(i => ($"asset-{i}.png", Noise(i, 8_000)))]);
        using var counting = new Counting(zip);
        Assert.Equal(1000, TornZip.Members(counting).Count());
        Assert.InRange(counting.BytesRead, zip.Length, 100L << 20);
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(1 << 16)]
    [InlineData((1 << 16) + 20)]
    [InlineData(3_000_000)]
    public void The_end_of_a_member_without_a_size_is_found_at_any_distance(int length)
    {
        var zip = WithoutSizes([("large.png", Noise(1, length)), ("small.png", Noise(2, 100))]);
        var members = TornZip.Members(new MemoryStream(zip)).ToList();
        Assert.Equal(["large.png", "small.png"], members.Select(member => member.Name));
        using var unpacked = new MemoryStream();
        using (var member = members[0].Open(new MemoryStream(zip))) member.CopyTo(unpacked);
        Assert.Equal(Noise(1, length), unpacked.ToArray());
    }

    private static byte[] WithoutSizes((string Name, byte[] Content)[] members)
    {
        var zip = ExportJson.Zip(members);
        for (var at = 0; zip.AsSpan(at).IndexOf("PK\u0003\u0004"u8) is var next and >= 0; at += next + 4) zip[at + next + 6] |= 8;
        return zip;
    }

    // What cannot be packed is as long in the zip as it was.
    private static byte[] Noise(int seed, int length)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private sealed class Counting(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        // Reading into a span ends here, too.
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            BytesRead += read;
            return read;
        }
    }
}
