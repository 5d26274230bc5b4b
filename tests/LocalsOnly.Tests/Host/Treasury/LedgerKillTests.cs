using System.Net.Http.Json;
using LocalsOnly.Simulation;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Tests.Host.Treasury;

/// <summary>A host that is killed at any moment loses from its ledger at most the attempts that were under way.</summary>
public sealed class LedgerKillTests
{
    private const int AtOnce = 3;
    private const int Kills = 4;

    [Fact]
    public async Task What_was_answered_before_a_kill_is_in_the_ledger_after_it()
    {
        using var home = new TemporaryDirectory();
        await using var node = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions());
        using var host = new HostProcess(home.Path, [("Inference__Endpoints__cluster__Url", node.Url.ToString()), ("Inference__Discover", "false"), ("Agents__Remember", "false"), ("Data__Offline", "true"), ("Scheduling__Enabled", "false")]);
        var random = new Random(11);
        var answered = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await host.StartAsync();
            var until = answered + random.Next(5, 25);
            var asking = Enumerable.Range(0, AtOnce).Select(_ => AskAsync(host.Http)).ToList();
            await host.UntilAsync(() => Volatile.Read(ref answered) >= until);
            host.Kill();
            await Task.WhenAll(asking);

            using var ledger = new LedgerFile(Path.Combine(host.Data, "ledger", "ledger.db"));
            Assert.Equal("ok", ledger.Scalar("PRAGMA integrity_check"));
            var kept = ledger.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
            Assert.Equal(ledger.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count(), kept.Total().Attempts);
            Assert.InRange(kept.Where(row => row.Kind.Outcome == "ok").Total().Attempts, answered - (AtOnce * kill), int.MaxValue);
        }

        // One after the other until the host is gone.
        async Task AskAsync(HttpClient http)
        {
            while (true)
            {
                try
                {
                    using var reply = await http.PostAsJsonAsync(new Uri("/v1/chat/completions", UriKind.Relative), new { model = "heavy", messages = (object[])[new { role = "user", content = "What is due today?" }] });
                    await reply.Content.ReadAsStringAsync();
                    if (!reply.IsSuccessStatusCode) return;
                    Interlocked.Increment(ref answered);
                }
                catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}
