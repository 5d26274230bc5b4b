using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Tests.Treasury;

/// <summary>A made-up November of a house with a cluster and a Mac Mini, the same each time.</summary>
internal static class MonthOfUse
{
    public static DateTimeOffset First { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static TreasuryOptions Options => new()
    {
        Zone = "Etc/UTC",
        Electricity = new ElectricityOptions { PricePerKwh = 0.24m, Source = "the supplier's letter", Date = new DateOnly(2026, 1, 1), Periods = [new TariffPeriodOptions { From = new TimeOnly(22, 0), To = new TimeOnly(6, 0), PricePerKwh = 0.16m }] },
        Cooling = 0.2m,
        MaintenancePerMonth = 15,
        Nodes =
        {
            ["studio"] = new NodeOptions { Hardware = "mac-studio-512", Endpoint = "cluster" },
            ["mini"] = new NodeOptions { Hardware = "mac-mini-m4-16", Endpoint = "mini" },
            ["nas"] = new NodeOptions { Role = NodeRole.Support, IdleWatts = 28, LoadWatts = 40 },
        },
        Assets =
        {
            ["studio"] = new AssetOptions { Price = 9_499, Date = new DateOnly(2026, 2, 1), Source = "the invoice", OtherUse = 0.2m },
            ["mini"] = new AssetOptions { Price = 599, Date = new DateOnly(2026, 2, 1), Source = "the invoice" },
        },
    };

    /// <param name="days">From the first on.</param>
    public static UsageEvent[] Events(int days)
    {
        var random = new Random(7);
        var events = new List<UsageEvent>();
        string?[] personas = ["vince", "vince", "kelly", "solus", "otaku", "eliza", null];
        for (var day = 0; day < days; day++)
        {
            for (var i = random.Next(60, 180); i > 0; i--)
            {
                var persona = personas[random.Next(personas.Length)];
                var heavy = persona is "vince" or "solus" || random.Next(3) == 0;
                var prompt = random.Next(800, 16_000);
                var cached = (int)(prompt * (0.5 + (random.NextDouble() * 0.4)));
                var (output, reasoning) = (random.Next(40, 700), heavy ? random.Next(400) : 0);
                var first = TimeSpan.FromSeconds((prompt - cached) / (heavy ? 420.0 : 300.0));
                var decoding = TimeSpan.FromSeconds((output + reasoning) / (heavy ? 21.0 : 26.0));
                var failed = random.Next(40) == 0;
                var joules = (long)((first + decoding).TotalSeconds * (heavy ? 210 : 32));
                events.Add(new UsageEvent
                {
                    At = First.AddDays(day).AddHours(7).AddSeconds(random.Next(15 * 3600)),
                    Persona = persona,
                    Session = "desk",
                    Task = random.Next(8) == 0 ? "daily-briefing" : null,
                    Tier = heavy ? Tier.Heavy : Tier.Light,
                    Endpoint = heavy ? "cluster" : "mini",
                    Model = heavy ? "mlx-community/Qwen3-235B-A22B-8bit" : "qwen3:8b",
                    Outcome = failed ? "Deadline" : "ok",
                    Abandoned = failed,
                    Tokens = new TokenCount(prompt - cached, cached, output, reasoning, Provenance.Measured),
                    FirstToken = first,
                    Decoding = decoding,
                    Duration = first + decoding,
                    Energy = heavy || random.Next(3) > 0 ? new EnergyUse(joules * 1000, joules * 50, heavy ? Provenance.Measured : Provenance.Estimated) : null,
                    Decision = "d",
                });
            }
        }

        return [.. events.OrderBy(usage => usage.At)];
    }
}
