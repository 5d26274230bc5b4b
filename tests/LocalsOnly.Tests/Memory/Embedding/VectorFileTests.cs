using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class VectorFileTests : IDisposable
{
    private static readonly EmbeddingModel s_model = new("small", 3);

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.Combine("vectors", "small.vec");

    [Fact]
    public void What_is_appended_is_there_again_after_opening()
    {
        using (var file = Open())
        {
            file.Append(7, 2, 0, 0);
            file.Append(0, 0, -3, 0);
            Assert.Equal((2, 2, 0), (file.Count, file.Rows, file.Damaged));
        }
        using var again = Open();
        Assert.Equal((2, 2, 0), (again.Count, again.Rows, again.Damaged));
        Assert.Equal([1, 0, 0], again.Read(7)!);
        Assert.Equal([0, -1, 0], again.Read(0)!);
        Assert.Null(again.Read(1));
        Assert.True(again.Contains(7));
        Assert.False(again.Contains(1));
    }

    [Fact]
    public void The_file_is_as_long_as_its_rows_once_it_is_closed()
    {
        using (var file = Open()) file.Append(1, 1, 2, 3);
        // 16 bytes and the vector up to a multiple of 16, behind the header.
        Assert.Equal(512 + 32, new FileInfo(Path).Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Another_vector_for_an_id_replaces_the_first()
    {
        using (var file = Open())
        {
            file.Append(7, 1, 0, 0);
            file.Append([7, 8, 7], [new float[] { 0, 1, 0 }, new float[] { 1, 0, 0 }, new float[] { 0, 0, 1 }]);
            Assert.Equal((2, 4), (file.Count, file.Rows));
            Assert.Equal([8, 7], file.Search([1, 0, 0.1f], 9).Select(scored => scored.Id));
        }
        using var again = Open();
        Assert.Equal((2, 4), (again.Count, again.Rows));
        Assert.Equal([0, 0, 1], again.Read(7)!);
    }

    [Fact]
    public void What_is_deleted_is_found_no_more_and_nothing_of_it_is_left_in_the_file()
    {
        using (var file = Open())
        {
            file.Append(7, 1, 0.5f, 0.25f);
            file.Append(8, 0, 1, 0);
            Assert.Equal(1, file.Delete([7, 99]));
            Assert.Equal(0, file.Delete([7]));
            Assert.Equal([8], file.Search([1, 1, 0], 9).Select(scored => scored.Id));
            Assert.Null(file.Read(7));
        }
        var bytes = File.ReadAllBytes(Path);
        Assert.All(bytes[(512 + 16)..(512 + 32)], step => Assert.Equal(0, step));
        using var again = Open();
        Assert.Equal((1, 2, 0), (again.Count, again.Rows, again.Damaged));
        again.Append(7, 0, 0, 1);
        Assert.Equal([0, 0, 1], again.Read(7)!);
    }

    [Fact]
    public void Compacting_keeps_what_is_there_and_only_that()
    {
        var vectors = new Vectors(3, seed: 1).Next(50);
        using (var file = Open())
        {
            file.Append(0, vectors);
            file.Delete([.. Enumerable.Range(0, 50).Where(id => id % 3 == 0).Select(id => (long)id)]);
            var before = Enumerable.Range(0, 50).Select(id => file.Read(id)).ToArray();
            file.Compact();
            Assert.Equal((33, 33), (file.Count, file.Rows));
            Assert.Equal(before, Enumerable.Range(0, 50).Select(id => file.Read(id)));
            file.Append(100, 1, 0, 0);
            Assert.Equal(100, file.Search([1, 0, 0], 1)[0].Id);
        }
        Assert.Equal(512 + (34 * 32), new FileInfo(Path).Length);
        Assert.Single(Directory.GetFiles(_folder.Combine("vectors")));
        using var again = Open();
        Assert.Equal((34, 0), (again.Count, again.Damaged));
    }

    [Fact]
    public void Rows_selected_before_compacting_are_refused_after_it()
    {
        using var file = Open();
        file.Append(0, new Vectors(3, seed: 1).Next(4));
        var selected = file.Select([2, 3, 99]);
        Assert.Equal(2, selected.Count);
        file.Delete([0]);
        Assert.Equal(2, file.Search([1, 1, 1], 9, selected).Length);

        file.Compact();

        Assert.Throws<InvalidOperationException>(() => file.Search([1, 1, 1], 9, selected));
        Assert.Equal([2, 3], file.Search([1, 1, 1], 9, file.Select([2, 3, 99])).Select(scored => scored.Id).Order());
    }

    [Fact]
    public void A_compaction_that_was_killed_leaves_no_copy_behind()
    {
        using (var file = Open()) file.Append(1, 1, 0, 0);
        File.Copy(Path, Path + ".new");
        using var again = Open();
        Assert.False(File.Exists(Path + ".new"));
        Assert.Equal(1, again.Count);
    }

    [Theory]
    [InlineData("small", 4)]
    [InlineData("other", 3)]
    public void Another_models_vectors_are_refused_with_the_way_out(string id, int dimensions)
    {
        using (var file = Open()) file.Append(1, 1, 0, 0);
        var fault = Assert.Throws<EmbeddingException>(() => VectorFile.Open(Path, new EmbeddingModel(id, dimensions)));
        Assert.Equal(EmbeddingFault.Mismatch, fault.Fault);
        Assert.Contains("made by small (3 numbers each)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("name small again, or delete the file", fault.Message, StringComparison.Ordinal);
        using var again = Open();
        Assert.Equal(1, again.Count);
    }

    [Fact]
    public void A_file_that_is_open_already_is_refused()
    {
        using var file = Open();
        var fault = Assert.Throws<EmbeddingException>(Open);
        Assert.Equal(EmbeddingFault.VectorFile, fault.Fault);
        Assert.Contains("end the other process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_of_another_length_or_with_a_number_that_is_none_is_refused_and_so_is_its_batch()
    {
        using var file = Open();
        Assert.Equal(EmbeddingFault.Mismatch, Assert.Throws<EmbeddingException>(() => file.Append([1, 2], [new float[3], new float[4]])).Fault);
        Assert.Equal(EmbeddingFault.NotANumber, Assert.Throws<EmbeddingException>(() => file.Append([1, 2], [new float[3], new float[] { 0, float.NaN, 0 }])).Fault);
        Assert.Equal(EmbeddingFault.Mismatch, Assert.Throws<EmbeddingException>(() => file.Search([1, 2], 3)).Fault);
        Assert.Equal(EmbeddingFault.NotANumber, Assert.Throws<EmbeddingException>(() => file.Search([1, 2, float.PositiveInfinity], 3)).Fault);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Append(-1, 1, 2, 3));
        Assert.Equal(0, file.Rows);
    }

    [Fact]
    public void A_name_that_does_not_fit_into_the_header_is_refused()
    {
        Assert.Throws<EmbeddingException>(() => VectorFile.Open(Path, new EmbeddingModel(new string('x', 465), 3)));
        using var file = VectorFile.Open(_folder.Combine("long"), new EmbeddingModel(new string('x', 464), 3));
        Assert.Equal(0, file.Count);
    }

    private VectorFile Open() => VectorFile.Open(Path, s_model);
}
