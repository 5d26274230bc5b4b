using LocalsOnly.Treasury.Capacity;

namespace LocalsOnly.Tests.Treasury.Capacity;

public sealed class ArrivalWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_busiest_day_is_the_one_with_most_tokens_wherever_it_begins()
    {
        Arrival[] arrivals = [At(0, 100), At(10, 100), At(30, 300), At(40, 300), At(53, 300), At(80, 500)];
        Assert.Equal(arrivals[2..5], ArrivalWindow.Busiest(arrivals, TimeSpan.FromDays(1)));
        Assert.Equal(arrivals, ArrivalWindow.Busiest(arrivals, TimeSpan.FromDays(30)));
        Assert.Empty(ArrivalWindow.Busiest([], TimeSpan.FromDays(1)));
    }

    private static Arrival At(double hours, long tokens) => new(Start.AddHours(hours), tokens, 0, 1);
}
