using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>
/// The fake seen by the official client of npm, which was made from Qdrant's own OpenAPI: what our tests stand on is not only our own reading of it. The script
/// answers with what it saw, and the expected answers are worked out by hand from Qdrant's formulas.
/// </summary>
public sealed class QdrantNodeTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "interop");

    [SkippableFact]
    public async Task The_official_client_finds_in_the_fake_what_it_would_find_in_Qdrant()
    {
        Require();
        await using var fake = await FakeQdrant.StartAsync();

        var seen = await RunAsync(fake.Url, "talks");

        Assert.Equal("""[false,true,"completed",2,"idf"]""", Of(seen, "before", "created", "upserted", "vectors", "modifier"));
        Assert.Equal("""[{"embedding":"two"},{"at":"datetime","owner":"keyword","persona":"keyword"}]""", Of(seen, "metadata", "schema"));
        // A persona that is missing, null or an empty list is empty; only one that is null is null.
        Assert.Equal("""[{"all":4,"mine":3,"either":4,"shared":3,"none":1,"sharedOrKelly":3,"notMine":1,"february":1}]""", Of(seen, "counts"));
        // n = 4; 7 is in three, 8 in two: 1.5 * (ln(1.5 / 3.5 + 1) + ln(2.5 / 2.5 + 1)), and 1.5 * ln(1.5 / 3.5 + 1).
        Assert.Equal([(1, 1.5747), (2, 0.535)], Scores(seen, "sparse"));
        Assert.Equal("""{"owner":"me"}""", seen.GetProperty("sparse")[0].GetProperty("payload").GetRawText());
        Assert.Equal([(1, 1), (2, 0.8)], Scores(seen, "dense"));
        // Words 1, 2; meaning 3, 2, 1: with k = 61 1/61 + 1/63, 1/62 + 1/62, 1/61, and with its own 2 the first has 1/2 + 1/4.
        Assert.Equal([(1, 0.0323), (2, 0.0323), (3, 0.0164)], Scores(seen, "fused"));
        Assert.Equal([(1, 0.75)], Scores(seen, "byDefault"));
        const string Zeros = "00000000-0000-0000-0000-00000000000";
        Assert.Equal($"""[[["{Zeros}1","me"],["{Zeros}2","me"]],"{Zeros}3",["{Zeros}3"],null]""", Of(seen, "page", "next", "rest", "end"));
        Assert.Equal("""[1,true]""", Of(seen, "left", "deleted"));
        var errors = seen.GetProperty("errors");
        Assert.Equal("""{"status":409,"text":"Wrong input: Collection `talks` already exists!"}""", Plain(errors, "again"));
        Assert.Equal("""{"status":404,"text":"Not found: Collection `talks-nowhere` doesn't exist!"}""", Plain(errors, "missing"));
        Assert.Equal("""{"status":400,"text":"Wrong input: Vector dimension error: expected dim: 2, got 3"}""", Plain(errors, "size"));
        Assert.Equal("""{"status":400,"text":"Wrong input: Not existing vector name error: other"}""", Plain(errors, "vector"));
        Assert.StartsWith("""{"status":400,"text":"Bad request: A query is needed to merge the prefetches.""", Plain(errors, "unmerged"), StringComparison.Ordinal);
    }

    internal static void Require() => Skip.IfNot(
        Directory.Exists(Path.Combine(s_folder, "node_modules", "@qdrant", "js-client-rest")), "the Qdrant npm client is not installed (npm ci --prefix tests/interop)");

    internal static async Task<JsonElement> RunAsync(Uri url, string collection, string? apiKey = null)
    {
        string[] arguments = [Path.Combine(s_folder, "qdrant", "collection.mjs"), url.ToString(), collection, .. apiKey is null ? (string[])[] : [apiKey]];
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, errors);
        return JsonSerializer.Deserialize<JsonElement>(await output);
    }

    private static string Of(JsonElement seen, params string[] names) => $"[{string.Join(',', names.Select(name => seen.GetProperty(name).GetRawText()))}]";

    private static string Plain(JsonElement of, string name) => of.GetProperty(name).GetRawText();

    private static IEnumerable<(int, double)> Scores(JsonElement seen, string name) =>
        seen.GetProperty(name).EnumerateArray()
            .Select(hit => (int.Parse(hit.GetProperty("id").GetString()!.Split('-')[^1], CultureInfo.InvariantCulture), hit.GetProperty("score").GetDouble()));
}
