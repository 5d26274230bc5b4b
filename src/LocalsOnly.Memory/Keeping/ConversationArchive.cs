using System.Globalization;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Corpus;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Keeping;

/// <summary>Looks after the archive as a whole, for its owner.</summary>
internal sealed class ConversationArchive(
    ConversationStore store, ArchiveReader archive, IndexDatabase database, Indexer indexer, Removal removal, Remembering.Remembering remembering,
    IEnumerable<IForgotten> copies, TimeProvider time) : IConversationArchive
{
    private const string Owner = MemoryScope.DefaultOwner;

    public Task<IReadOnlyList<ImportSummary>> ListImportsAsync(CancellationToken cancellationToken = default) => AskAsync<IReadOnlyList<ImportSummary>>(
        connection => ImportTable.List(connection, Owner), cancellationToken);

    public Task<ImportDetails?> FindImportAsync(int number, CancellationToken cancellationToken = default) => AskAsync(
        connection => ImportTable.List(connection, Owner, number) is [var import] ? new ImportDetails(import, ImportTable.Conversations(connection, number)) : null, cancellationToken);

    public Task<UndoResult?> UndoAsync(int number, CancellationToken cancellationToken = default) => ChangeAsync(
        writer =>
        {
            HashSet<string> touched, brought;
            using (var connection = database.Open())
            {
                if (ImportTable.List(connection, Owner, number) is not [var import]) return null;
                if (import.Undone is not null) return new UndoResult(number, AlreadyUndone: true, 0, 0, 0);
                touched = [.. HeldTable.OnlyIn(connection, number).Select(conversation => conversation.Key)];
                brought = [.. ImportTable.Keys(connection, number)];
                var known = Known(connection);
                touched.IntersectWith(known);
                brought.IntersectWith(known);
            }
            Store(writer, Line(EntryKind.Undo) with { Import = number });
            using var after = database.Open();
            var left = touched.Intersect(Known(after)).Count();
            return new UndoResult(number, AlreadyUndone: false, touched.Count - left, left, brought.Except(touched).Count());
        },
        cancellationToken);

    public Task<ForgetPreview> PreviewForgetAsync(ForgetSelection selection, CancellationToken cancellationToken = default)
    {
        Check(selection);
        return AskAsync(
            connection =>
            {
                using var originals = new OriginalReader(database, archive);
                var found = Selection.Find(connection, originals, Owner, selection);
                return new ForgetPreview(found, found.Sum(label => label.Messages), Observations.PartsOf(connection, Owner, HashesOf(found), out _).Count);
            },
            cancellationToken);
    }

    public async Task<ForgetResult> ForgetAsync(ForgetSelection selection, CancellationToken cancellationToken = default)
    {
        Check(selection);
        // What waits for the archive may be of the same conversation.
        await remembering.FlushAsync(cancellationToken);
        return await ChangeAsync(
            writer =>
            {
                List<ConversationLabel> found;
                using (var connection = database.Open())
                using (var originals = new OriginalReader(database, archive)) found = Selection.Find(connection, originals, Owner, selection);
                if (found.Count == 0) return new ForgetResult(0, 0, 0, 0);
                var hashes = HashesOf(found);
                Dictionary<string, string> parts;
                HashSet<string> touched;
                using (var connection = database.Open()) parts = Observations.PartsOf(connection, Owner, hashes, out touched);
                foreach (var copy in copies) copy.Forget([.. touched.Union(found.Select(label => label.Key))]);
                removal.MarkDue();
                Store(writer, Line(EntryKind.Forget) with { Keys = [.. hashes.Order(StringComparer.Ordinal)], Parts = parts.Count > 0 ? parts : null, Chosen = Chosen(selection) });
                // From here on it is under way: what a crash leaves, the next writer finishes, because the line says what must go.
                var rewritten = removal.Run(writer, dropUndone: false, CancellationToken.None);
                return new ForgetResult(found.Count, found.Sum(label => label.Messages), parts.Count, rewritten.FreedBytes);
            },
            cancellationToken);
    }

    public Task<int> AllowAsync(string? conversationKey, CancellationToken cancellationToken = default) => ChangeAsync(
        writer =>
        {
            var hash = conversationKey is null ? null : KeyHash.Of(conversationKey);
            int count;
            using (var connection = database.Open())
            {
                count = (int)(long)connection.Scalar(
                    "SELECT count(*) FROM forgotten WHERE owner = $owner AND gone_with IS NULL AND ($hash IS NULL OR hash = $hash)", ("$owner", Owner), ("$hash", hash))!;
            }
            if (count > 0) Store(writer, Line(EntryKind.Allow) with { Keys = hash is null ? null : [hash] });
            return count;
        },
        cancellationToken);

    public Task AssignProjectAsync(string conversationKey, string? project, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversationKey);
        return AssignProjectsAsync([new ProjectAssignment(conversationKey, project)], cancellationToken);
    }

    public Task AssignProjectsAsync(IReadOnlyCollection<ProjectAssignment> assignments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        return ChangeAsync(
            writer =>
            {
                Store(writer, [.. assignments.Select(assignment => Line(EntryKind.Project) with { ConversationKey = assignment.ConversationKey, Project = assignment.Project })]);
                return true;
            },
            cancellationToken);
    }

    public Task<ArchiveVerdict> VerifyAsync(CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            try
            {
                if (File.Exists(archive.Directory))
                    throw new MemoryStoreException($"The archive directory {archive.Directory} is a file: set Data:Nas to a directory.");
                var layout = archive.Layout();
                var progress = database.Ask(IndexProgress.Read);
                Indexer.ThrowIfAway(archive.Directory, layout, progress);
                var verdict = ArchiveCheck.Run(layout, cancellationToken);
                return progress.Archive == layout.Identity() && !ArchiveReader.Holds(layout, progress.Position)
                    ? verdict with { Faults = [.. verdict.Faults, string.Create(CultureInfo.InvariantCulture, $"segment {progress.Position.Segment} of the conversations is gone or shorter than what was indexed of it ({progress.Position.Offset} bytes)")] }
                    : verdict;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new MemoryStoreException(
                    $"The archive directory {archive.Directory} cannot be read ({fault.Message.TrimEnd('.')}): mount it or allow reading there, or set Data:Nas to another directory.", fault);
            }
        },
        cancellationToken);

    public Task<CompactResult> CompactAsync(CancellationToken cancellationToken = default) => ChangeAsync(
        writer =>
        {
            var rewritten = removal.Run(writer, dropUndone: true, cancellationToken);
            return new CompactResult(rewritten.Dropped.Count, rewritten.Payloads, rewritten.FreedBytes);
        },
        cancellationToken);

    private void Store(ArchiveWriter writer, params ReadOnlySpan<ArchiveEntry> entries)
    {
        if (entries.IsEmpty) return;
        var from = writer.End;
        var lines = new List<CommittedLine>();
        foreach (var entry in entries) lines.Add(new CommittedLine(entry, writer.Append(entry), null));
        indexer.Index(writer.Manifest, from, writer.Commit(), lines);
    }

    private ArchiveEntry Line(EntryKind kind) => new(ArchiveEntry.CurrentVersion, time.GetUtcNow(), Owner) { Kind = kind };

    private static HashSet<string> HashesOf(IEnumerable<ConversationLabel> labels) => labels.Select(label => KeyHash.Of(label.Key)).ToHashSet(StringComparer.Ordinal);

    private static List<string> Known(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT key FROM conversations WHERE owner = $owner", ("$owner", Owner));
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    private static void Check(ForgetSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.IsEmpty) throw new ArgumentException("Nothing says which conversations are meant.", nameof(selection));
    }

    private static string Chosen(ForgetSelection selection)
    {
        var by = new List<string>();
        if (selection.ConversationKey is not null) by.Add("conversation");
        if (selection.Source is not null) by.Add("source");
        if (selection.Before is not null || selection.After is not null) by.Add("time");
        if (selection.Words is not null) by.Add("search");
        return string.Join(' ', by);
    }

    private Task<T> AskAsync<T>(Func<SqliteConnection, T> ask, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            indexer.CatchUp(cancellationToken);
            return Guarded(() =>
            {
                using var connection = database.Open();
                return ask(connection);
            });
        },
        cancellationToken);

    private Task<T> ChangeAsync<T>(Func<ArchiveWriter, T> change, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var writer = store.OpenArchive(cancellationToken);
            return Guarded(() => change(writer));
        },
        cancellationToken);

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException fault)
        {
            throw database.Failed(fault);
        }
    }
}
