using System.Globalization;
using LocalsOnly.Memory;

namespace LocalsOnly.Host.Mcp;

/// <summary>How times and authors are written for other programs.</summary>
internal static class WireWords
{
    /// <summary>ISO 8601 to the second, with the offset that the time has.</summary>
    public static string? Iso(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The person is <c>user</c> here: "you" would be the model that reads it.</summary>
    public static string AuthorWord(MessageAuthor author) => author switch
    {
        MessageAuthor.User => "user",
        MessageAuthor.Assistant => "assistant",
        MessageAuthor.System => "system",
        _ => "tool",
    };
}
