using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>Reports as files: once for each key, whole or not at all, and on the NAS or not yet.</summary>
public sealed class FileTargetTests : IDisposable
{
    private static readonly TimeZoneInfo s_paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_report_is_a_file_of_its_persona_and_task_named_by_the_tasks_own_clock()
    {
        var path = await Target().DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "# Today\n\nBTC is at 101.\n"), default);

        Assert.Equal(_directory.Combine("local", "reports", "vince", "daily-briefing", "2026-11-26 0805.md"), path);
        Assert.Equal("---\nkey: \"k1\"\ntask: \"vince/daily-briefing\"\ndue: 2026-11-26T07:05:00Z\n---\n\n# Today\n\nBTC is at 101.\n", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task The_same_key_finds_its_file_and_leaves_it_as_it_is()
    {
        var first = await Target().DeliverAsync(Post("a \"key\"\nof two lines", "2026-11-26T07:05:00Z", "first"), default);

        var second = await Target().DeliverAsync(Post("a \"key\"\nof two lines", "2026-11-26T07:05:00Z", "second"), default);

        Assert.Equal(first, second);
        Assert.EndsWith("\n\nfirst\n", await File.ReadAllTextAsync(first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_clocks_go_back_both_hours_have_their_file()
    {
        var summer = Post("k1", "2026-10-25T00:30:00Z", "summer");
        var winter = Post("k2", "2026-10-25T01:30:00Z", "winter");

        var paths = new[] { await Target().DeliverAsync(summer, default), await Target().DeliverAsync(winter, default), await Target().DeliverAsync(summer, default), await Target().DeliverAsync(winter, default) };

        Assert.Equal(["2026-10-25 0230.md", "2026-10-25 0230 (2).md", "2026-10-25 0230.md", "2026-10-25 0230 (2).md"], paths.Select(Path.GetFileName));
        Assert.EndsWith("summer\n", await File.ReadAllTextAsync(paths[0]), StringComparison.Ordinal);
        Assert.EndsWith("winter\n", await File.ReadAllTextAsync(paths[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_death_left_half_written_is_no_report()
    {
        _directory.Write("local/reports/vince/daily-briefing/2026-11-26 0805.md.new", "half a rep");

        var path = await Target().DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "whole"), default);

        Assert.EndsWith("whole\n", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task On_a_NAS_it_is_there_and_while_the_NAS_is_away_it_waits_and_nothing_is_made_in_its_place()
    {
        var nas = _directory.Combine("nas", "house");
        var target = Target(nas);
        var away = await Assert.ThrowsAsync<DeliveryException>(() => target.DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "news"), default));
        var reach = target.Look("file", "vince");

        Assert.True(away.MayPass);
        Assert.Equal($"The folder {nas} (Data:Nas) is not there, so no report can be written: mount the NAS, or make the folder.", away.Message);
        Assert.Equal(ReachState.Away, reach.State);
        Assert.False(Directory.Exists(_directory.Combine("nas")));

        Directory.CreateDirectory(nas);
        Assert.Equal(new Reach(ReachState.Reachable), target.Look("file", "vince"));
        Assert.StartsWith(nas, await target.DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "news"), default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_away()
    {
        _directory.Write("local/reports", "a file is in the way");

        Assert.Equal(ReachState.Away, Target().Look("file", "vince").State);
        Assert.True((await Assert.ThrowsAsync<DeliveryException>(() => Target().DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "news"), default))).MayPass);
    }

    [Theory]
    [InlineData("house", "misfires")]
    [InlineData("../..", "../../etc/passwd")]
    [InlineData("..", "..")]
    public async Task No_name_leads_out_of_the_folder(string persona, string task)
    {
        var path = await Target().DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "news") with { Persona = persona, Task = task }, default);

        Assert.Equal(_directory.Combine("local", "reports"), Path.GetFullPath(Path.Combine(path, "..", "..", "..")));
    }

    [Fact]
    public async Task The_page_is_always_there()
    {
        var target = new PageTarget();

        Assert.Equal((true, false, ReachState.Reachable), (target.Takes("page"), target.Takes("file"), target.Look("page", "vince").State));
        Assert.Equal("page", await target.DeliverAsync(Post("k1", "2026-11-26T07:05:00Z", "news"), default));
    }

    // As the house fills in what is not set.
    private FileTarget Target(string? nas = null) =>
        new(Options.Create(new DataOptions { Local = _directory.Combine("local"), Nas = nas ?? _directory.Combine("local", "archive") }));

    private static TaskPost Post(string key, string due, string text) =>
        new(key, "vince", "vince/daily-briefing", "file", text, DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), s_paris);
}
