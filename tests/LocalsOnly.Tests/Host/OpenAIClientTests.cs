using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace LocalsOnly.Tests.Host;

/// <summary>The API seen by the OpenAI .NET client, which knows nothing of us.</summary>
public sealed class OpenAIClientTests : IAsyncLifetime
{
    private const string Question = "Which hotel did we book in Lisbon?";

    private TestHouse _house = null!;

    public async Task InitializeAsync() => _house = await TestHouse.StartAsync(new(), samples: true);

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_question_about_an_export_is_answered_with_the_right_citation()
    {
        ChatCompletion completion = await Client("vince").CompleteChatAsync(Question);

        var text = completion.Content[0].Text;
        Assert.Contains("Casa do Jacarandá", text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        var annotation = completion.Annotations[0];
        Assert.Equal("Five days in Lisbon", annotation.WebResourceTitle);
        Assert.Equal("[1]", text[annotation.StartIndex..annotation.EndIndex]);
        Assert.StartsWith(_house.Url.ToString(), annotation.WebResourceUri.ToString(), StringComparison.Ordinal);
        Assert.True(completion.Usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task A_streamed_reply_is_the_same_reply()
    {
        ChatCompletion whole = await Client("vince").CompleteChatAsync(Question);
        var text = "";
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Client("vince").CompleteChatStreamingAsync(Question))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Equal(whole.Content[0].Text, text);
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.True(usage!.OutputTokenCount > 0);
    }

    [Fact]
    public async Task The_personas_are_models()
    {
        var models = await new OpenAIClient(new ApiKeyCredential("unused"), Options()).GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal(["eliza", "kelly", "otaku", "solus", "vince"], models.Value.Skip(3).Take(5).Select(model => model.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_persona_is_an_error_that_names_the_known_ones()
    {
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Client("bob").CompleteChatAsync(Question));

        Assert.Equal(404, refused.Status);
        Assert.Contains("there is eliza, kelly, otaku, solus, vince", refused.Message, StringComparison.Ordinal);
    }

    private ChatClient Client(string persona) => new(persona, new ApiKeyCredential("unused"), Options());

    private OpenAIClientOptions Options() => new() { Endpoint = new Uri(_house.Url, "/v1") };
}
