using System.Diagnostics;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

/// <summary>The commands of docs/decisions/0002-archive.md, as a person without this program would run them.</summary>
public sealed class StandardToolsTests : IAsyncLifetime, IDisposable
{
    private readonly TestMemory _house = new();

    public async Task InitializeAsync()
    {
        await _house.ImportAsync(Talk.Of("a", "Lisboa, às cinco", "Olá"), "{\"title\": \"Lisboa\"}");
        await _house.ImportAsync(Talk.Of("b", "Garden", "roses"), "{\"title\": \"Garden\"}");
        // What seals the files.
        await _house.ImportAsync(Talk.Of("c", "Undone", "gone"), "{}");
        await _house.Keeping.UndoAsync(3);
        await _house.Keeping.CompactAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _house.Dispose();

    [SkippableFact]
    public void Lines_are_counted_and_searched() =>
        Assert.Equal("2", Shell("zcat conversations-*.jsonl.gz | grep -c '\"kind\":\"observation\"'"));

    [SkippableFact]
    public void The_checksum_of_a_line_is_that_of_its_entry()
    {
        var line = "zcat conversations-000001*.jsonl.gz | sed -n 2p";
        Assert.Equal(Shell($"{line} | cut -c 12-75"), Shell($"{line} | tail -c +86 | head -c -2 | sha256sum | cut -c -64"));
    }

    [SkippableFact]
    public void Payloads_are_what_was_exported() => Assert.Equal("{\"title\": \"Lisboa\"}\n{\"title\": \"Garden\"}", Shell("zcat raw-*.json.gz"));

    [SkippableFact]
    public void The_payload_of_a_line_is_cut_out_by_its_offset() =>
        Assert.Equal("{\"title\": \"Garden\"}", Shell("""
            o=$(zcat conversations-*.gz | grep -o '"raw":{"segment":1,"offset":[1-9][0-9]*' | grep -o '[0-9]*$')
            tail -c +$((o + 1)) raw-000001*.json.gz | zcat
            """));

    [SkippableFact]
    public void Files_match_the_manifest() => Assert.Equal(
        Shell("sha256sum conversations-* raw-* | cut -c -64"), Shell("grep -o '\"sha256\": \"[0-9a-f]*' manifest.json | cut -c 12-"));

    [SkippableFact]
    public async Task Files_from_which_everything_was_forgotten_are_still_read()
    {
        await _house.Keeping.ForgetAsync(new ForgetSelection { Source = "chatgpt" });
        Assert.Equal("", Shell("zcat raw-*.json.gz && gzip -t *.gz"));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    [SkippableFact]
    public void Titles_are_read_with_jq()
    {
        Skip.If(Shell("command -v jq || true").Length == 0, "jq is not installed");
        Assert.Equal("Lisboa, às cinco\nGarden", Shell("zcat conversations-*.jsonl.gz | jq -r '.entry.conversation.title // empty'"));
        Assert.Equal("Lisboa\nGarden", Shell("zcat raw-*.json.gz | jq -r .title"));
    }

    private string Shell(string command)
    {
        Skip.If(OperatingSystem.IsWindows(), "needs /bin/sh");
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _house.Nas, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().TrimEnd('\n');
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
