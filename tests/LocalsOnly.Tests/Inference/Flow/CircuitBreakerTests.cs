using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Flow;

public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(_time);

    [Fact]
    public void Two_failures_in_a_row_open_it()
    {
        Succeed(5);
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.State);
        Assert.False(_breaker.TryEnter());
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(15), _breaker.RetryAt);
    }

    [Fact]
    public void A_success_between_two_failures_ends_the_row()
    {
        Succeed(3);
        Fail();
        Succeed(1);
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void More_than_half_of_a_minutes_calls_failing_opens_it()
    {
        Fail();
        Succeed(1);
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void What_failed_more_than_a_minute_ago_no_longer_counts()
    {
        Fail();
        _time.Advance(TimeSpan.FromSeconds(1));
        Succeed(1);
        _time.Advance(TimeSpan.FromSeconds(59));
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void One_failure_alone_does_not_open_it()
    {
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.True(_breaker.TryEnter());
        Assert.Null(_breaker.RetryAt);
    }

    [Fact]
    public void After_fifteen_seconds_one_probe_goes_through()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(_breaker.TryEnter());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
        Assert.Null(_breaker.RetryAt);
        Assert.True(_breaker.TryEnter());
        Assert.False(_breaker.TryEnter());
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void Each_failed_probe_doubles_the_wait_up_to_a_minute_and_a_success_makes_it_short_again()
    {
        Open();
        foreach (var wait in new[] { 15, 30, 60, 60 })
        {
            Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(wait), _breaker.RetryAt);
            _time.Advance(TimeSpan.FromSeconds(wait));
            Assert.True(_breaker.TryEnter());
            _breaker.Failed();
            Assert.Equal(BreakerState.Open, _breaker.State);
        }

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(_breaker.TryEnter());
        _breaker.Succeeded();
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.TryEnter());

        Open();
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(15), _breaker.RetryAt);
    }

    [Fact]
    public void After_a_good_probe_old_failures_are_forgotten()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(_breaker.TryEnter());
        _breaker.Succeeded();
        Fail();
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void An_abandoned_probe_makes_room_for_another()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(_breaker.TryEnter());
        _breaker.Abandoned();
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
        Assert.True(_breaker.TryEnter());
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void A_probe_that_tells_nothing_for_a_minute_no_longer_bars_the_next()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(_breaker.TryEnter());
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_breaker.TryEnter());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryEnter());
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void An_abandoned_call_is_no_verdict()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.True(_breaker.TryEnter());
            _breaker.Abandoned();
        }

        Fail();
        _breaker.Abandoned();
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void Those_who_were_let_in_before_it_opened_change_nothing_while_it_is_open()
    {
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.TryEnter());
        Open();
        var retryAt = _breaker.RetryAt;
        _time.Advance(TimeSpan.FromSeconds(5));
        _breaker.Failed();
        Assert.Equal(retryAt, _breaker.RetryAt);
        _breaker.Succeeded();
        Assert.Equal(BreakerState.Open, _breaker.State);
        _time.Advance(TimeSpan.FromSeconds(10));
        _breaker.Failed();
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void A_server_that_names_a_time_is_left_alone_until_then_without_being_held_for_broken()
    {
        Fail();
        Assert.True(_breaker.TryEnter());
        _breaker.RetryAfter(TimeSpan.FromSeconds(20));

        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(20), _breaker.RetryAt);
        Assert.False(_breaker.TryEnter());
        _breaker.RetryAfter(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(_breaker.TryEnter());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.TryEnter());
        Assert.Null(_breaker.RetryAt);
    }

    [Fact]
    public void A_probe_that_is_told_to_come_later_makes_room_for_one_that_does()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(_breaker.TryEnter());
        _breaker.RetryAfter(TimeSpan.FromSeconds(5));
        Assert.Equal(BreakerState.HalfOpen, _breaker.State);
        Assert.False(_breaker.TryEnter());
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(5), _breaker.RetryAt);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void No_server_can_silence_itself_for_longer_than_ten_minutes()
    {
        _breaker.RetryAfter(TimeSpan.MaxValue);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(10), _breaker.RetryAt);
        _breaker.RetryAfter(TimeSpan.FromSeconds(-5));
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(10), _breaker.RetryAt);
    }

    [Fact]
    public void Of_many_threads_one_gets_the_probe()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(15));
        using var start = new Barrier(4);
        var let = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            if (_breaker.TryEnter())
                Interlocked.Increment(ref let);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(1, let);
    }

    private void Fail()
    {
        Assert.True(_breaker.TryEnter());
        _breaker.Failed();
    }

    private void Succeed(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(_breaker.TryEnter());
            _breaker.Succeeded();
        }
    }

    private void Open()
    {
        Fail();
        Fail();
        Assert.Equal(BreakerState.Open, _breaker.State);
    }
}
