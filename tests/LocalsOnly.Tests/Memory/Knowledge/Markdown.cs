using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Memory.Knowledge;

/// <summary>Documents for tests, read from a real folder.</summary>
internal static class Markdown
{
    /// <summary>Reads one file with this content.</summary>
    public static KnowledgeDocument Read(string content, string path = "solus/note.md")
    {
        using var folder = new TemporaryDirectory();
        folder.Write(path, content);
        return Assert.Single(KnowledgeFolder.Read(folder.Path));
    }

    /// <summary>A number of different words, in sentences of ten.</summary>
    public static string Words(int count, string stem = "word") =>
        string.Join(' ', Enumerable.Range(1, count).Select(i => $"{stem}{i}{(i % 10 == 0 ? "." : "")}"));

    /// <summary>Words as a reader counts them.</summary>
    public static int Count(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
