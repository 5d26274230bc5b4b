using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>A sync that dies anywhere, of anything, any number of times, ends where one that does not die ends.</summary>
public abstract class QdrantKillContract
{
    private protected abstract TestedQdrant Tested { get; }

    private const int Changes = 120;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_anywhere_and_run_again_it_ends_in_the_same_state(int seed)
    {
        var random = new Random(seed);
        var changes = Make(random);
        await using var scene = await Tested.StartAsync(ensure: false);
        var position = new TestPosition(kept => CheckThatAllIsIn(scene, changes, kept));

        for (var kill = 0; ; kill++)
        {
            using var stop = new CancellationTokenSource();
            var deadly = kill < 8 ? scene.Server.Calls.Count + random.Next(1, 25) : int.MaxValue;
            var how = random.Next(5);
            scene.Server.Fault = call => call.Number != deadly ? null : how switch
            {
                0 => FakeFault.Away,
                1 => new FakeFault { Abort = true, IsAnswerOnly = true },
                2 => FakeFault.Of(500),
                3 => FakeFault.Of(503),
                _ => Kill(stop),
            };
            // The caller's own giving up is tried with one request at a time: of another one nobody could say whether it has been carried out.
            var options = new SyncOptions { BatchPoints = random.Next(1, 9), BatchesPerPosition = random.Next(1, 5), InFlight = how == 4 ? 1 : 3, MostAttempts = 1 };
            try
            {
                await new QdrantSync(scene.Collection, position, new JumpingClock(), options).RunAsync(QdrantSyncContract.Items([.. changes]), stop.Token);
                if (deadly == int.MaxValue) break;
            }
            catch (Exception death) when (death is QdrantException or OperationCanceledException)
            {
                if (random.Next(2) == 0) scene.Server.LoseWhatIsNotCarriedOut();
            }
        }

        Assert.Equal(Changes, position.Kept);
        Assert.Equal(Expected(changes, Changes), Stored(scene));
    }

    private static FakeFault Kill(CancellationTokenSource stop)
    {
        stop.Cancel();
        return FakeFault.Away;
    }

    /// <summary>Some conversations of two owners whose messages come, change and go.</summary>
    private static List<SyncItem> Make(Random random)
    {
        var changes = new List<SyncItem>();
        for (var at = 1; at <= Changes; at++)
        {
            var owner = random.Next(4) == 0 ? "guest" : "owner";
            var conversation = $"c{random.Next(6)}";
            changes.Add(random.Next(5) == 0
                ? new SyncDelete(at, owner, conversation)
                // The source tells one version of a message from another.
                : new SyncUpsert(at, QdrantScene.Point($"{conversation}:{random.Next(8)}", "walnut", owner: owner, source: $"version {at}")));
        }
        return changes;
    }

    private static SortedDictionary<string, string> Expected(List<SyncItem> changes, long position)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => change.Position <= position))
        {
            if (change is SyncUpsert { Point: var point }) expected[$"{point.Owner}/{point.MessageKey}"] = point.Source;
            else
                foreach (var key in expected.Keys.Where(key => Conversation(key) == Conversation(change)).ToList()) expected.Remove(key);
        }
        return expected;
    }

    private static SortedDictionary<string, string> Stored(QdrantScene scene) =>
        new(scene.Server.Collection(QdrantScene.Name).Points.ToDictionary(
            point => $"{point.Payload.Text("owner")}/{point.Payload.Text("message")}", point => point.Payload.Text("source")), StringComparer.Ordinal);

    // At the moment of keeping, what the position promises is carried out. Later changes may be in as well, so only what they do not touch is compared.
    private static void CheckThatAllIsIn(QdrantScene scene, List<SyncItem> changes, long? kept)
    {
        if (kept is not { } position) return;
        var later = changes.Where(change => change.Position > position).Select(Conversation).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Untouched(Expected(changes, position)), Untouched(Stored(scene)));

        IEnumerable<KeyValuePair<string, string>> Untouched(SortedDictionary<string, string> state) =>
            state.Where(entry => !later.Contains(Conversation(entry.Key)));
    }

    private static string Conversation(string key) => key[..key.IndexOf(':', StringComparison.Ordinal)];

    private static string Conversation(SyncItem change) => change switch
    {
        SyncUpsert { Point: var point } => $"{point.Owner}/{point.ConversationKey}",
        SyncDelete gone => $"{gone.Owner}/{gone.ConversationKey}",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };
}

/// <inheritdoc/>
public sealed class QdrantKillTests : QdrantKillContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;
}
