using System.Text;

namespace LocalsOnly.Inference.Routing;

/// <summary>
/// The files of the journal: <c>routes.jsonl</c>, and <c>routes.old.jsonl</c> with what was before it. Only their owner may read them.
/// </summary>
internal static class RouteJournalFile
{
    // 1,000 lines of about 500 bytes, twice over.
    private const int Tail = 1 << 20;

    /// <summary>The journal of a house.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "routes", "routes.jsonl");

    public static string OldOf(string path) => Path.ChangeExtension(path, ".old" + Path.GetExtension(path));

    /// <summary>All lines, oldest first. Empty when there is no file.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static IEnumerable<RouteJournalLine> Read(string path)
    {
        foreach (var file in (string[])[OldOf(path), path])
        {
            if (!File.Exists(file)) continue;
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (reader.ReadLine() is { } text)
            {
                if (RouteJournalLine.Parse(Encoding.UTF8.GetBytes(text)) is { } line) yield return line;
            }
        }
    }

    /// <summary>The lines of the last mebibyte, oldest first.</summary>
    public static List<RouteJournalLine> ReadEnd(string path)
    {
        var lines = new List<RouteJournalLine>();
        foreach (var file in (string[])[OldOf(path), path])
        {
            if (!File.Exists(file)) continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var start = Math.Max(0, stream.Length - Tail);
            stream.Position = start;
            var bytes = new byte[stream.Length - start];
            ReadOnlySpan<byte> rest = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            if (start > 0) rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
            foreach (var range in rest.Split((byte)'\n'))
            {
                if (RouteJournalLine.Parse(rest[range]) is { } line) lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>Opens the file to append to it; a half last line is ended first, so that it spoils only itself.</summary>
    public static FileStream Open(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, how);
        try
        {
            if (stream.Length > 0)
            {
                stream.Position = stream.Length - 1;
                if (stream.ReadByte() != '\n') stream.WriteByte((byte)'\n');
            }

            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
