using System.Globalization;
using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Treasury;

/// <summary>A ledger on disk, a clock and the options of a house, without a host.</summary>
internal sealed class TreasuryHouse : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TreasuryHouse(DateTimeOffset now, TreasuryOptions? options = null)
    {
        Time = new FakeTimeProvider(now);
        Options = options ?? new TreasuryOptions();
        Options.Zone ??= "Etc/UTC";
        Book = new LedgerBook(_directory.Path);
        Budgets = new HouseBudgets(Microsoft.Extensions.Options.Options.Create(Options), Book, Time, NullLogger<HouseBudgets>.Instance);
        Desk = new TreasuryDesk(Book, Microsoft.Extensions.Options.Options.Create(Options), Budgets, Time);
    }

    public FakeTimeProvider Time { get; }

    public TreasuryOptions Options { get; }

    public LedgerBook Book { get; }

    public HouseBudgets Budgets { get; }

    public TreasuryDesk Desk { get; }

    /// <summary>An attempt of half a minute with 10 tokens written.</summary>
    public void Add(string at, string? persona, long prompt, Func<UsageEvent, UsageEvent>? change = null)
    {
        var usage = new UsageEvent
        {
            At = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
            Persona = persona,
            Tier = Tier.Heavy,
            Endpoint = "cluster",
            Model = "m",
            Outcome = "ok",
            Tokens = new TokenCount(prompt, 0, 10, 0, Provenance.Measured),
            FirstToken = TimeSpan.FromSeconds(10),
            Decoding = TimeSpan.FromSeconds(20),
            Duration = TimeSpan.FromSeconds(30),
        };
        Add(change?.Invoke(usage) ?? usage);
    }

    public void Add(params UsageEvent[] events)
    {
        using var file = new LedgerFile(Book.Path);
        file.Append(events);
    }

    public void Dispose() => _directory.Dispose();
}
