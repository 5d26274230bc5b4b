using LocalsOnly.Memory;
using LocalsOnly.Memory.Redaction;
using Xunit.Abstractions;

namespace LocalsOnly.Tests.Memory.Redaction;

/// <summary>Redaction is on the way of every import: it must be cheap on what is clean, and no text may make it expensive.</summary>
public sealed class RedactorCostTests(ITestOutputHelper output)
{
    private const int Size = 1 << 20;

    private static readonly Redactor s_redactor = new(new RedactionOptions());

    public static TheoryData<string> Hostile =>
    [
        "sk-", "sk-a", "eyJ", "eyJaaaaaaaa.", "eyJ-", "password=", "password=a1", "token=1token=a", "bearer ", "bearer a1", "4111 ", "4111-1111 ", "1", "12 ", "4111111111111111 ",
        "DE89 ", "DE89", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\na: ", "a: -----BEGIN PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY----- a ", "-----BEGIN ",
        ".aaaaaa", ".", "M.aaaaaa.", "12345678:AA", "hf_", "ghp_aaaa-", "AKIA", " ", "\0", "secret_access_key: x1",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_takes_time_in_proportion_to_its_length(string piece)
    {
        var small = Best(Repeat(piece, Size / 16));
        var large = Best(Repeat(piece, Size / 2));

        // Eight times the text: linear is 8, quadratic 64.
        output.WriteLine($"{2 * large.TotalMilliseconds:0.0} ms for 1 MB of {piece.ReplaceLineEndings("\\n")}");
        Assert.True(large < 24 * small + TimeSpan.FromMilliseconds(5), $"{small.TotalMilliseconds:0.00} ms, and {large.TotalMilliseconds:0.00} ms for eight times as much");
    }

    [Fact]
    public void Clean_text_costs_a_small_multiple_of_one_look_at_every_character()
    {
        var text = Prose(16 << 20);
        Assert.Same(text, s_redactor.Redact(text, new Dictionary<string, int>()));

        var redaction = Best(text);
        var scan = Best(() => Sum(text));
        output.WriteLine($"{text.Length / redaction.TotalSeconds / 1e6:0} million characters a second; one at a time they are added at {text.Length / scan.TotalSeconds / 1e6:0} million");
        Assert.True(redaction < 8 * scan, $"{redaction.TotalMilliseconds:0.0} ms against {scan.TotalMilliseconds:0.0} ms");
    }

    // What this repository knows and says is prose and code without secrets, like most of what people talk about with a model.
    private static string Prose(int length)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "knowledge"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src", "LocalsOnly.Inference"), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return Repeat(string.Join('\n', files.Select(File.ReadAllText)), length);
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];

    private static long Sum(string text)
    {
        var sum = 0L;
        foreach (var c in text) sum = unchecked(sum * 31 + c);
        return sum;
    }

    private static TimeSpan Best(string text) => Best(() => s_redactor.Redact(text, new Dictionary<string, int>()).Length);

    private static TimeSpan Best(Func<long> work)
    {
        work();
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var started = ThreadClock.Elapsed;
            work();
            return ThreadClock.Elapsed - started;
        });
    }
}
