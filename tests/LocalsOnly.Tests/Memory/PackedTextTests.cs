using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory;

public sealed class PackedTextTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public PackedTextTests()
    {
        _connection.Open();
        _connection.Execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text NOT NULL)");
    }

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("", "text")]
    [InlineData("Short.", "text")]
    [InlineData("The walnut board is two metres long and forty wide. ", "blob")]
    [InlineData("Les élèves préfèrent l'été à l'hiver; 東京は夏が暑い。😀 ", "blob")]
    public void A_text_comes_back_as_it_was(string sentence, string type)
    {
        var text = type == "blob" ? string.Concat(Enumerable.Repeat(sentence, 200)) : sentence;
        Put(text);
        Assert.Equal(type, _connection.Scalar("SELECT typeof(text) FROM texts"));
        Assert.Equal(text, Read());
    }

    [Fact]
    public void A_text_that_does_not_shrink_is_kept_plain()
    {
        var random = new Random(1);
        var text = new string([.. Enumerable.Range(0, 4000).Select(_ => (char)random.Next(1, 128))]);
        Put(text);
        Assert.Equal("text", _connection.Scalar("SELECT typeof(text) FROM texts"));
        Assert.Equal(text, Read());
    }

    [Theory]
    [InlineData("x'00'")]
    [InlineData("x'ffffffff00'")]
    [InlineData("x'ffffff7f00'")]
    [InlineData("x'0500000000'")]
    [InlineData("substr(text, 1, length(text) - 4)")]
    [InlineData("x'01000000' || substr(text, 5)")]
    public void A_damaged_text_is_known_as_such(string damage)
    {
        Put(string.Concat(Enumerable.Repeat("The walnut board is two metres long. ", 40)));
        _connection.Execute($"UPDATE texts SET text = CAST({damage} AS BLOB)");
        Assert.Throws<DamagedIndexException>(Read);
    }

    private void Put(string text)
    {
        using var insert = new Statement(_connection, "INSERT INTO texts (text) VALUES (?1)");
        PackedText.Bind(insert, 1, text);
        insert.Run();
    }

    private string Read()
    {
        using var select = new Statement(_connection, "SELECT text FROM texts");
        Assert.True(select.Step());
        return PackedText.Of(select, 0);
    }
}
