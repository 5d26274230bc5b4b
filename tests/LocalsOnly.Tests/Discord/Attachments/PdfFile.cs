using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace LocalsOnly.Tests.Discord.Attachments;

/// <summary>Writes PDFs by hand, the ones too that no program would write (ISO 32000-1, 7.5).</summary>
internal sealed class PdfFile
{
    private readonly List<byte> _bytes = [];
    private readonly List<int> _objects = [];

    public PdfFile() => Write("%PDF-1.4\n");

    /// <summary>A document whose pages show these lines.</summary>
    public static byte[] Of(params string[] pages)
    {
        var file = new PdfFile();
        file.Add("<< /Type /Catalog /Pages 2 0 R >>");
        file.Add($"<< /Type /Pages /Count {pages.Length} /Kids [{string.Join(' ', pages.Select((_, i) => $"{4 + 2 * i} 0 R"))}] >>");
        file.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        for (var i = 0; i < pages.Length; i++)
        {
            file.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>");
            var lines = pages[i].Split('\n').Select((line, n) => line.Length == 0 ? "" : $"BT /F1 12 Tf 50 {740 - 16 * n} Td ({line}) Tj ET\n");
            file.AddStream(Encoding.Latin1.GetBytes(string.Concat(lines)));
        }

        return file.End();
    }

    /// <summary>One page whose content is what is given, packed.</summary>
    public static byte[] Packed(long zeros)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)' ');
            for (var left = zeros; left > 0; left -= block.Length) deflate.Write(block);
        }

        var file = new PdfFile();
        file.Add("<< /Type /Catalog /Pages 2 0 R >>");
        file.Add("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
        file.Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>");
        file.AddStream(packed.ToArray(), "/Filter /FlateDecode ");
        return file.End();
    }

    public void Add(string content)
    {
        _objects.Add(_bytes.Count);
        Write($"{_objects.Count} 0 obj\n{content}\nendobj\n");
    }

    public void AddStream(byte[] content, string entries = "")
    {
        _objects.Add(_bytes.Count);
        Write($"{_objects.Count} 0 obj\n<< {entries}/Length {content.Length} >>\nstream\n");
        _bytes.AddRange(content);
        Write("\nendstream\nendobj\n");
    }

    public byte[] End(string trailer = "")
    {
        var start = _bytes.Count;
        Write($"xref\n0 {_objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var at in _objects) Write($"{at.ToString("D10", CultureInfo.InvariantCulture)} 00000 n \n");
        Write($"trailer\n<< /Size {_objects.Count + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n");
        return [.. _bytes];
    }

    private void Write(string text) => _bytes.AddRange(Encoding.Latin1.GetBytes(text));
}
