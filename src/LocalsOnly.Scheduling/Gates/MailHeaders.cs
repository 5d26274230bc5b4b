using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Scheduling;

/// <summary>Who a message is from and what about, of its first 64 KiB. Words in other character sets are read (RFC 2047); what cannot be read stays as it is.</summary>
internal static partial class MailHeaders
{
    private const int MostBytes = 64 * 1024;

    public static (string From, string Subject) Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[Math.Min(MostBytes, file.Length)];
        var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).ReplaceLineEndings("\n");
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        // A line that begins with a space goes on with the one before it (RFC 5322, 2.2.3).
        var lines = Folding().Replace(end < 0 ? text : text[..end], " ").Split('\n');
        return (Value(lines, "From:"), Value(lines, "Subject:"));
    }

    private static string Value(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is { } line ? Decoded(line[name.Length..].Trim()) : "";

    private static string Decoded(string value) => EncodedWord().Replace(Between().Replace(value, "$1"), word =>
    {
        try
        {
            var bytes = word.Groups["how"].Value is "B" or "b" ? Convert.FromBase64String(word.Groups["text"].Value) : Quoted(word.Groups["text"].Value);
            return Encoding.GetEncoding(word.Groups["set"].Value).GetString(bytes);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return word.Value;
        }
    });

    private static byte[] Quoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.AddRange(Convert.FromHexString(text.AsSpan(i + 1, 2)));
                i += 2;
            }
            else
            {
                bytes.Add((byte)(text[i] == '_' ? ' ' : text[i]));
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex("\n[ \t]+")]
    private static partial Regex Folding();

    /// <summary>White space between two such words is not part of the text.</summary>
    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?(?<set>[A-Za-z0-9_-]{1,40})(\*[A-Za-z-]+)?\?(?<how>[BbQq])\?(?<text>[^?]*)\?=")]
    private static partial Regex EncodedWord();
}
