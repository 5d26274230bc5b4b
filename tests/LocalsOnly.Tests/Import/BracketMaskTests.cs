using System.Text;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Tests.Import;

public sealed class BracketMaskTests
{
    /// <summary>The bytes come in blocks of any size, so quotes and runs of backslashes lie across every boundary; the reference looks at one byte at a time.</summary>
    [Theory]
    [InlineData("a\"\\{}[],: ")]
    [InlineData("\"\\")]
    [InlineData("\"{}\\\\\\\\\\\\")]
    [InlineData("{}[]aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\"")]
    public void Brackets_are_found_outside_of_strings_however_the_bytes_are_cut(string alphabet)
    {
        var random = new Random(alphabet.Length);
        for (var round = 0; round < 500; round++)
        {
            var bytes = Encoding.ASCII.GetBytes(random.GetItems<char>(alphabet, random.Next(1, 700)));
            var mask = new BracketMask();
            var found = new List<int>();
            for (var at = 0; at < bytes.Length;)
            {
                // Mostly whole blocks, as in a buffer.
                var length = Math.Min(bytes.Length - at, random.Next(3) == 0 ? random.Next(1, BracketMask.BlockBytes) : BracketMask.BlockBytes);
                var brackets = mask.Next(bytes.AsSpan(at, length));
                for (var i = 0; i < BracketMask.BlockBytes; i++)
                    if ((brackets >> i & 1) != 0) found.Add(at + i);
                at += length;
            }
            Assert.Equal(OneByOne(bytes), found);
        }
    }

    private static List<int> OneByOne(byte[] bytes)
    {
        var found = new List<int>();
        var inString = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (inString && bytes[i] == '\\') i++;
            else if (bytes[i] == '"') inString = !inString;
            else if (!inString && "{}[]"u8.Contains(bytes[i])) found.Add(i);
        }
        return found;
    }
}
