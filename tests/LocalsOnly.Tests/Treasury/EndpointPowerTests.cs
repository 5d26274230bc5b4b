using LocalsOnly.Inference;
using LocalsOnly.Treasury.Energy;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Treasury;

/// <summary>An attempt's energy is the machines' power over its time, divided by how many ran at each moment.</summary>
public sealed class EndpointPowerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_alone_takes_all_of_it_and_two_take_half_each_while_they_overlap()
    {
        var power = new EndpointPower(_time, new PowerRating(20, 100));
        var first = power.Begin();
        Pass(10);
        var second = power.Begin();
        Pass(10);
        var firstTook = first.Finish()!.Value;
        Pass(10);
        var secondTook = second.Finish()!.Value;
        Assert.Equal((1_500_000, 300_000, Provenance.Estimated), (firstTook.Millijoules, firstTook.IdleMillijoules, firstTook.Provenance));
        Assert.Equal((1_500_000, 300_000), (secondTook.Millijoules, secondTook.IdleMillijoules));
        // Together it is all that was drawn.
        Assert.Equal(100 * 30 * 1000, firstTook.Millijoules + secondTook.Millijoules);
    }

    [Fact]
    public void Samples_make_it_measured()
    {
        var power = new EndpointPower(_time, null);
        power.Observe(30, 0, isWhole: true);
        var reading = power.Begin();
        power.Observe(200, 1, isWhole: true);
        Pass(5);
        power.Observe(220, 1, isWhole: true);
        Pass(5);
        var took = reading.Finish()!.Value;
        Assert.Equal((2_100_000, 300_000, Provenance.Measured), (took.Millijoules, took.IdleMillijoules, took.Provenance));
    }

    [Fact]
    public void What_others_run_on_the_cluster_takes_its_share()
    {
        var power = new EndpointPower(_time, null);
        var reading = power.Begin();
        power.Observe(200, 4, isWhole: true);
        Pass(10);
        Assert.Equal(500_000, reading.Finish()!.Value.Millijoules);
    }

    [Fact]
    public void Before_the_first_sample_of_some_work_what_was_drawn_at_work_before_stands_for_it()
    {
        var power = new EndpointPower(_time, null);
        var warm = power.Begin();
        power.Observe(180, 1, isWhole: true);
        Pass(1);
        warm.Finish();
        Pass(60);
        power.Observe(20, 0, isWhole: true);

        var reading = power.Begin();
        Pass(2);
        var took = reading.Finish()!.Value;
        Assert.Equal((360_000, 40_000, Provenance.Estimated), (took.Millijoules, took.IdleMillijoules, took.Provenance));
    }

    [Fact]
    public void A_sum_that_lacks_a_machine_is_estimated()
    {
        var power = new EndpointPower(_time, null);
        var reading = power.Begin();
        power.Observe(200, 1, isWhole: false);
        Pass(10);
        Assert.Equal(Provenance.Estimated, reading.Finish()!.Value.Provenance);
    }

    [Fact]
    public void What_nobody_knows_is_not_nothing()
    {
        var power = new EndpointPower(_time, null);
        var reading = power.Begin();
        Pass(10);
        Assert.Null(reading.Finish());
    }

    [Fact]
    public void Of_what_began_before_anything_was_known_the_rest_stands_for_the_beginning_if_it_is_half_of_it()
    {
        var power = new EndpointPower(_time, null);
        var (whole, half) = (power.Begin(), power.Begin());
        Pass(2);
        power.Observe(200, 2, isWhole: true);
        Pass(1);
        Assert.Null(half.Finish());
        Pass(7);
        // 2 s unknown, 1 s shared, 7 s alone: 1,500 J in 8 s.
        var took = whole.Finish()!.Value;
        Assert.Equal((1_500_000 * 10 / 8, Provenance.Estimated), (took.Millijoules, took.Provenance));
    }

    [Fact]
    public void Machines_at_rest_give_nothing_to_the_next_attempt()
    {
        var power = new EndpointPower(_time, new PowerRating(20, 100));
        Pass(3600);
        var reading = power.Begin();
        Pass(1);
        Assert.Equal(100_000, reading.Finish()!.Value.Millijoules);
    }

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
