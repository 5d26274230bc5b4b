using System.Text;

namespace LocalsOnly.Tests.Import.OddInputs;

/// <summary>Writes a zip with a member so large that everything behind it needs 64-bit offsets (zip64). The large one is a hole: it takes no room where files may have holes.</summary>
internal static class LargeZip
{
    /// <param name="path">A new file.</param>
    /// <param name="hole">Bytes of the first member, <c>large.bin</c>.</param>
    /// <param name="name">Name of the second member.</param>
    /// <param name="content">Its bytes, stored as they are.</param>
    public static void Write(string path, long hole, string name, byte[] content)
    {
        using var file = File.Create(path);
        using var writer = new BinaryWriter(file);
        WriteLocal(writer, "large.bin", hole, crc: 0);
        file.Seek(hole, SeekOrigin.Current);
        var second = file.Position;
        var crc = Crc(content);
        WriteLocal(writer, name, content.Length, crc);
        writer.Write(content);
        var directory = file.Position;
        WriteCentral(writer, "large.bin", hole, crc: 0, offset: 0);
        WriteCentral(writer, name, content.Length, crc, second);
        WriteEnd(writer, directory, file.Position);
    }

    private static void WriteLocal(BinaryWriter writer, string name, long size, uint crc)
    {
        writer.Write(0x04034b50u);
        WriteCommon(writer, crc);
        WriteName(writer, name, extra: 20);
        writer.Write((ushort)1);
        writer.Write((ushort)16);
        writer.Write(size);
        writer.Write(size);
    }

    private static void WriteCentral(BinaryWriter writer, string name, long size, uint crc, long offset)
    {
        writer.Write(0x02014b50u);
        writer.Write((ushort)45);
        WriteCommon(writer, crc);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)28);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(0u);
        writer.Write(uint.MaxValue);
        writer.Write(Encoding.ASCII.GetBytes(name));
        writer.Write((ushort)1);
        writer.Write((ushort)24);
        writer.Write(size);
        writer.Write(size);
        writer.Write(offset);
    }

    // Version, flags, method (stored), time, date, checksum, and both sizes, which stand in the extra field.
    private static void WriteCommon(BinaryWriter writer, uint crc)
    {
        writer.Write((ushort)45);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0x5c21);
        writer.Write(crc);
        writer.Write(uint.MaxValue);
        writer.Write(uint.MaxValue);
    }

    private static void WriteName(BinaryWriter writer, string name, ushort extra)
    {
        writer.Write((ushort)name.Length);
        writer.Write(extra);
        writer.Write(Encoding.ASCII.GetBytes(name));
    }

    private static void WriteEnd(BinaryWriter writer, long directory, long end)
    {
        writer.Write(0x06064b50u);
        writer.Write(44L);
        writer.Write((ushort)45);
        writer.Write((ushort)45);
        writer.Write(0u);
        writer.Write(0u);
        writer.Write(2L);
        writer.Write(2L);
        writer.Write(end - directory);
        writer.Write(directory);
        writer.Write(0x07064b50u);
        writer.Write(0u);
        writer.Write(end);
        writer.Write(1u);
        writer.Write(0x06054b50u);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(ushort.MaxValue);
        writer.Write(ushort.MaxValue);
        writer.Write(uint.MaxValue);
        writer.Write(uint.MaxValue);
        writer.Write((ushort)0);
    }

    private static uint Crc(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var b in content)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
