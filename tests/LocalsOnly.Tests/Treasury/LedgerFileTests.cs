using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Inference;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Treasury;

public sealed class LedgerFileTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryDirectory _data = new();

    private string Path => _data.Combine("ledger.db");

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Sums_are_those_of_the_attempts_however_they_are_cut() => Prop.ForAll(Attempts.Some, attempts =>
    {
        using var data = new TemporaryDirectory();
        using var file = new LedgerFile(data.Combine("ledger.db"));
        foreach (var part in attempts.Chunk(7)) file.Append(part);

        var rows = file.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal(attempts.Sum(usage => usage.Tokens.Total), rows.Total().Tokens);
        Assert.Equal(attempts.Sum(usage => usage.Energy?.Millijoules ?? 0), rows.Total().Millijoules);
        Assert.Equal(attempts.Length, rows.Total().Attempts);
        var folded = file.Folded(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal(rows.GroupBy(row => (row.Slot, row.Kind.Persona, row.Kind.Abandoned)).ToDictionary(group => group.Key, group => group.Total()), folded.GroupBy(row => (row.Slot, row.Kind.Persona, row.Kind.Abandoned)).ToDictionary(group => group.Key, group => group.Total()));
        Assert.True(folded.Count <= rows.Count && folded.Select(row => row.Slot).SequenceEqual(folded.Select(row => row.Slot).Order()));
        Assert.Equal(rows.Total(), file.Totals(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Aggregate(default(UsageSum), (sum, one) => sum + one.Sum));
        Assert.Equal(attempts.GroupBy(usage => usage.Persona ?? "").ToDictionary(group => group.Key, group => group.Sum(usage => usage.Tokens.Total)), rows.GroupBy(row => row.Kind.Persona).ToDictionary(group => group.Key, group => group.Total().Tokens));

        // Any cut in time at a quarter of an hour loses nothing and counts nothing twice.
        var cut = s_noon.AddHours(attempts.Length % 48);
        Assert.Equal(rows.Total(), file.Rows(DateTimeOffset.MinValue, cut).Total() + file.Rows(cut, DateTimeOffset.MaxValue).Total());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void What_is_read_is_what_was_written_in_order_of_time() => Prop.ForAll(Attempts.Some, attempts =>
    {
        using var data = new TemporaryDirectory();
        using var file = new LedgerFile(data.Combine("ledger.db"));
        file.Append(attempts);
        Assert.Equal(attempts.OrderBy(usage => usage.At), file.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        foreach (var session in attempts.Select(usage => usage.Session).OfType<string>().Distinct())
            Assert.Equal(attempts.Where(usage => usage.Session == session).OrderBy(usage => usage.At), file.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, session));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Theory]
    [InlineData("UPDATE attempts SET output = 0")]
    [InlineData("DELETE FROM attempts")]
    public void Nothing_that_was_written_is_changed_or_removed(string statement)
    {
        using var file = new LedgerFile(Path);
        file.Append([Attempt(s_noon)]);
        Assert.Contains("only added to", Assert.Throws<SqliteException>(() => file.Run(statement)).Message, StringComparison.Ordinal);
        Assert.Equal([Attempt(s_noon)], file.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Equal(1, file.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Total().Attempts);
    }

    [Fact]
    public void Events_are_read_through_more_than_one_part_although_many_share_an_instant()
    {
        using var file = new LedgerFile(Path);
        file.Append([.. Enumerable.Range(0, 5_000).Select(i => Attempt(s_noon.AddSeconds(i / 3_000)))]);
        Assert.Equal(5_000, file.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count());
    }

    [Fact]
    public void A_reader_sees_what_another_process_has_written_while_it_goes_on_writing()
    {
        var book = new LedgerBook(_data.Path);
        Assert.Empty(book.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Null(book.First());
        using var writer = new LedgerFile(Path);
        writer.Append([Attempt(s_noon)]);
        Assert.Equal(1, book.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Total().Attempts);
        writer.Append([Attempt(s_noon)]);
        Assert.Equal(2, book.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Total().Attempts);
        Assert.Equal(s_noon, book.First());
    }

    [Fact]
    public void A_ledger_that_is_no_database_is_said_to_be_unreadable()
    {
        _data.Write("ledger.db", new string('x', 4096));
        var told = Assert.Throws<LocalsOnly.Treasury.TreasuryException>(() => new LedgerBook(_data.Path).Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        Assert.Contains("cannot be read", told.Message, StringComparison.Ordinal);
    }

    private static UsageEvent Attempt(DateTimeOffset at) => new() { At = at, Tier = Tier.Light, Endpoint = "mini", Outcome = "ok", Tokens = new TokenCount(1, 2, 3, 4, Provenance.Measured) };

    /// <summary>Attempts of all kinds within some days.</summary>
    private static class Attempts
    {
        public static Arbitrary<UsageEvent[]> Some { get; } = Make();

        private static Arbitrary<UsageEvent[]> Make()
        {
            var attempt =
                from minutes in Gen.Choose(0, 60 * 72)
                from persona in Gen.Elements("vince", "solus", null)
                from session in Gen.Elements("desk", "sofa", null)
                from outcome in Gen.Elements("ok", "Deadline", "cancelled")
                from tokens in Gen.Choose(0, 200_000).Four()
                from tokensBy in Gen.Elements(Provenance.Measured, Provenance.Estimated)
                from energy in Gen.Elements(true, false)
                from joules in Gen.Choose(0, 50_000_000)
                from first in Gen.Choose(-1, 60_000)
                select new UsageEvent
                {
                    At = s_noon.AddMinutes(minutes),
                    Persona = persona,
                    Session = session,
                    Tier = Tier.Heavy,
                    Endpoint = "cluster",
                    Model = "m",
                    Reason = "score",
                    Outcome = outcome,
                    Abandoned = outcome != "ok",
                    Tokens = new TokenCount(tokens.Item1, tokens.Item2, tokens.Item3, tokens.Item4, tokensBy),
                    FirstToken = first < 0 ? null : TimeSpan.FromMilliseconds(first),
                    Duration = TimeSpan.FromMilliseconds(first + 5_000),
                    Energy = energy ? new EnergyUse(joules, joules / 3, Provenance.Measured) : null,
                    Decision = "d",
                };
            return attempt.ArrayOf().ToArbitrary();
        }
    }
}
