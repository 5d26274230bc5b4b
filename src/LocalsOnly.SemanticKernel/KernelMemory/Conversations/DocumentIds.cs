using System.Globalization;
using System.Text;

namespace LocalsOnly.SemanticKernel.KernelMemory.Conversations;

/// <summary>Keys of conversations as ids of documents, which may hold letters, digits, <c>.</c>, <c>_</c> and <c>-</c> only: any other byte, and <c>_</c> itself, is <c>_</c> and two hexadecimal digits.</summary>
internal static class DocumentIds
{
    public static string Of(string conversationKey)
    {
        var id = new StringBuilder(conversationKey.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(conversationKey))
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-') id.Append((char)b);
            else id.Append(CultureInfo.InvariantCulture, $"_{b:X2}");
        return id.ToString();
    }

    /// <summary>The key that an id stands for; null when it stands for none.</summary>
    public static string? KeyOf(string documentId)
    {
        var bytes = new List<byte>(documentId.Length);
        for (var i = 0; i < documentId.Length; i++)
        {
            if (documentId[i] != '_') bytes.Add((byte)documentId[i]);
            else if (i + 2 < documentId.Length && byte.TryParse(documentId.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else return null;
        }
        var key = Encoding.UTF8.GetString([.. bytes]);
        return key.Length > 0 && Of(key) == documentId ? key : null;
    }
}
