using LocalsOnly.Agents;
using LocalsOnly.Agents.Guards;

namespace LocalsOnly.Tests.Agents.Guards;

/// <summary>Each rule of the replies, with a model that breaks it twice: the person never sees it.</summary>
public class ReplyGuardTests : IAsyncLifetime, IDisposable
{
    private readonly TurnHouse _house = new();

    public ReplyGuardTests()
    {
        _house.Add("kelly", [], ["solus", "vince"], GuardNames.Handover, GuardNames.Execution);
        _house.Add("solus");
        _house.Add("vince");
        _house.Guards.AddRange([new LeakedMachineryGuard(), new HandoverGuard(_house), new ExecutionGuard(), new AttributionGuard(_house)]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("You should ask Solus about strikes.")]
    [InlineData("That is a question for VINCE.")]
    [InlineData("Best to check with *Vince* on that.")]
    [InlineData("Talk to @Solus.")]
    [InlineData("Demandez plutôt à Solus.")]
    [InlineData("Il faut t'adresser à Vince.")]
    [InlineData("Frag doch Solus.")]
    [InlineData("Wenden Sie sich an Vince.")]
    public async Task Nobody_is_sent_to_a_colleague(string reply)
    {
        var full = $"The terrace is open. {reply}";
        _house.Model.Then(full).Then(full);

        var text = TurnHouse.Text(await _house.AskAsync("What about strikes?"));

        Assert.Equal("The terrace is open.", text);
        Assert.Contains("ask_agent", _house.Model.Requests[1][^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I asked Solus: a strike ten percent out is his choice.")]
    [InlineData("Let me ask Vince and come back.")]
    [InlineData("Shall I ask Solus?")]
    [InlineData("J'ai demandé à Solus, et il dit non.")]
    [InlineData("Ich frage Solus gern.")]
    [InlineData("Solus says watch.")]
    [InlineData("See you on the terrace.")]
    public async Task Asking_a_colleague_oneself_and_naming_one_is_welcome(string reply)
    {
        _house.Model.Then(reply);

        Assert.Equal(reply, TurnHouse.Text(await _house.AskAsync("What about strikes?")));
        Assert.Single(_house.Model.Requests);
    }

    [Theory]
    [InlineData("I have bought 2 ETH for you.")]
    [InlineData("I've swapped it all.")]
    [InlineData("The order has been placed.")]
    [InlineData("Your transfer was successfully sent.")]
    [InlineData("Transaction hash: 0xabcdef0123456789abcdef.")]
    [InlineData("I am now signing the approval.")]
    [InlineData("J'ai acheté deux ETH.")]
    [InlineData("L'ordre a été exécuté.")]
    [InlineData("Ich habe zwei ETH gekauft.")]
    [InlineData("Die Überweisung wurde gerade ausgeführt.")]
    public async Task Nothing_is_said_to_have_been_done_that_cannot_be_done(string claim)
    {
        var full = $"Gas is low. {claim}";
        _house.Model.Then(full).Then(full);

        Assert.Equal($"Gas is low.\n\n{PersonSentences.NothingExecuted}", TurnHouse.Text(await _house.AskAsync("Buy ETH")));
    }

    [Theory]
    [InlineData("I cannot buy anything, and I have not bought anything.")]
    [InlineData("The paper order was placed in the paper book.")]
    [InlineData("You bought it in May.")]
    [InlineData("Have I sent it?")]
    [InlineData("Once you have signed it, the transfer is sent.")]
    [InlineData("Rien n'a été envoyé.")]
    public async Task A_denial_a_memory_and_the_paper_book_are_no_claim(string reply)
    {
        _house.Model.Then(reply);

        Assert.Equal(reply, TurnHouse.Text(await _house.AskAsync("Did you?")));
    }

    [Theory]
    [InlineData("""{"name":"market_price","arguments":{"symbol":"BTC"}}""")]
    [InlineData("""[{"signal":"long","confidence":0.7}]""")]
    [InlineData("""{"tool_call": "market_price" oops""")]
    public async Task Data_of_machines_is_no_reply(string reply)
    {
        _house.Model.Then(reply).Then(reply);

        Assert.Equal(PersonSentences.NothingReadable, TurnHouse.Text(await _house.AskAsync("Where is BTC?")));
    }

    [Theory]
    [InlineData("Here it is.\n\n```json\n{\"name\":\"market_price\",\"arguments\":{\"symbol\":\"BTC\"}}\n```\n", "Here it is.")]
    [InlineData("Here it is.\n{\"tool\":\"market_price\",\"arguments\":{}}\nDone.", "Here it is.\nDone.")]
    [InlineData("A config:\n\n```json\n{\"port\":1}\n```", "A config:\n\n```json\n{\"port\":1}\n```")]
    public async Task A_tool_call_written_into_a_reply_is_taken_out_and_other_code_stays(string reply, string shown)
    {
        _house.Model.Then(reply).Then(reply);

        Assert.Equal(shown, TurnHouse.Text(await _house.AskAsync("Where is BTC?")));
    }

    [Fact]
    public async Task Data_does_not_stream_past_a_persona_without_guards_either()
    {
        await using var plain = new TurnHouse();
        plain.Add("eliza");
        plain.Guards.Add(new LeakedMachineryGuard());
        var json = "{\"arguments\":{\"text\":\"" + new string('x', 900) + "\"}}";
        plain.Model.Then(json).Then("In words, then.");

        Assert.Equal("In words, then.", TurnHouse.Text(await plain.AskAsync("Go on")));
    }

    [Fact]
    public async Task A_colleagues_answer_is_passed_on_under_its_name()
    {
        _house.Model
            .Then(ScriptedModel.Call("ask_agent", """{"persona":"solus","question":"Which strike?"}"""))
            .Then("Ten percent out.")
            .Then("Ten percent out, I would say.")
            .Then("Ten percent out, I would say.");

        Assert.Equal("Ten percent out, I would say.\n\n(Solus was asked for this.)", TurnHouse.Text(await _house.AskAsync("Which strike?")));
    }
}
