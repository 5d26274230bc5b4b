using System.IO.Compression;

namespace LocalsOnly.Import.Reading;

/// <summary>
/// The files of one path: a zip, a folder or a bare JSON file. Zips within are looked into, up to a depth; they are unpacked to temporary files
/// that are gone when closed, however the import ends, and readable by their owner alone. What a file is called decides nothing but its display.
/// </summary>
internal sealed class ExportInput : IDisposable
{
    private readonly ImportOptions _options;
    private readonly string _spool;
    private readonly ExpansionBudget _budget;
    private readonly List<IDisposable> _open = [];
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    private ExportInput(string path, ImportOptions options, string spool)
    {
        Path = path;
        _spool = spool;
        _options = options;
        _budget = new ExpansionBudget(options.MaxExpandedBytes);
    }

    public string Path { get; }

    public List<ExportFile> Files { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Why there is nothing to read, as a sentence; null when there is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Size on disk of a path, 0 when it cannot be told.</summary>
    public static long SizeOnDisk(string path)
    {
        try
        {
            if (File.Exists(path)) return new FileInfo(path).Length;
            return Directory.Exists(path) ? EnumerateFolder(path).Sum(SizeOnDisk) : 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }

    /// <summary>Lists what is at a path. Never throws for what it finds; <see cref="Problem"/> says it.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="options">Limits.</param>
    /// <param name="spool">Directory for temporary files; made on first need.</param>
    public static ExportInput Open(string path, ImportOptions options, string spool)
    {
        var input = new ExportInput(path, options, spool);
        try
        {
            if (Directory.Exists(path)) input.AddFolder();
            else if (File.Exists(path)) input.AddFile();
            else input.Problem = Reasons.Missing(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            input.Problem = Reasons.Unreadable(path, fault.Message);
        }
        return input;
    }

    public void Dispose()
    {
        foreach (var open in Enumerable.Reverse(_open)) open.Dispose();
    }

    private void AddFile()
    {
        var size = new FileInfo(Path).Length;
        if (size == 0)
        {
            Problem = Reasons.NotAnExport(Path, "it is empty");
        }
        else if (FileStarts.Of(Path) == FileStart.Zip)
        {
            if (!AddZip(Keep(File.OpenRead(Path)), prefix: "", depth: 0, scale: 1) && !AddTorn(Path, prefix: "")) Problem = Reasons.BrokenZip(Path);
        }
        else
        {
            var name = System.IO.Path.GetFileName(Path);
            Files.Add(OnDisk(Path, name, size));
        }
    }

    private void AddFolder()
    {
        var folder = new FolderFiles(Path);
        var paths = folder.Find();
        Warnings.AddRange(folder.Warnings);
        foreach (var path in paths)
        {
            var name = folder.NameOf(path);
            try
            {
                if (!AddFileOfFolder(path, name)) return;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Warnings.Add(Reasons.Unreadable(name, fault.Message));
            }
        }
    }

    // False when there is no room for it, nor for any after it.
    private bool AddFileOfFolder(string path, string name)
    {
        var size = new FileInfo(path).Length;
        var file = OnDisk(path, name, size);
        if (file.IsJunk) return true;
        if (!HasRoom()) return false;
        var start = size > 0 && (IsZipName(name) || file.MayBeMisnamed) ? FileStarts.Of(path) : FileStart.Other;
        if (IsZipName(name) && start != FileStart.Zip) Warnings.Add(Reasons.NoZip(name));
        else if (file.MayBeMisnamed && start != FileStart.Other) Warnings.Add(Reasons.Misnamed(name, start));
        if (start != FileStart.Zip || !IsZipName(name)) Files.Add(file);
        else if (!AddZip(Keep(File.OpenRead(path)), name + "/", depth: 0, scale: 1) && !AddTorn(path, name + "/")) Warnings.Add(Reasons.BrokenZip(name));
        return true;
    }

    // What holds nothing is not opened: a named pipe and a device have no length either, and one would wait for the other end, the other never end.
    private ExportFile OnDisk(string path, string name, long size) =>
        new(name, size, size, () => new GuardedStream(size == 0 ? Stream.Null : File.OpenRead(path), long.MaxValue, 1, _budget)) { Written = ExportFile.TimeOf(File.GetLastWriteTimeUtc(path)) };

    private bool AddZip(Stream stream, string prefix, int depth, double scale)
    {
        ZipArchive zip;
        IReadOnlyCollection<ZipArchiveEntry> entries;
        try
        {
            zip = Keep(new ZipArchive(stream, ZipArchiveMode.Read));
            entries = zip.Entries;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return false;
        }
        foreach (var entry in entries)
        {
            var name = prefix + entry.FullName.Replace('\\', '/');
            if (name.EndsWith('/')) continue;
            var file = new ExportFile(name, (long)(entry.CompressedLength * scale), entry.Length, () => new GuardedStream(Summed(entry, name), entry.CompressedLength, _options.MaxRatio, _budget))
            { Written = ExportFile.TimeOf(entry.LastWriteTime.DateTime) };
            if (file.IsJunk) continue;
            if (!HasRoom()) return true;
            if (entry.IsEncrypted)
                Warnings.Add(Reasons.Encrypted(name));
            else if (IsZipName(name) && entry.Length > 0)
                AddNested(file, entry, depth + 1);
            else
                Files.Add(file);
        }
        return true;
    }

    // A zip whose end is missing; zips within it are as good as lost.
    private bool AddTorn(string path, string prefix)
    {
        var before = Files.Count;
        using (var archive = File.OpenRead(path))
        {
            foreach (var member in TornZip.Members(archive))
            {
                var file = new ExportFile(prefix + member.Name, member.Length, member.Length, () => new GuardedStream(member.Open(File.OpenRead(path)), member.Length, _options.MaxRatio, _budget));
                if (file.IsJunk || IsZipName(file.Name)) continue;
                if (!HasRoom()) break;
                if (member.IsEncrypted) Warnings.Add(Reasons.Encrypted(file.Name));
                else Files.Add(file);
            }
        }
        if (Files.Count == before) return false;
        Warnings.Add(Reasons.TornZip(prefix.Length > 0 ? prefix.TrimEnd('/') : Path));
        return true;
    }

    private void AddNested(ExportFile file, ZipArchiveEntry entry, int depth)
    {
        if (depth > _options.MaxNestedZips)
        {
            Warnings.Add($"{file.Name} is a zip more than {_options.MaxNestedZips} levels deep and was skipped: unpack it and import the folder.");
            return;
        }
        try
        {
            // A zip needs seeking. The temporary file has a random name and no name of the archive's.
            var spool = Keep(Spool.Create(_spool));
            using (var packed = file.Open()) packed.CopyTo(spool);
            spool.Position = 0;
            if (spool.Length > 0 && !AddZip(spool, file.Name + "/", depth, (double)entry.CompressedLength / spool.Length)) Warnings.Add(Reasons.BrokenZip(file.Name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            Warnings.Add($"{file.Name} could not be unpacked and was skipped ({fault.Message.TrimEnd('.')}).");
        }
    }

    private SummedStream Summed(ZipArchiveEntry entry, string name) => new(entry.Open(), entry.Crc32, () => WarnOfDamage(name));

    // A small file is read twice, and a thread beside reads a large one.
    private void WarnOfDamage(string name)
    {
        lock (_damaged)
            if (_damaged.Add(name)) Warnings.Add(Reasons.Damaged(name));
    }

    private bool HasRoom()
    {
        if (Files.Count < _options.MaxEntries) return true;
        Warnings.Add($"Only the first {_options.MaxEntries} files were looked at; raise Import:MaxEntries for more.");
        return false;
    }

    private T Keep<T>(T disposable) where T : IDisposable
    {
        _open.Add(disposable);
        return disposable;
    }

    private static bool IsZipName(string name) => name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> EnumerateFolder(string path) => Directory.EnumerateFiles(
        path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true });
}
