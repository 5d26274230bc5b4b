using LocalsOnly.Agents;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents.Outbound;

/// <summary>What a whole turn makes of a model that lets its machinery slip.</summary>
public class OutboundTurnTests : IAsyncLifetime, IDisposable
{
    private readonly TurnHouse _house = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Thinking_without_a_beginning_is_dropped_while_it_is_held_back()
    {
        _house.Add("vince", ["market_price"]);
        _house.Offer("market_price", () => "1");
        _house.Model.Then(new TextContent("They greet me, "), new TextContent("so I greet back.\n</thi"), new TextContent("nk>\n\nGood evening."));

        Assert.Equal("Good evening.", await AnswerAsync());
    }

    [Fact]
    public async Task Thinking_without_a_beginning_that_was_streamed_already_stands_apart_from_the_reply()
    {
        _house.Add("vince");
        _house.Model.Then(new TextContent("They greet me, "), new TextContent("so I greet back.</think>Good evening."));

        Assert.Equal("They greet me, \n\nGood evening.", await AnswerAsync());
    }

    [Fact]
    public async Task A_reply_that_was_cut_in_the_middle_of_code_closes_it()
    {
        _house.Add("vince");
        _house.Model.Then(new TextContent("Here:\n\n```sh\n"), new TextContent("ls -l"));

        Assert.Equal("Here:\n\n```sh\nls -l\n```", await AnswerAsync());
    }

    [Theory]
    [InlineData("<tool_call>\n{\"name\":\"market_price\",\"arguments\":{}}\n</tool_call>")]
    [InlineData("NO_REPLY")]
    [InlineData("<think>Nothing is new.</think>\nHEARTBEAT_OK<|im_end|>")]
    [InlineData("<|channel|>analysis<|message|>We need to")]
    public async Task A_reply_of_machinery_alone_ends_in_a_sentence_and_not_in_silence(string said)
    {
        _house.Add("vince");
        _house.Model.Then(new TextContent(said));

        Assert.StartsWith(PersonSentences.SaidNothing, await AnswerAsync(), StringComparison.Ordinal);
    }

    private async Task<string> AnswerAsync() => TurnHouse.Text(await _house.AskAsync("Hello"));
}
