using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Routing;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Routing;

public sealed class RouteJournalTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 20, 0, 0, TimeSpan.FromHours(1));
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.Combine("routes", "routes.jsonl");

    [Fact]
    public async Task A_decision_is_one_line_with_its_signals_and_without_its_prompt()
    {
        await using (var journal = Open())
        {
            journal.Decided(Decision("a1", "Prove the secret theorem 7 times.") with { Persona = "solus", Escalated = true, EscalatedBecause = "it refused" });
            journal.Outcome(new JournalOutcome("a1", OutcomeKind.ThinkHarder, At));
        }

        var lines = System.IO.File.ReadAllLines(File);
        Assert.Equal(2, lines.Length);
        Assert.DoesNotContain("secret", lines[0], StringComparison.Ordinal);
        var decision = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("2026-11-22T19:00:00+00:00", decision.GetProperty("at").GetString());
        Assert.Equal(7, decision.GetProperty("signals").GetArrayLength());
        Assert.Equal("it refused", decision.GetProperty("escalated_because").GetString());
        Assert.Equal("solus", decision.GetProperty("persona").GetString());
        Assert.Equal("""{"id":"a1","at":"2026-11-22T19:00:00+00:00","outcome":"think-harder"}""", lines[1]);
    }

    [Fact]
    public async Task The_scores_of_earlier_runs_are_read_back_newest_last()
    {
        await using (var journal = Open())
        {
            for (var i = 0; i < 1100; i++) journal.Decided(Decision($"d{i}", new string('a', i + 1)));
            journal.Decided(Decision("unscored", null));
        }

        await using var again = Open();
        var scores = again.RecentScores(1000);
        Assert.Equal(999, scores.Count);
        Assert.Equal(scores.Order(), scores);
        Assert.Equal(ComplexityModel.Default.Read(new string('a', 1100)).Score, scores[^1]);
        Assert.Equal([scores[^2], scores[^1]], again.RecentScores(2));
        Assert.Equal("unscored", again.Newest);
        Assert.True(again.Knows("d1099"));
        Assert.False(again.Knows("d0"));
    }

    [Fact]
    public async Task A_half_last_line_spoils_only_itself()
    {
        await using (var journal = Open()) journal.Decided(Decision("whole", "One."));
        System.IO.File.AppendAllText(File, "{\"id\":\"half\",\"at\":\"2026-");
        await using (var journal = Open())
        {
            Assert.Equal("whole", journal.Newest);
            journal.Decided(Decision("after", "Two."));
        }

        Assert.Equal(["whole", "after"], RouteJournalFile.Read(File).Select(line => line.Id));
    }

    [Fact]
    public async Task A_full_file_is_set_aside_and_one_old_one_is_kept()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var journal = Open(maxBytes: 10);
            journal.Decided(Decision($"r{round}", "One."));
        }

        Assert.Equal(["r1", "r2"], RouteJournalFile.Read(File).Select(line => line.Id));
        Assert.Equal(2, Directory.GetFiles(_directory.Combine("routes")).Length);
        await using var reopened = Open();
        Assert.True(reopened.Knows("r1"));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_throws_nothing_and_says_so()
    {
        _directory.Write("routes", "a file where the directory belongs");
        var journal = Open();
        journal.Decided(Decision("a", "One."));
        await journal.DisposeAsync();
        Assert.NotNull(journal.Problem);
        Assert.Equal(1, journal.Lost);
        journal.Decided(Decision("b", "Too late."));
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task Only_their_owner_may_read_the_files()
    {
        if (OperatingSystem.IsWindows()) return;
        await using (var journal = Open()) journal.Decided(Decision("a", "One."));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Without_a_file_the_latest_are_known_all_the_same()
    {
        var journal = new RouteJournalRecent();
        Assert.Null(journal.Newest);
        journal.Decided(Decision("a", "One."));
        Assert.True(journal.Knows("a"));
        Assert.Equal("a", journal.Newest);
        Assert.Single(journal.RecentScores(10));
    }

    [Fact]
    public void The_names_of_outcomes_are_those_of_the_files()
    {
        foreach (var kind in Enum.GetValues<OutcomeKind>())
        {
            Assert.True(OutcomeNames.TryParse(OutcomeNames.Of(kind), out var parsed));
            Assert.Equal(kind, parsed);
        }

        Assert.False(OutcomeNames.TryParse("liked", out _));
        Assert.False(OutcomeNames.TryParse(null, out _));
    }

    public void Dispose() => _directory.Dispose();

    private RouteJournal Open(long maxBytes = RouteJournal.DefaultMaxBytes) => new(File, new FakeTimeProvider(), maxBytes);

    private static JournalDecision Decision(string id, string? prompt) => new()
    {
        Id = id,
        At = At,
        Weights = ComplexityModel.Default.Version,
        Reading = prompt is null ? null : ComplexityModel.Default.Read(prompt),
        HeavyShare = 0.3,
        Cut = float.PositiveInfinity,
        Decided = Tier.Light,
        Layer = "score",
        Answered = Tier.Light,
        Endpoint = "mini",
        Model = "small",
    };
}
