using System.IO.Compression;
using System.Reflection;

namespace LocalsOnly.Import.Samples;

/// <summary>A question that the sample history answers.</summary>
/// <param name="Question">As a person would put it.</param>
/// <param name="Title">Title of the conversation with the answer.</param>
/// <param name="Answer">A piece of text that the answering conversation holds.</param>
public sealed record SampleQuestion(string Question, string Title, string Answer);

/// <summary>
/// The exports of a person who does not exist, laid out as the vendors lay theirs out, so that a demo can run the true import. Every name, place of business and figure in
/// them is invented.
/// </summary>
public static class SampleExports
{
    private static readonly string[] s_archives = ["chatgpt-export", "claude-export"];

    // Zips carry local times without a zone; a constant makes the samples the same on every machine.
    private static readonly DateTimeOffset s_packedAt = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Questions that the samples answer, each from a different angle.</summary>
    public static IReadOnlyList<SampleQuestion> Questions { get; } =
    [
        new("Which hotel did we book in Lisbon?", "Five days in Lisbon", "Casa do Jacarandá"),
        new("What time is our dinner reservation at Mesa da Viúva?", "Where to eat in Lisbon", "20:30"),
        new("How much was the heat pump quote from Noordzij?", "Heat pump quote from Noordzij", "13,640"),
        new("What did the neighbours say about the noise of the heat pump?", "Heat pump noise and the neighbours", "silent mode runs from 22:00 to 7:00"),
        new("What hydration worked for my sourdough?", "Sourdough at 72 percent", "72 percent worked"),
        new("How much water when I add rye to the sourdough?", "Rye variant of the sourdough", "78"),
        new("At which strike did I sell the March covered calls, and for what premium?", "Covered call experiment", "47.50"),
        new("At what price were the calls bought back, says my options journal?", "Options journal", "Bought back at 0.12"),
        new("When do I leave a stablecoin that loses its peg?", "Stablecoin yields, soberly", "0.985"),
        new("What did I plant in the north bed?", "North bed replanting", "fifteen hellebores"),
        new("Which RAID layout did I choose for the NAS?", "NAS for the attic", "RAIDZ2"),
        new("When do the nightly backups run?", "Nightly backups from kelder", "03:15"),
        new("How many tokens per second does the exo cluster reach?", "Exo cluster on two Macs", "16.8 tokens per second"),
        new("What is my goal time for the marathon in October?", "Autumn marathon in 3:45", "3:45"),
        new("What did the physio say about running downhill?", "Knee after the hill sessions", "no downhill until 14 July"),
        new("How many lemons should go into the bean stew next time?", "White bean stew for eight", "only one lemon"),
        new("When is Wim's retirement party?", "Speech for Wim's retirement", "26 June"),
        new("What deposit does the landlord owe us?", "Letter about the deposit of the studio", "1,850 euros"),
    ];

    /// <summary>Questions the samples hold no answer to: recall should stay silent.</summary>
    public static IReadOnlyList<string> UnanswerableQuestions { get; } =
    [
        "How do I change the timing belt of a diesel van?",
        "Which vaccine does the puppy need at twelve weeks?",
        "Who won the chess championship in 1972?",
        "How tall is the tower in the harbour of Genoa?",
        "What is the capital gains tax rate in Portugal?",
        "Recommend a violin teacher for a beginner",
    ];

    /// <summary>Writes <c>chatgpt-export.zip</c> and <c>claude-export.zip</c> into a directory, which is made when missing.</summary>
    /// <returns>The paths of the two files.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(string directory, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(directory);
        var paths = new List<string>();
        foreach (var archive in s_archives)
        {
            var path = Path.Combine(directory, archive + ".zip");
            await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            await using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            foreach (var (name, resource) in Resources(archive))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = s_packedAt;
                await using var packed = await entry.OpenAsync(cancellationToken);
                await using var content = Assembly.GetManifestResourceStream(resource)!;
                await content.CopyToAsync(packed, cancellationToken);
            }
            paths.Add(path);
        }
        return paths;
    }

    private static Assembly Assembly => typeof(SampleExports).Assembly;

    private static IEnumerable<(string Name, string Resource)> Resources(string archive) =>
        Assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Path: resource.Replace('\\', '/')))
            .Where(item => item.Path.StartsWith($"Samples/{archive}/", StringComparison.Ordinal))
            .OrderBy(item => item.Path, StringComparer.Ordinal)
            .Select(item => (item.Path[(item.Path.LastIndexOf('/') + 1)..], item.Resource));
}
