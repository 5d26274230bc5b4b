using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>What a killed process, a lost block and a flipped bit do to a file of vectors.</summary>
public sealed class VectorDamageTests : IDisposable
{
    private const int HeaderBytes = 512;
    private const int RowBytes = 32;

    private static readonly EmbeddingModel s_model = new("small", 5);

    private readonly TemporaryDirectory _folder = new();
    private readonly float[][] _vectors = new Vectors(5, seed: 3).Next(6);

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.Combine("vectors");

    [Fact]
    public void Cut_off_anywhere_the_file_has_the_rows_that_were_whole()
    {
        using (var file = Open()) file.Append(0, _vectors);
        var whole = File.ReadAllBytes(Path);
        // As it was before the first flush: nothing was promised yet.
        VectorHeader.WriteDurable(whole.AsSpan(VectorHeader.DurableAt), 0);
        for (var length = 0; length <= whole.Length; length += 3)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var expected = Math.Max(0, length - HeaderBytes) / RowBytes;
            using (var file = Open())
            {
                Assert.Equal((expected, expected, 0), (file.Count, file.Rows, file.Damaged));
                file.Append(100, _vectors[0]);
            }
            using var again = Open();
            Assert.Equal((expected + 1, 0), (again.Count, again.Damaged));
        }
    }

    [Fact]
    public void A_process_that_is_killed_loses_nothing_that_was_appended()
    {
        using var file = Open();
        file.Append(0, _vectors[..4]);
        file.Flush();
        file.Append(4, _vectors[4..]);
        // What the system has at this moment is what stays; the room behind the rows is still there.
        var atTheKill = Copy();
        Assert.True(new FileInfo(atTheKill).Length > HeaderBytes + (6 * RowBytes));

        using var again = VectorFile.Open(atTheKill, s_model);

        Assert.Equal((6, 6, 0), (again.Count, again.Rows, again.Damaged));
        Assert.Equal(file.Search(_vectors[5], 6), again.Search(_vectors[5], 6));
    }

    [Fact]
    public void After_a_power_cut_rows_behind_the_last_flush_end_at_the_first_that_is_not_whole()
    {
        using (var file = Open())
        {
            file.Append(0, _vectors[..2]);
            file.Flush();
            file.Append(2, _vectors[2..]);
            File.Move(Copy(), _folder.Combine("copy"));
        }
        // Of six rows the fourth never reached the disk.
        Change(_folder.Combine("copy"), bytes => bytes.AsSpan(HeaderBytes + (3 * RowBytes), RowBytes).Clear());

        using var again = VectorFile.Open(_folder.Combine("copy"), s_model);

        Assert.Equal((3, 3, 0), (again.Count, again.Rows, again.Damaged));
    }

    [Fact]
    public void Any_flipped_bit_of_a_row_costs_that_row_and_no_other()
    {
        using (var file = Open()) file.Append(0, _vectors);
        var whole = File.ReadAllBytes(Path);
        for (var bit = 0; bit < RowBytes * 8; bit++)
        {
            Write(whole, HeaderBytes + (2 * RowBytes), bit);
            using (var file = Open())
            {
                Assert.Equal((5, 6, 1), (file.Count, file.Rows, file.Damaged));
                Assert.False(file.Contains(2));
                Assert.DoesNotContain(file.Search(_vectors[2], 6), scored => scored.Id == 2);
                file.Append(2, _vectors[2]);
            }
            using var again = Open();
            Assert.Equal((6, 0), (again.Count, again.Damaged));
        }
    }

    [Fact]
    public void A_flipped_bit_brings_no_deleted_row_back()
    {
        using (var file = Open())
        {
            file.Append(0, _vectors);
            file.Delete([2]);
        }
        var whole = File.ReadAllBytes(Path);
        for (var bit = 0; bit < RowBytes * 8; bit++)
        {
            Write(whole, HeaderBytes + (2 * RowBytes), bit);
            using var file = Open();
            Assert.Equal((5, 1), (file.Count, file.Damaged));
        }
    }

    [Fact]
    public void A_flipped_bit_of_the_header_is_noticed()
    {
        using (var file = Open()) file.Append(0, _vectors);
        var whole = File.ReadAllBytes(Path);
        for (var bit = 0; bit < VectorHeader.DurableAt * 8; bit += 7)
        {
            Write(whole, 0, bit);
            var fault = Assert.Throws<EmbeddingException>(() => Open());
            Assert.Equal(EmbeddingFault.VectorFile, fault.Fault);
        }
    }

    [Fact]
    public void When_the_number_of_durable_rows_is_damaged_all_sound_rows_stay()
    {
        using (var file = Open()) file.Append(0, _vectors);
        var whole = File.ReadAllBytes(Path);
        for (var bit = 0; bit < VectorHeader.DurableBytes * 8; bit++)
        {
            Write(whole, VectorHeader.DurableAt, bit);
            using var file = Open();
            Assert.Equal((6, 0), (file.Count, file.Damaged));
        }
    }

    [Fact]
    public void Rows_that_were_durable_and_are_missing_are_counted()
    {
        using (var file = Open()) file.Append(0, _vectors);
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..(HeaderBytes + (4 * RowBytes) + 5)]);
        using var again = Open();
        Assert.Equal((4, 2), (again.Count, again.Damaged));
    }

    [Fact]
    public void Killed_between_a_new_row_and_the_wiping_of_the_old_one_the_new_one_stays()
    {
        using (var file = Open())
        {
            file.Append(0, _vectors[..2]);
            file.Append(7, _vectors[2]);
        }
        // As though row 2 were another vector for id 0.
        Change(Path, bytes => VectorLayout.Write(bytes.AsSpan(HeaderBytes + (2 * RowBytes), RowBytes), 0, _vectors[2]));
        using (var file = Open())
        {
            Assert.Equal((2, 3, 0), (file.Count, file.Rows, file.Damaged));
            Assert.Equal(0, file.Search(_vectors[2], 1)[0].Id);
        }
        using var again = Open();
        Assert.Equal((2, 0), (again.Count, again.Damaged));
    }

    [Fact]
    public void Another_file_and_one_of_a_later_version_are_left_alone()
    {
        using (var file = Open()) file.Append(0, _vectors);
        Change(Path, bytes => bytes[8] = 2);
        Assert.Contains("later version", Assert.Throws<EmbeddingException>(() => Open()).Message, StringComparison.Ordinal);

        var text = new string('x', 600);
        File.WriteAllText(Path, text);
        Assert.Contains("no file of vectors", Assert.Throws<EmbeddingException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Path));
    }

    private VectorFile Open() => VectorFile.Open(Path, s_model);

    // A file that is open here cannot be opened twice, but the system copies it all the same.
    private string Copy()
    {
        var copy = _folder.Combine(Guid.NewGuid().ToString("N"));
        using var cp = System.Diagnostics.Process.Start("cp", [Path, copy]);
        cp.WaitForExit();
        return copy;
    }

    private static void Change(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private void Write(byte[] whole, int from, int bit)
    {
        var bytes = whole.ToArray();
        bytes[from + (bit / 8)] ^= (byte)(1 << (bit % 8));
        File.WriteAllBytes(Path, bytes);
    }
}
