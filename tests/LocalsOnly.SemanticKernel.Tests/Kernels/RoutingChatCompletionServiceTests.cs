using LocalsOnly.Inference;
using LocalsOnly.SemanticKernel.Kernels;
using LocalsOnly.Tests.Agents;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace LocalsOnly.SemanticKernel.Tests.Kernels;

/// <summary>The service as any code on Semantic Kernel uses it, outside a turn.</summary>
public sealed class RoutingChatCompletionServiceTests : IDisposable
{
    private readonly ScriptedModel _model = new();
    private readonly RoutingChatCompletionService _chat;
    private readonly Kernel _kernel = new();

    public RoutingChatCompletionServiceTests() => _chat = new RoutingChatCompletionService(_model);

    private static PromptExecutionSettings Auto(bool? concurrent = null) =>
        new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: concurrent is null ? null : new FunctionChoiceBehaviorOptions { AllowConcurrentInvocation = concurrent.Value }) };

    private void Offer(string name, Delegate method) => Offer((name, method));

    private void Offer(params (string Name, Delegate Method)[] functions) =>
        _kernel.Plugins.AddFromFunctions("mine", functions.Select(function => KernelFunctionFactory.CreateFromMethod(function.Method, function.Name)));

    private async Task<string> AskAsync(ChatHistory history, PromptExecutionSettings? settings) => Assert.Single(await _chat.GetChatMessageContentsAsync(history, settings, _kernel)).ToString();

    [Fact]
    public async Task Usual_settings_reach_the_router_by_their_usual_names()
    {
        _model.Then("Well.");
        var settings = new OpenAIPromptExecutionSettings { Temperature = 0.25, TopP = 0.5, MaxTokens = 77, StopSequences = ["END"], Seed = 3, ResponseFormat = "json_object" };

        Assert.Equal("Well.", await AskAsync(new ChatHistory("Be brief.") { new(AuthorRole.User, "How so?") }, settings));

        Assert.Equal((0.25f, 0.5f, 77, 3L), (_model.Options!.Temperature, _model.Options.TopP, _model.Options.MaxOutputTokens, _model.Options.Seed));
        Assert.Equal(["END"], _model.Options.StopSequences);
        Assert.IsType<ChatResponseFormatJson>(_model.Options.ResponseFormat);
        Assert.Equal([(ChatRole.System, "Be brief."), (ChatRole.User, "How so?")], _model.Messages!.Select(message => (message.Role, message.Text)));
        Assert.Null(_model.Options.Tools);
    }

    [Fact]
    public async Task Settings_without_a_type_mean_the_same()
    {
        _model.Then("Well.");
        await AskAsync([new(AuthorRole.User, "How so?")], new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 40, ["temperature"] = 0.5 } });

        Assert.Equal((40, 0.5f), (_model.Options!.MaxOutputTokens, _model.Options.Temperature));
    }

    [Fact]
    public async Task A_picture_in_the_history_is_a_picture_in_the_request()
    {
        _model.Then("A cat.");
        await AskAsync([new(AuthorRole.User, [new Microsoft.SemanticKernel.TextContent("What is it?"), new ImageContent(new byte[] { 1, 2, 3 }, "image/png")])], null);

        var picture = Assert.Single(_model.Messages!.SelectMany(message => message.Contents).OfType<DataContent>());
        Assert.Equal(("image/png", 3), (picture.MediaType, picture.Data.Length));
    }

    [Fact]
    public async Task Functions_are_called_and_calls_and_results_join_the_history()
    {
        Offer("area", (int width, int height) => width * height);
        _model.Then(new TextReasoningContent("Multiply."), new TextContent("Let me see."), ScriptedModel.Call("mine_area", """{"width":6,"height":7}""", "one")).Then("It is 42.");
        var history = new ChatHistory { new(AuthorRole.User, "How large?") };

        Assert.Equal("It is 42.", await AskAsync(history, Auto()));

        Assert.Equal(["42"], _model.Results);
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(message => message.Role));
        var call = Assert.Single(history[1].Items.OfType<Microsoft.SemanticKernel.FunctionCallContent>());
        Assert.Equal(("mine", "area", "one"), (call.PluginName, call.FunctionName, call.Id));
        Assert.Equal("Multiply.", Assert.Single(_model.Messages!.SelectMany(message => message.Contents).OfType<TextReasoningContent>()).Text);
        Assert.Equal("mine_area", Assert.Single(_model.Options!.Tools!).Name);
    }

    [Fact]
    public async Task Without_auto_invocation_the_call_is_the_answer()
    {
        Offer("area", (int width, int height) => width * height);
        _model.Then(ScriptedModel.Call("mine_area", """{"width":6,"height":7}"""));

        var answer = Assert.Single(await _chat.GetChatMessageContentsAsync([new(AuthorRole.User, "How large?")], new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) }, _kernel));

        Assert.Single(Microsoft.SemanticKernel.FunctionCallContent.GetFunctionCalls(answer));
        Assert.Single(_model.Requests);
    }

    [Theory]
    [InlineData("mine_volume", "{}", "there is no function mine_volume")]
    [InlineData("mine_area", "{}", "Error: ")]
    [InlineData("mine_broken", "{}", "Error: it is broken")]
    public async Task Whatever_is_wrong_with_a_call_is_for_the_model_to_read_and_for_filters_to_see(string name, string arguments, string sentence)
    {
        Offer(("area", (int width, int height) => width * height), ("broken", string () => throw new InvalidOperationException("it is broken")));
        var seen = new Filter((context, next) => next(context));
        _kernel.AutoFunctionInvocationFilters.Add(seen);
        _model.Then(ScriptedModel.Call(name, arguments)).Then("Sorry.");

        Assert.Equal("Sorry.", await AskAsync([new(AuthorRole.User, "Go on")], Auto()));

        Assert.Contains(sentence, Assert.Single(_model.Results), StringComparison.Ordinal);
        Assert.Equal(1, seen.Calls);
    }

    [Fact]
    public async Task A_filter_that_ends_the_loop_leaves_a_history_in_which_every_call_has_a_result()
    {
        Offer("area", (int width, int height) => width * height);
        _kernel.AutoFunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));
        _model.Then(ScriptedModel.Call("mine_area", """{"width":1,"height":2}"""), ScriptedModel.Call("mine_area", """{"width":3,"height":4}"""));
        var history = new ChatHistory { new(AuthorRole.User, "How large?") };

        await _chat.GetChatMessageContentsAsync(history, Auto(), _kernel);

        Assert.Equal(["2", "12"], history.SelectMany(message => message.Items).OfType<Microsoft.SemanticKernel.FunctionResultContent>().Select(result => result.Result));
        Assert.Single(_model.Requests);
    }

    [Fact]
    public async Task After_eight_rounds_no_function_is_called_any_more()
    {
        var ran = 0;
        Offer("step", () => ++ran);
        _kernel.AutoFunctionInvocationFilters.Add(new RoundCapFilter(8));
        for (var i = 0; i < 20; i++) _model.Then(ScriptedModel.Call("mine_step"));

        await _chat.GetChatMessageContentsAsync([new(AuthorRole.User, "Go on")], Auto(), _kernel);

        Assert.Equal((8, 8), (ran, _model.Requests.Count));
    }

    [Fact]
    public async Task Calls_run_at_the_same_time_only_where_that_was_allowed()
    {
        var both = new TaskCompletionSource();
        var begun = 0;
        Offer("wait", async () =>
        {
            if (Interlocked.Increment(ref begun) == 2) both.SetResult();
            await both.Task;
            return "met";
        });
        _model.Then(ScriptedModel.Call("mine_wait"), ScriptedModel.Call("mine_wait")).Then("Done.");

        Assert.Equal("Done.", await AskAsync([new(AuthorRole.User, "Go on")], Auto(concurrent: true)));
        Assert.Equal(["met", "met"], _model.Results);
    }

    [Fact]
    public async Task What_a_filter_writes_into_the_history_is_what_the_model_reads()
    {
        Offer("area", (int width, int height) => width * height);
        _kernel.AutoFunctionInvocationFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Function, "no figure today");
        }));
        _model.Then(ScriptedModel.Call("mine_area", """{"width":6,"height":7}""")).Then("None, then.");

        await AskAsync([new(AuthorRole.User, "How large?")], Auto());

        Assert.Equal(["no figure today"], _model.Results);
    }

    [Fact]
    public async Task A_failure_of_the_router_comes_as_it_is()
    {
        _model.Then(_ => throw new InferenceException(InferenceFailure.Overloaded, "full"));

        var failure = await Assert.ThrowsAsync<InferenceException>(() => _chat.GetChatMessageContentsAsync([new(AuthorRole.User, "Go on")]));

        Assert.Equal(InferenceFailure.Overloaded, failure.Failure);
    }

    [Fact]
    public async Task A_streamed_answer_comes_in_the_pieces_that_the_model_gave()
    {
        _model.Then(new TextContent("One, "), new TextContent("two."));
        var pieces = new List<string?>();
        await foreach (var piece in _chat.GetStreamingChatMessageContentsAsync([new(AuthorRole.User, "Count")])) pieces.Add(piece.Content);

        Assert.Equal(["One, ", "two."], pieces);
    }

    public void Dispose() => _model.Dispose();

    private sealed class Filter(Func<AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task> filter) : IAutoFunctionInvocationFilter
    {
        public int Calls { get; private set; }

        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Calls++;
            return filter(context, next);
        }
    }
}
