using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory.Storing;

public sealed class SqliteFileTests : IDisposable
{
    private const int Full = 13;

    private readonly string _folder = Directory.CreateTempSubdirectory("locals-sqlite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Steps_that_a_full_disk_ends_say_so_and_the_next_are_as_if_they_had_not_been()
    {
        using var shelf = new Shelf(Path.Combine(_folder, "shelf.db"));
        shelf.Run("PRAGMA max_page_count = 4");
        var fault = Assert.Throws<SqliteException>(() => shelf.Write(() =>
        {
            shelf.Run("INSERT INTO books VALUES ('a thin one')");
            shelf.Run("INSERT INTO books VALUES ($text)", ("$text", new string('a', 100_000)));
        }));

        Assert.Equal(Full, fault.SqliteErrorCode);
        shelf.Write(() => shelf.Run("INSERT INTO books VALUES ('another')"));
        Assert.Equal(["another"], shelf.Rows("SELECT title FROM books", row => row.GetString(0)));
    }

    [Fact]
    public void Steps_of_which_one_throws_are_taken_back()
    {
        using var shelf = new Shelf(Path.Combine(_folder, "shelf.db"));
        Assert.Throws<InvalidOperationException>(() => shelf.Write(() =>
        {
            shelf.Run("INSERT INTO books VALUES ('a thin one')");
            throw new InvalidOperationException();
        }));

        Assert.Empty(shelf.Rows("SELECT title FROM books", row => row.GetString(0)));
    }

    private sealed class Shelf(string path) : SqliteFile(path, outlivesPower: false, "CREATE TABLE books (title TEXT NOT NULL);");
}
