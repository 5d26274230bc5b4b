using System.Security.Cryptography;
using System.Text;
using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import;

/// <summary>Imports one path: every JSON file that is not all read by the survey is searched for conversations, and the page is when none has any.</summary>
internal sealed class InputImport(ExportInput input, Survey survey, IConversationWriter writer, SeenKeys seen, GatheredNotes notes, ImportOptions options, ProgressMeter meter)
{
    private readonly InputSurvey _beside = survey.For(input);
    private readonly InputTally _tally = new(input, survey.For(input));
    private bool _sawConversationFile;
    private bool _sawSomethingKnown;
    private byte? _firstByte;

    /// <summary>Whether notes about the person were in it.</summary>
    public bool HasNotes { get; private set; }

    public async Task<ImportedInput> RunAsync(CancellationToken cancellationToken)
    {
        if (input.Problem is { } problem) return _tally.Result(problem);
        var bare = input.Files.Count == 1 && input.Files[0].Name == Path.GetFileName(input.Path);
        foreach (var file in _beside.Used) meter.Advance(file.Weight, 1);
        var files = input.Files.Where(file => (file.IsJson || bare) && !_beside.Used.Contains(file)).OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var file in files) await ReadFileAsync(file, bare, page: false, cancellationToken);
        if (_tally.Totals.Found == 0)
            foreach (var file in input.Files.Where(file => file.IsPage).OrderBy(file => file.Name, StringComparer.Ordinal))
                await ReadFileAsync(file, bare, page: true, cancellationToken);
        await writer.CommitAsync(cancellationToken);
        if (_tally.Totals.Found > 0 || _sawConversationFile) return _tally.Result(problem: null);
        if (_beside.Used.Count > 0) _tally.Warn($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(input.Path))} holds no conversations: what it says about other files was used.");
        return _tally.Result(_beside.Used.Count > 0 || _sawSomethingKnown ? null : NothingFound(bare));
    }

    private async Task ReadFileAsync(ExportFile file, bool bare, bool page, CancellationToken cancellationToken)
    {
        var shown = 0L;
        var found = 0;
        var used = false;
        try
        {
            using var whole = new AheadStream(file.Open());
            if ((page ? PageScript.Find(whole) : whole) is not { } stream) return;
            using var splitter = new ElementSplitter(stream, options.MaxConversationBytes, firstRootOnly: page);
            var named = file.IsNamedConversations;
            await using var ahead = new ReadAhead(new ElementReader(survey, options, writer, _beside.Documents).Read(splitter, named, file.Written), () => splitter.BytesRead, cancellationToken);
            await foreach (var (element, bytesRead) in ahead.ReadAllAsync(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Advance(file, bytesRead, ref shown);
                if (element.IsOther)
                {
                    used |= element.Other != ElementShape.Unknown;
                    _tally.Unused(element.Other);
                    continue;
                }
                found++;
                meter.Found();
                if (element.IsKnown)
                {
                    meter.Known();
                    _tally.Known(element.Other);
                }
                else if (element.Conversation is { } conversation) await StoreAsync(conversation, element.Raw, cancellationToken);
                else _tally.Quarantined(file, element.Offset, element.Fault!);
            }
            _sawSomethingKnown |= used;
            if (!page) _firstByte ??= splitter.NotJson;
            _tally.Read(splitter.BytesRead);
            if (found > 0 && splitter.IsUnclosed) _tally.Warn($"{file.Name} ends before its list is closed: everything up to its end was read, but there may have been more; download the export again.");
            if (found > 0 || named) _sawConversationFile |= found > 0 || splitter.NotJson is null;
            else if (!bare && !page) _tally.NotUsed(file);
            if (named && splitter.NotJson is not null) _tally.Warn($"{file.Name} is not JSON and was skipped.");
            if (named && found == 0 && !used && splitter.NotJson is null) _tally.Warn($"{file.Name} holds no conversations.");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException)
        {
            var before = found > 0 ? "what came before is imported" : "no conversation came before";
            _tally.Warn($"{file.Name} was not read to its end ({fault.Message.TrimEnd('.')}): {before}; download the export again.");
            if (found == 0) _tally.NotUsed(file);
        }
    }

    // The one place where what is read is stored. The raw bytes, which an archive may keep, are valid for this call.
    private async Task StoreAsync(ReadConversation read, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        read = WithAccount(read);
        var outcome = await writer.StoreAsync(read.Conversation, raw, cancellationToken);
        HasNotes |= notes.Add(read.Conversation, read.Remembered, Account, outcome == StoreOutcome.Forgotten);
        if (outcome == StoreOutcome.Unchanged) meter.Known();
        _tally.Stored(read, outcome, repeated: !seen.Add(read.Conversation.Key));
    }

    // ChatGPT's conversations carry no account; the export says beside them whose they all are. An attribute, never a part of a key.
    private ReadConversation WithAccount(ReadConversation read) =>
        Account is { } account && read.Conversation is { Account: null, Source: ChatGptReader.Source } ? read with { Conversation = read.Conversation with { Account = account } } : read;

    private string? Account => _beside.ChatGptAccounts.Count == 1 ? _beside.ChatGptAccounts.Min : null;

    private void Advance(ExportFile file, long read, ref long shown)
    {
        meter.Advance(file.Weight, (double)(read - shown) / Math.Max(1, Math.Max(file.Length, read)));
        shown = read;
    }

    private string NothingFound(bool bare)
    {
        if (bare && _firstByte is { } first)
            return Reasons.NotAnExport(input.Path, first == '<' ? "it is a web page, perhaps the error page of an expired download link" : "it is neither a zip nor JSON");
        if (input.Files.FirstOrDefault(file => file.IsPage) is { } page)
            return Reasons.NotAnExport(input.Path, $"it holds {page.BaseName} but no conversations, neither in it nor beside it");
        return Reasons.NotAnExport(input.Path, bare ? "no conversations are in it" : "it holds no conversations.json and no other JSON with conversations");
    }
}

/// <summary>Keys that one command has met: the shards and batches of an export overlap, and so do exports.</summary>
internal sealed class SeenKeys
{
    // Half of a hash: keys of a million conversations would take a hundred megabytes.
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Whether the key is met for the first time.</summary>
    public bool Add(string key) => _seen.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
