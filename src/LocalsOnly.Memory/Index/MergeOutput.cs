using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>Writes pages in transactions of a few megabytes each, so that others who want to write wait a moment and not for the whole of a merge.</summary>
internal sealed class MergeOutput : IDisposable
{
    private const int PagesPerTransaction = 64;

    private readonly SqliteConnection _connection;
    private readonly PageWriter _writer;
    private SqliteTransaction? _transaction;
    private int _pages;

    public MergeOutput(SqliteConnection connection)
    {
        _connection = connection;
        _writer = new PageWriter(connection);
        Pages = new CommittingPages(this);
    }

    public IPageSink Pages { get; }

    /// <summary>Commits what is left.</summary>
    public void Complete()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _writer.Dispose();
    }

    private void Write(long id, ByteBuffer content)
    {
        _transaction ??= _connection.BeginTransaction(deferred: false);
        _writer.Write(id, content);
        if (++_pages % PagesPerTransaction == 0) Complete();
    }

    private sealed class CommittingPages(MergeOutput output) : IPageSink
    {
        public void Write(long id, ByteBuffer content) => output.Write(id, content);
    }
}
