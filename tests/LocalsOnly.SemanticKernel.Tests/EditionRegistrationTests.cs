using LocalsOnly.Inference;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.SemanticKernel.Qdrant;
using LocalsOnly.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalsOnly.SemanticKernel.Tests;

/// <summary>What the edition adds to choose from, and that the choice is the configuration's.</summary>
public sealed class EditionRegistrationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void An_endpoint_is_asked_through_the_connector_where_it_says_so_and_nowhere_else()
    {
        using var services = Build(
            ("Inference:Endpoints:cluster:Url", "http://127.0.0.1:1"), ("Inference:Endpoints:cluster:Client", "openaiconnector"),
            ("Inference:Endpoints:mini:Url", "http://127.0.0.1:2"));
        var directory = services.GetRequiredService<EndpointDirectory>();
        Assert.NotNull(directory.Find("cluster")!.Chat.GetService(typeof(ConnectorChatClient)));
        Assert.Null(directory.Find("mini")!.Chat.GetService(typeof(ConnectorChatClient)));
    }

    [Fact]
    public void A_client_that_there_is_not_is_refused_with_all_that_there_are()
    {
        using var services = Build(("Inference:Endpoints:cluster:Url", "http://127.0.0.1:1"), ("Inference:Endpoints:cluster:Client", "Pigeon"));
        var wrong = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<InferenceOptions>>().Value);
        Assert.Contains("allowed: Wire, OpenAIConnector.", Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Qdrant_may_be_spoken_to_in_both_protocols()
    {
        using var services = Build(("Memory:Qdrant:Url", "http://127.0.0.1:6334"), ("Memory:Qdrant:Protocol", "Grpc"));
        Assert.Equal("Grpc", services.GetRequiredService<IOptions<MemoryOptions>>().Value.Qdrant.Protocol);
        Assert.Equal([typeof(RestQdrantFactory), typeof(GrpcQdrantFactory)], services.GetServices<IQdrantFactory>().Select(factory => factory.GetType()));
    }

    private ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [.. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)), KeyValuePair.Create("Data:Local", (string?)_directory.Path)]).Build();
        return new ServiceCollection().AddInference(configuration).AddMemory(configuration).AddSemanticKernel(configuration).BuildServiceProvider();
    }

    public void Dispose() => _directory.Dispose();
}
