using System.Globalization;
using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Claude;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import;

/// <summary>Counts what becomes of one input, so that the report adds up.</summary>
internal sealed class InputTally(ExportInput input, InputSurvey survey)
{
    private const int MostQuarantineEntries = 1000;

    private readonly List<QuarantinedConversation> _quarantined = [];
    private readonly List<string> _warnings = [];
    private readonly SortedSet<string> _notUsed = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _unused = new(StringComparer.Ordinal);

    public ImportTotals Totals { get; private set; } = new();

    public void Stored(ReadConversation read, StoreOutcome outcome, bool repeated)
    {
        _sources.Add(read.Conversation.Source);
        Add(_kinds, KindName(read.Conversation.Kind), 1);
        foreach (var (clause, count) in read.Notes) Add(_notes, clause, count);
        var forgotten = outcome == StoreOutcome.Forgotten;
        var empty = !forgotten && read.IsEmpty;
        Totals = Totals with
        {
            Found = Totals.Found + 1,
            Empty = Totals.Empty + (empty ? 1 : 0),
            Added = Totals.Added + (!empty && outcome == StoreOutcome.Added ? 1 : 0),
            Updated = Totals.Updated + (!empty && outcome == StoreOutcome.Updated ? 1 : 0),
            Unchanged = Totals.Unchanged + (!empty && outcome == StoreOutcome.Unchanged ? 1 : 0),
            Forgotten = Totals.Forgotten + (forgotten ? 1 : 0),
            Repeated = Totals.Repeated + (repeated ? 1 : 0),
            Messages = Totals.Messages + read.Shape.Visible,
            AssetsResolved = Totals.AssetsResolved + read.Shape.AssetsResolved,
            AssetsMissing = Totals.AssetsMissing + read.Shape.AssetsMissing,
        };
    }

    /// <summary>A conversation was recognised by its bytes.</summary>
    public void Known(ElementShape shape)
    {
        _sources.Add(shape == ElementShape.ClaudeConversation ? ClaudeReader.Source : ChatGptReader.Source);
        Add(_kinds, KindName(ConversationKind.Chat), 1);
        Totals = Totals with { Found = Totals.Found + 1, Unchanged = Totals.Unchanged + 1 };
    }

    public void Quarantined(ExportFile file, long offset, string reason)
    {
        Totals = Totals with { Found = Totals.Found + 1, Quarantined = Totals.Quarantined + 1 };
        if (_quarantined.Count < MostQuarantineEntries) _quarantined.Add(new QuarantinedConversation(file.Name, offset, reason));
    }

    public void Unused(ElementShape shape)
    {
        if (ElementShapes.Unused(shape) is { } name) Add(_unused, name, 1);
    }

    /// <summary>A whole file gave nothing.</summary>
    public void NotUsed(ExportFile file) => _notUsed.Add(file.Name);

    public void Read(long bytes) => Totals = Totals with { Bytes = Totals.Bytes + bytes };

    public void Warn(string sentence) => _warnings.Add(sentence);

    /// <summary>The input's part of the report.</summary>
    /// <param name="problem">Why it could not be imported as a whole; null when it could.</param>
    public ImportedInput Result(string? problem)
    {
        IEnumerable<string> notes = _notes.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Value} × {note.Key}"));
        if (Totals.Quarantined > _quarantined.Count) notes = notes.Append($"only the first {MostQuarantineEntries} quarantined conversations are listed");
        return new ImportedInput(
            input.Path, [.. _sources], Totals, problem, _quarantined, [.. input.Warnings, .. survey.Warnings, .. _warnings, .. notes], [.. _notUsed])
        {
            Kinds = _kinds,
            Unused = _unused,
            Missing = survey.Missing,
            Accounts = [.. survey.ChatGptAccounts.Select(account => $"chatgpt:{account}"), .. survey.ClaudeAccounts.Select(account => $"claude:{account}")],
        };
    }

    private static void Add(SortedDictionary<string, int> counts, string name, int count) => counts[name] = counts.GetValueOrDefault(name) + count;

    private static string KindName(ConversationKind kind) => kind switch
    {
        ConversationKind.Project => "projects",
        ConversationKind.Memory => "memories",
        ConversationKind.Design => "design chats",
        ConversationKind.CodeSession => "code sessions",
        _ => "chats",
    };
}
