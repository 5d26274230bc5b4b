using System.Text.Json;

namespace LocalsOnly.Tests.Host;

/// <summary><c>locals import</c> as a script sees it.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private static readonly string s_export = Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "07-claude-official-2026-branching.json");

    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_dry_run_says_what_is_new_and_what_is_known_and_stores_nothing()
    {
        var before = await LocalsProgram.RunAsync(_home.Path, ["import", s_export, "--dry-run"]);
        Assert.Equal((0, true), (before.ExitCode, before.Output.Contains("2 found = 2 new + 0 updated + 0 known", StringComparison.Ordinal)));
        Assert.Contains("nothing was stored", before.Errors, StringComparison.Ordinal);

        await LocalsProgram.RunAsync(_home.Path, ["import", s_export]);
        var after = await LocalsProgram.RunAsync(_home.Path, ["import", s_export, "--dry-run", "--json"]);
        using var report = JsonDocument.Parse(after.Output);
        Assert.True(report.RootElement.GetProperty("is_preview").GetBoolean());
        Assert.Equal(2, report.RootElement.GetProperty("totals").GetProperty("unchanged").GetInt32());
    }
}
