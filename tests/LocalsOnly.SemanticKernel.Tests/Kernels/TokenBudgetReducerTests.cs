using LocalsOnly.Agents;
using LocalsOnly.Agents.Turns;
using LocalsOnly.SemanticKernel.Kernels;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Tests.Kernels;

public sealed class TokenBudgetReducerTests
{
    // 3.5 characters to a token until a server has counted.
    private static readonly TokenBudgetReducer s_hundred = new(new TokenRatio(), Microsoft.Extensions.Options.Options.Create(new AgentsOptions { HistoryTokens = 100 }));

    private static async Task<List<ChatMessageContent>> ReduceAsync(ChatHistory history) => [.. await s_hundred.ReduceAsync(history) ?? history];

    private static string Words(int characters) => new('x', characters);

    [Fact]
    public async Task A_history_within_the_budget_is_left_alone() =>
        Assert.Null(await s_hundred.ReduceAsync(new ChatHistory("Be brief.") { new(AuthorRole.User, Words(100)), new(AuthorRole.Assistant, Words(200)), new(AuthorRole.User, "now") }));

    [Fact]
    public async Task What_is_oldest_goes_first_and_the_instructions_stay()
    {
        var history = new ChatHistory("Be brief.") { new(AuthorRole.User, "oldest" + Words(300)), new(AuthorRole.Assistant, Words(200)), new(AuthorRole.User, Words(100)), new(AuthorRole.Assistant, "newest"), new(AuthorRole.User, "now") };

        Assert.Equal([history[0], history[2], history[3], history[4], history[5]], await ReduceAsync(history));
    }

    [Fact]
    public async Task The_current_request_is_never_cut_however_long_it_is_nor_what_its_tools_gave()
    {
        var call = new FunctionCallContent("area", "mine", "one");
        var history = new ChatHistory("Be brief.")
        {
            new(AuthorRole.User, "before"), new(AuthorRole.Assistant, Words(400)), new(AuthorRole.User, Words(5000)), new(AuthorRole.Assistant, [call]),
            new(AuthorRole.Tool, [new FunctionResultContent(call, Words(5000))]),
        };

        Assert.Equal([history[0], history[3], history[4], history[5]], await ReduceAsync(history));
    }

    [Fact]
    public async Task A_result_does_not_stay_without_its_call()
    {
        var call = new FunctionCallContent("area", "mine", "one", new KernelArguments { ["text"] = Words(400) });
        var history = new ChatHistory { new(AuthorRole.User, "before"), new(AuthorRole.Assistant, [call]), new(AuthorRole.Tool, [new FunctionResultContent(call, "42")]), new(AuthorRole.Assistant, "It is 42."), new(AuthorRole.User, "now") };

        Assert.Equal([history[3], history[4]], await ReduceAsync(history));
    }

    [Fact]
    public async Task An_empty_history_stays_empty() => Assert.Empty(await ReduceAsync([]));
}
