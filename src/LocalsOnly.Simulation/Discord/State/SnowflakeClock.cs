namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Makes ids: 42 bits of milliseconds since 2015, then 22 that keep them apart and in order. Called under the world's gate.</summary>
/// <remarks>discord.com/developers/docs/reference#snowflakes</remarks>
internal sealed class SnowflakeClock(TimeProvider time)
{
    private const long Epoch = 1_420_070_400_000;
    private const int TimeShift = 22;

    private ulong _last;

    public ulong Next() => _last = Math.Max(_last + 1, (ulong)(time.GetUtcNow().ToUnixTimeMilliseconds() - Epoch) << TimeShift);

    public static DateTimeOffset TimeOf(ulong id) => DateTimeOffset.FromUnixTimeMilliseconds((long)(id >> TimeShift) + Epoch);
}
