using LocalsOnly.Inference;
using LocalsOnly.Inference.Flow;

namespace LocalsOnly.Tests.Inference.Flow;

public sealed class BreakerRulesTests
{
    [Theory]
    [InlineData(InferenceFailure.Unreachable)]
    [InlineData(InferenceFailure.ServerError)]
    [InlineData(InferenceFailure.Deadline)]
    [InlineData(InferenceFailure.Truncated)]
    public void An_endpoint_that_breaks_down_counts(InferenceFailure failure) =>
        Assert.True(BreakerRules.CountsAgainst(Of(failure)));

    [Theory]
    [InlineData(InferenceFailure.NoEndpoint)]
    [InlineData(InferenceFailure.NotPlaced)]
    [InlineData(InferenceFailure.Loading)]
    [InlineData(InferenceFailure.Overloaded)]
    [InlineData(InferenceFailure.CircuitOpen)]
    [InlineData(InferenceFailure.Unsuitable)]
    [InlineData(InferenceFailure.PoisonedPrompt)]
    [InlineData(InferenceFailure.Protocol)]
    [InlineData(InferenceFailure.ContextOverflow)]
    [InlineData(InferenceFailure.Cancelled)]
    [InlineData(InferenceFailure.RefusedByGuard)]
    public void The_request_the_configuration_and_the_caller_say_nothing_of_the_endpoint(InferenceFailure failure) =>
        Assert.False(BreakerRules.CountsAgainst(Of(failure)));

    [Fact]
    public void An_answer_that_the_model_spoiled_shows_that_the_endpoint_works() =>
        Assert.Null(BreakerRules.CountsAgainst(Of(InferenceFailure.MalformedToolCall)));

    [Theory]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(408, true)]
    [InlineData(200, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(422, false)]
    [InlineData(429, false)]
    public void Of_refusals_only_the_servers_own_faults_count(int status, bool counts) =>
        Assert.Equal(counts, BreakerRules.CountsAgainst(
            new InferenceException(InferenceFailure.ServerError, "m") { Status = status }));

    [Fact]
    public void Who_names_a_time_is_only_busy() =>
        Assert.False(BreakerRules.CountsAgainst(
            new InferenceException(InferenceFailure.ServerError, "m") { Status = 503, RetryAfter = TimeSpan.FromSeconds(3) }));

    [Fact]
    public void Garbage_in_the_middle_of_an_answer_is_a_broken_stream() =>
        Assert.True(BreakerRules.CountsAgainst(Of(InferenceFailure.Protocol), afterFirstToken: true));

    private static InferenceException Of(InferenceFailure failure) => new(failure, "m");
}
