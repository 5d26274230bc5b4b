using System.Net.Http.Json;
using LocalsOnly.Simulation;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Host.Treasury;

/// <summary>A host that is killed at any moment loses nothing from its ledger that was written, and what ends is written soon.</summary>
public sealed class LedgerKillTests
{
    private const int AtOnce = 3;
    private const int Kills = 4;

    [Fact]
    public async Task What_is_answered_is_soon_in_the_ledger_and_there_after_a_kill()
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
            var path = Path.Combine(host.Data, "ledger", "ledger.db");
            await host.UntilAsync(() => Volatile.Read(ref answered) >= until);
            // The writer is a step behind the answers, and a busy machine makes it a large one.
            var due = Volatile.Read(ref answered);
            await host.UntilAsync(() => Answered(path) >= due);
            host.Kill();
            await Task.WhenAll(asking);

            using var ledger = new LedgerFile(path);
            Assert.Equal("ok", ledger.Scalar("PRAGMA integrity_check"));
            var kept = ledger.Rows(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
            Assert.Equal(ledger.Events(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Count(), kept.Total().Attempts);
            Assert.InRange(kept.Where(row => row.Kind.Outcome == "ok").Total().Attempts, due, int.MaxValue);
        }

        static long Answered(string path)
        {
            if (!File.Exists(path)) return 0;
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'attempts'";
            if (command.ExecuteScalar() is 0L) return 0;
            command.CommandText = "SELECT count(*) FROM attempts JOIN kinds ON kinds.id = attempts.kind WHERE outcome = 'ok'";
            return (long)command.ExecuteScalar()!;
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
