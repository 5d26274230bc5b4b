using LocalsOnly.Inference.Flow;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Flow;

public sealed class EndpointMeterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly EndpointMeter _meter;

    public EndpointMeterTests() => _meter = new EndpointMeter(_time);

    [Fact]
    public void Before_the_first_sample_nothing_is_known()
    {
        Assert.Null(_meter.TimeToFirstToken);
        Assert.Null(_meter.PromptTokensPerSecond);
        Assert.Null(_meter.TokensPerSecond);
        Assert.Null(_meter.ExpectedTimeToFirstToken(1_000));
    }

    [Fact]
    public void The_newest_sample_weighs_a_fifth()
    {
        _meter.FirstToken(TimeSpan.FromSeconds(1), null);
        _meter.FirstToken(TimeSpan.FromSeconds(2), null);
        Assert.Equal(TimeSpan.FromSeconds(1.2), _meter.TimeToFirstToken);
    }

    [Fact]
    public void What_the_server_reports_is_believed()
    {
        _meter.Ended(100, TimeSpan.FromSeconds(1), promptRate: 800, rate: 50);
        Assert.Equal((800, 50), (_meter.PromptTokensPerSecond, _meter.TokensPerSecond));
    }

    [Fact]
    public void What_an_answer_takes_is_its_prompts_reading_and_its_tokens_and_is_forgotten_in_an_hour()
    {
        Assert.Null(_meter.ExpectedAnswer(800, 100));
        _meter.FirstToken(TimeSpan.FromSeconds(0.25), 10);
        Assert.Null(_meter.ExpectedAnswer(800, 100));
        _meter.Ended(100, TimeSpan.FromSeconds(1), promptRate: 800, rate: 50);
        Assert.Equal(TimeSpan.FromSeconds(0.25 + 1 + 2), _meter.ExpectedAnswer(800, 100));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(_meter.ExpectedAnswer(800, 100));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_meter.ExpectedAnswer(800, 100));
    }

    [Fact]
    public void What_it_does_not_report_is_derived()
    {
        _meter.FirstToken(TimeSpan.FromSeconds(0.5), 10);
        _meter.FirstToken(TimeSpan.FromSeconds(4.5), 2_000);
        _meter.Ended(101, TimeSpan.FromSeconds(2), null, null);
        Assert.Equal((500.0, 50.0), (_meter.PromptTokensPerSecond, _meter.TokensPerSecond));
    }

    [Fact]
    public void A_report_takes_the_place_of_what_was_derived()
    {
        _meter.FirstToken(TimeSpan.FromSeconds(4), 2_000);
        _meter.Ended(0, TimeSpan.Zero, promptRate: 900, null);
        _meter.FirstToken(TimeSpan.FromSeconds(40), 2_000);
        Assert.Equal(900, _meter.PromptTokensPerSecond);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_that_cannot_be_is_no_sample(double rate)
    {
        _meter.Ended(100, TimeSpan.Zero, rate, rate);
        Assert.Null(_meter.PromptTokensPerSecond);
        Assert.Null(_meter.TokensPerSecond);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(1, 1_000_000.0)]
    [InlineData(7, 1_000_000.0)]
    public void An_answer_of_a_few_tokens_leaves_the_decode_rate_as_it_was(long tokens, double? reported)
    {
        _meter.Ended(tokens, TimeSpan.FromMicroseconds(1), promptRate: 800, reported);
        Assert.Equal((800, null), (_meter.PromptTokensPerSecond, _meter.TokensPerSecond));
        _meter.Ended(101, TimeSpan.FromSeconds(2), null, null);
        _meter.Ended(tokens, TimeSpan.FromMicroseconds(1), null, reported);
        Assert.Equal(50, _meter.TokensPerSecond);
    }

    [Fact]
    public void The_first_token_of_a_long_prompt_is_expected_later()
    {
        _meter.Ended(0, TimeSpan.Zero, promptRate: 1_000, null);
        _meter.FirstToken(TimeSpan.FromSeconds(1.3), 1_000);
        Assert.Equal(0.3, _meter.ExpectedTimeToFirstToken(0)!.Value.TotalSeconds, 3);
        Assert.Equal(8.3, _meter.ExpectedTimeToFirstToken(8_000)!.Value.TotalSeconds, 3);
    }

    [Fact]
    public void Without_a_prefill_rate_the_average_is_expected()
    {
        _meter.FirstToken(TimeSpan.FromSeconds(2), null);
        Assert.Equal(TimeSpan.FromSeconds(2), _meter.ExpectedTimeToFirstToken(50_000));
    }

    [Fact]
    public void After_an_hour_of_silence_the_averages_begin_anew()
    {
        _meter.FirstToken(TimeSpan.FromSeconds(1), null);
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(TimeSpan.FromSeconds(1), _meter.TimeToFirstToken);
        _meter.FirstToken(TimeSpan.FromSeconds(5), null);
        Assert.Equal(TimeSpan.FromSeconds(5), _meter.TimeToFirstToken);
    }

    [Fact]
    public void A_sample_allocates_nothing()
    {
        _meter.FirstToken(TimeSpan.FromSeconds(1), 500);
        _meter.Ended(100, TimeSpan.FromSeconds(2), 700, 40);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                _meter.FirstToken(TimeSpan.FromSeconds(1), 500);
                _meter.Ended(100, TimeSpan.FromSeconds(2), 700, 40);
            }
        }));
    }
}
