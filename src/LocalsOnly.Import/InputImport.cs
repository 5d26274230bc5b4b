using System.Globalization;
using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import;

/// <summary>Imports one path: sidecars first, for the names in them, then every JSON file that may hold conversations.</summary>
internal sealed class InputImport(ExportInput input, IConversationWriter writer, ImportOptions options, ProgressMeter meter, IReadOnlySet<string> otherInputs)
{
    private const long CommitBytes = 64L << 20;
    private const int MostQuarantineEntries = 1000;
    private const int LargestSidecarBytes = 256 << 20;

    private readonly Assets _assets = new();
    private readonly List<QuarantinedConversation> _quarantined = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _notUsed = [];
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);
    private ImportTotals _totals = new();
    private bool _sawConversationFile;
    private byte? _firstByte;

    public async Task<ImportedInput> RunAsync(CancellationToken cancellationToken)
    {
        if (input.Problem is { } problem) return Result(problem);
        var bare = input.Files.Count == 1 && input.Files[0].Name == Path.GetFileName(input.Path);
        foreach (var file in input.Files) _assets.AddFile(file.BaseName);
        foreach (var file in input.Files.Where(file => file.IsJson && KnownFiles.IsSidecar(file)).ToList()) ReadSidecar(file);
        foreach (var file in input.Files.Where(file => (file.IsJson && !KnownFiles.IsSidecar(file)) || bare).OrderBy(file => file.Name, StringComparer.Ordinal))
            await ReadFileAsync(file, bare, cancellationToken);
        await writer.CommitAsync(cancellationToken);
        return Result(_totals.Found > 0 || _sawConversationFile ? null : NothingFound(bare));
    }

    private async Task ReadFileAsync(ExportFile file, bool bare, CancellationToken cancellationToken)
    {
        var shown = 0L;
        var found = 0;
        try
        {
            using var stream = file.Open();
            using var splitter = new ElementSplitter(stream, options.MaxConversationBytes);
            var named = KnownFiles.IsNamedConversations(file);
            var committedAt = 0L;
            foreach (var element in new ElementReader(_assets, options).Read(splitter, named))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Advance(file, splitter.BytesRead, ref shown);
                if (element.IsOther) continue;
                found++;
                meter.Conversations++;
                if (element.Conversation is { } conversation) await StoreAsync(conversation, cancellationToken);
                else Quarantine(file, element.Offset, element.Fault!);
                if (splitter.BytesRead - committedAt < CommitBytes) continue;
                committedAt = splitter.BytesRead;
                await writer.CommitAsync(cancellationToken);
            }
            _firstByte ??= splitter.NotJson;
            _totals = _totals with { Bytes = _totals.Bytes + splitter.BytesRead };
            if (found > 0 && splitter.IsUnclosed) _warnings.Add($"{file.Name} ends before its list is closed: everything up to its end was read, but there may have been more; download the export again.");
            if (found > 0 || named) _sawConversationFile |= found > 0 || splitter.NotJson is null;
            else if (!bare) _notUsed.Add(file.Name);
            if (named && splitter.NotJson is not null) _warnings.Add($"{file.Name} is not JSON and was skipped.");
            if (named && found == 0 && splitter.NotJson is null) _warnings.Add($"{file.Name} holds no conversations.");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException)
        {
            var before = found > 0 ? "what came before is imported" : "no conversation came before";
            _warnings.Add($"{file.Name} was not read to its end ({fault.Message.TrimEnd('.')}): {before}; download the export again.");
            if (found == 0) _notUsed.Add(file.Name);
        }
    }

    private async Task StoreAsync(ReadConversation read, CancellationToken cancellationToken)
    {
        var outcome = await writer.StoreAsync(read.Conversation, cancellationToken);
        _sources.Add(read.Conversation.Source);
        foreach (var (clause, count) in read.Notes) _notes[clause] = _notes.GetValueOrDefault(clause) + count;
        var forgotten = outcome == StoreOutcome.Forgotten;
        var empty = !forgotten && !read.Conversation.Messages.Any(message => message.Kind == MessageKind.Visible && (!string.IsNullOrWhiteSpace(message.Text) || message.Attachments.Count > 0));
        _totals = _totals with
        {
            Found = _totals.Found + 1,
            Empty = _totals.Empty + (empty ? 1 : 0),
            Added = _totals.Added + (!empty && outcome == StoreOutcome.Added ? 1 : 0),
            Updated = _totals.Updated + (!empty && outcome == StoreOutcome.Updated ? 1 : 0),
            Unchanged = _totals.Unchanged + (!empty && outcome == StoreOutcome.Unchanged ? 1 : 0),
            Forgotten = _totals.Forgotten + (forgotten ? 1 : 0),
            Messages = _totals.Messages + read.Shape.Visible,
            AssetsResolved = _totals.AssetsResolved + read.Shape.AssetsResolved,
            AssetsMissing = _totals.AssetsMissing + read.Shape.AssetsMissing,
        };
    }

    private void Quarantine(ExportFile file, long offset, string reason)
    {
        _totals = _totals with { Found = _totals.Found + 1, Quarantined = _totals.Quarantined + 1 };
        if (_quarantined.Count < MostQuarantineEntries) _quarantined.Add(new QuarantinedConversation(file.Name, offset, reason));
    }

    private void ReadSidecar(ExportFile file)
    {
        var used = false;
        try
        {
            var isNames = string.Equals(file.BaseName, KnownFiles.AssetNames, StringComparison.OrdinalIgnoreCase);
            var isLibrary = string.Equals(file.BaseName, KnownFiles.Library, StringComparison.OrdinalIgnoreCase);
            if (isNames || isLibrary || KnownFiles.IsManifest(file))
            {
                used = true;
                if (file.Length > LargestSidecarBytes) throw new InvalidDataException("it is too large");
                using var stream = file.Open();
                using var json = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowTrailingCommas = true });
                if (isNames) _assets.AddNames(json.RootElement);
                else if (isLibrary) _assets.AddLibrary(json.RootElement);
                else CheckParts(file, json.RootElement);
            }
        }
        catch (Exception fault) when (fault is JsonException or IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException or InvalidOperationException)
        {
            _warnings.Add($"{file.Name} could not be read and was skipped ({(fault is JsonException ? "it is not valid JSON" : fault.Message.TrimEnd('.'))}).");
        }
        if (!used) _notUsed.Add(file.Name);
        meter.Advance(file.Weight, 1);
    }

    private void CheckParts(ExportFile manifest, JsonElement root)
    {
        var present = input.Files.Select(file => file.BaseName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A part that is a zip was unpacked: its name is a folder of the names within.
        foreach (var folder in input.Files.SelectMany(file => file.Name.Split('/').SkipLast(1))) present.Add(folder);
        foreach (var name in Manifest.ConversationFiles(root))
        {
            var baseName = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
            if (!present.Contains(baseName) && !otherInputs.Contains(baseName))
                _warnings.Add($"{manifest.BaseName} lists {baseName}, which is missing: download that part, or the whole export, again.");
        }
    }

    private void Advance(ExportFile file, long read, ref long shown)
    {
        meter.Advance(file.Weight, (double)(read - shown) / Math.Max(1, Math.Max(file.Length, read)));
        shown = read;
    }

    private string NothingFound(bool bare)
    {
        if (bare && _firstByte is { } first)
            return Reasons.NotAnExport(input.Path, first == '<' ? "it is a web page, perhaps the error page of an expired download link" : "it is neither a zip nor JSON");
        if (input.Files.Any(file => string.Equals(file.BaseName, "chat.html", StringComparison.OrdinalIgnoreCase)))
            return Reasons.NotAnExport(input.Path, "it holds chat.html but no conversations.json");
        return Reasons.NotAnExport(input.Path, bare ? "no conversations are in it" : "it holds no conversations.json and no other JSON with conversations");
    }

    private ImportedInput Result(string? problem)
    {
        IEnumerable<string> notes = _notes.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Value} × {note.Key}"));
        if (_totals.Quarantined > _quarantined.Count) notes = notes.Append($"only the first {MostQuarantineEntries} quarantined conversations are listed");
        return new ImportedInput(input.Path, [.. _sources], _totals, problem, _quarantined, [.. input.Warnings, .. _warnings, .. notes], [.. _notUsed.Order(StringComparer.Ordinal)]);
    }
}
