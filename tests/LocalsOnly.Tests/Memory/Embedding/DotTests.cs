using LocalsOnly.Memory.Embedding.Vectors;

namespace LocalsOnly.Tests.Memory.Embedding;

public sealed class DotTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(384)]
    [InlineData(1040)]
    public void Every_way_to_multiply_that_this_processor_has_comes_to_the_same(int length)
    {
        var random = new Random(length);
        for (var round = 0; round < 20; round++)
        {
            // Small enough that even the worst sum fits into 32 bits.
            var question = Enumerable.Range(0, length).Select(_ => (short)random.Next(-16000, 16001)).ToArray();
            var row = Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-127, 128)).ToArray();
            var expected = question.Zip(row, (q, r) => q * r).Sum();

            Assert.Equal(expected, Dot.Portable(question, row));
            Assert.Equal(expected, Dot.Of(question, row));
            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported) Assert.Equal(expected, Dot.Wide(question, row));
            if (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) Assert.Equal(expected, Dot.Arm(question, row));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(384)]
    [InlineData(4096)]
    public void The_largest_dot_product_there_can_be_does_not_overflow(int dimensions)
    {
        var padded = new VectorLayout(dimensions).VectorBytes;
        var (question, row) = (new short[padded], new sbyte[padded]);
        foreach (var vector in new[] { Enumerable.Repeat(1f, dimensions).ToArray(), [1f, .. Enumerable.Repeat(0f, dimensions - 1)] })
        {
            var factor = Int8.WriteQuestion(vector, question);
            var scale = Int8.Write(vector, row);
            Assert.InRange(Dot.Of(question, row) * factor * scale, 0.999f, 1.001f);
        }
    }

    [Fact]
    public void A_vector_comes_back_as_it_was_but_of_length_1_and_rounded_to_a_step()
    {
        float[] vector = [3, -4, 0, 0.01f];
        var (row, read) = (new sbyte[16], new float[4]);

        var scale = Int8.Write(vector, row);
        Int8.Read(row, scale, read);

        // The largest is 127 steps: 4 / 5 of the length, so a step is 0.8 / 127.
        Assert.Equal(0.8f / 127, scale, 6);
        Assert.Equal([95, -127, 0, 0], row[..4]);
        Assert.All(vector.Zip(read), pair => Assert.InRange(pair.Second, (pair.First / 5) - (scale / 2) - 1e-6f, (pair.First / 5) + (scale / 2) + 1e-6f));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public void A_vector_without_a_length_that_can_be_held_is_all_zeros(float number)
    {
        var row = Enumerable.Repeat((sbyte)7, 16).ToArray();
        Assert.Equal(0, Int8.Write([number, number], row));
        Assert.All(row, step => Assert.Equal(0, step));
    }
}
