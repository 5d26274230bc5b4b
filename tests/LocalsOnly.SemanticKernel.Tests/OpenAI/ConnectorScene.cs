using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;
using Microsoft.Extensions.Time.Testing;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace LocalsOnly.SemanticKernel.Tests.OpenAI;

/// <summary>Semantic Kernel's connector before a simulated node, registered as anybody would, with the handler between the two or without it.</summary>
internal sealed class ConnectorScene : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private ConnectorScene(SimulatedExoNode node, HttpMessageHandler handler)
    {
        Node = node;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(SimulatedModel.Heavy.Id, new Uri(node.Url, "v1"), apiKey: null, httpClient: _http);
        Chat = builder.Build().GetRequiredService<IChatCompletionService>();
    }

    public SimulatedExoNode Node { get; }

    public IChatCompletionService Chat { get; }

    /// <summary>The clock of the handler's deadlines.</summary>
    public FakeTimeProvider Time { get; private init; } = new();

    public static async Task<ConnectorScene> WithHandlerAsync(ChatCompletionsHandlerOptions? options = null)
    {
        var time = new FakeTimeProvider();
        return new ConnectorScene(await SimulatedExoNode.StartAsync(), new ChatCompletionsHandler(options, time) { InnerHandler = new SocketsHttpHandler() }) { Time = time };
    }

    public static async Task<ConnectorScene> AloneAsync() => new(await SimulatedExoNode.StartAsync(), new SocketsHttpHandler());

    /// <summary>Sends these bytes in answer to everything.</summary>
    public ConnectorScene Sending(params string[] pieces)
    {
        Node.Script = context => ScriptedReply.Whole(pieces)(context);
        return this;
    }

    public ConnectorScene Failing(SimulatedFault fault)
    {
        Node.Fault = fault;
        return this;
    }

    /// <summary>Everything that came, and what ended it.</summary>
    public async Task<Heard> AskAsync(OpenAIPromptExecutionSettings? settings = null)
    {
        var parts = new List<StreamingChatMessageContent>();
        try
        {
            await foreach (var part in Chat.GetStreamingChatMessageContentsAsync("Hello", settings))
                parts.Add(part);
            return new Heard(parts, null);
        }
        catch (Exception e)
        {
            return new Heard(parts, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Node.DisposeAsync();
    }
}

/// <summary>What came of one streamed answer.</summary>
internal sealed record Heard(List<StreamingChatMessageContent> Parts, Exception? Failure)
{
    public string Text => string.Concat(Parts.Select(p => p.Content));

    public string Reasoning => string.Concat(Parts.Select(p => p.GetReasoning()));

    public string? FinishReason => Parts.Select(p => p.Metadata?["FinishReason"] as string).LastOrDefault(r => r is not null);

    /// <summary>As Semantic Kernel puts them together.</summary>
    public IReadOnlyList<FunctionCallContent> Calls
    {
        get
        {
            var builder = new FunctionCallContentBuilder();
            foreach (var part in Parts)
                builder.Append(part);
            return builder.Build();
        }
    }
}
