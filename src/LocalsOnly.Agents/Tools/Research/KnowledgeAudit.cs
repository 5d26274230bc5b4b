using System.IO.Enumeration;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>Looks the knowledge folder over: what is stale, said twice, thin or more data than method, and what no persona can read. Changes nothing.</summary>
internal sealed class KnowledgeAudit(TimeProvider time)
{
    /// <summary>Months after which a review is stale.</summary>
    public const int UsualMonths = 6;

    private const int Probe = 4096;
    private const int MostPairs = 500;

    /// <summary>Audits every file below a folder.</summary>
    /// <param name="root">The knowledge folder.</param>
    /// <param name="months">After how many months a review is stale.</param>
    /// <exception cref="ToolException">The folder is not set, not there, or cannot be listed.</exception>
    public Task<KnowledgeReport> RunAsync(string root, int months = UsualMonths, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(root)) throw new ToolException("There is no knowledge folder to audit: set Memory:Knowledge to the folder with the Markdown files.");
        if (!Directory.Exists(root)) throw new ToolException($"The knowledge folder {root} is not there; if it is on a share, mount that first.");
        return Task.Run(() => Run(root, months, cancellationToken), cancellationToken);
    }

    private KnowledgeReport Run(string root, int months, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var read = new List<(KnowledgeDocument Document, Shingles Text, List<Finding> Findings)>();
            var rules = new FileRules(now, months);
            foreach (var document in KnowledgeFolder.Read(root))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var text = Shingles.Of(document.Chunks.Select(chunk => chunk.Text));
                var findings = document.Chunks.Count == 0
                    ? [Unread(document.Problems.Count > 0 ? document.Problems[0].TrimEnd('.') : "holds no text", "mend it as it says")]
                    : rules.Of(document, text.Words).ToList();
                read.Add((document, text, findings));
            }

            var (alike, bounded) = Compare(read, cancellationToken);
            var files = read.Select(file => Report(file.Document.Path, file.Document.Folder, file.Text.Words, file.Findings)).Concat(Others(root, cancellationToken))
                .OrderByDescending(file => file.Score).ThenBy(file => file.Path, StringComparer.Ordinal).ToList();
            var note = bounded ? "So many files are nearly the same that not every pair was compared." : null;
            return new KnowledgeReport(root, now, files.Count, files.Sum(file => file.Words), Counts(files), Folders(files), files, alike, note);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The knowledge folder {root} cannot be read ({refused.Message.TrimEnd('.')}).", refused);
        }
    }

    // Of files with the same words the first stands for all, so that a folder of copies is not compared each with each.
    private static (List<LikePair> Pairs, bool Bounded) Compare(List<(KnowledgeDocument Document, Shingles Text, List<Finding> Findings)> read, CancellationToken cancellationToken)
    {
        var pairs = new List<LikePair>();
        var one = new List<int>();
        foreach (var same in Enumerable.Range(0, read.Count).Where(i => read[i].Text.Words > 0).GroupBy(i => read[i].Text, ByWords.Instance))
        {
            var first = same.First();
            one.Add(first);
            foreach (var copy in same.Skip(1))
            {
                pairs.Add(new LikePair(read[first].Document.Path, read[copy].Document.Path, 1));
                read[copy].Findings.Add(new Finding(FindingKind.Duplicate, $"the same words as {read[first].Document.Path}", "keep one of them"));
            }
        }

        var near = new LikeFiles();
        foreach (var (a, b, likeness) in near.Pairs([.. one.Select(i => read[i].Text)], cancellationToken).OrderByDescending(pair => pair.Likeness))
        {
            var (longer, shorter) = read[one[a]].Text.Words >= read[one[b]].Text.Words ? (one[a], one[b]) : (one[b], one[a]);
            pairs.Add(new LikePair(read[longer].Document.Path, read[shorter].Document.Path, Math.Round(likeness, 3)));
            if (!read[shorter].Findings.Exists(finding => finding.Kind == FindingKind.NearDuplicate))
                read[shorter].Findings.Add(new Finding(FindingKind.NearDuplicate, FormattableString.Invariant($"{likeness * 100:0} % the same as {read[longer].Document.Path}"), "merge what differs into one of them"));
        }

        return (pairs.Count > MostPairs ? pairs[..MostPairs] : pairs, near.Bounded || pairs.Count > MostPairs);
    }

    // What the personas' reader passes over: any file that is not Markdown. Hidden ones are nobody's business, and no link is followed.
    private static IEnumerable<FileReport> Others(string root, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };
        var found = new FileSystemEnumerable<(string Path, bool Link)>(root, (ref FileSystemEntry entry) => (entry.ToFullPath(), entry.Attributes.HasFlag(FileAttributes.ReparsePoint)), options)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => entry.FileName[0] != '.' && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName[0] != '.' && !entry.FileName.EndsWith(".md", StringComparison.OrdinalIgnoreCase),
        };
        foreach (var (path, link) in found.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            var slash = relative.IndexOf('/', StringComparison.Ordinal);
            var reason = link ? "is a symbolic link, which is not followed" : Directory.Exists(path) ? null : IsBinary(path) ? "is a binary file and no Markdown" : "is no Markdown file (.md)";
            if (reason is not null) yield return Report(relative, slash > 0 ? relative[..slash] : KnowledgeDocument.Shared, 0, [Unread(reason, "write what it says as Markdown, or move it out of the folder")]);
        }
    }

    private static bool IsBinary(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[Probe];
            return head[..file.ReadAtLeast(head, Probe, throwOnEndOfStream: false)].Contains((byte)0);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Finding Unread(string reason, string remedy) => new(FindingKind.Unread, reason, remedy);

    private static FileReport Report(string path, string folder, int words, List<Finding> findings) =>
        new(path, folder, words, Math.Min(100, findings.Sum(finding => Weight(finding.Kind))), [.. findings.OrderByDescending(finding => Weight(finding.Kind))]);

    private static SortedDictionary<FindingKind, int> Counts(List<FileReport> files) =>
        new(files.SelectMany(file => file.Findings.Select(finding => finding.Kind).Distinct()).GroupBy(kind => kind).ToDictionary(group => group.Key, group => group.Count()));

    private static List<FolderReport> Folders(List<FileReport> files) =>
        [.. files.GroupBy(file => file.Folder).Select(group => new FolderReport(group.Key, group.Count(), group.Sum(file => file.Words), Math.Round((decimal)group.Average(file => file.Score), 1)))
            .OrderByDescending(folder => folder.Score).ThenBy(folder => folder.Folder, StringComparer.Ordinal)];

    // What misleads weighs more than what is untidy.
    private static int Weight(FindingKind kind) => kind switch
    {
        FindingKind.Unread => 50,
        FindingKind.Duplicate => 40,
        FindingKind.NearDuplicate or FindingKind.DataHeavy => 25,
        FindingKind.Stale => 20,
        FindingKind.Thin => 15,
        _ => 10,
    };

    private sealed class ByWords : IEqualityComparer<Shingles>
    {
        public static readonly ByWords Instance = new();

        public bool Equals(Shingles? x, Shingles? y) => x is not null && y is not null && x.Words == y.Words && x.Hashes.AsSpan().SequenceEqual(y.Hashes);

        public int GetHashCode(Shingles obj) => HashCode.Combine(obj.Words, obj.Hashes.Length, obj.Hashes.Length > 0 ? obj.Hashes[0] : 0);
    }
}
