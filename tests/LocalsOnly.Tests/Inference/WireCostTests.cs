using System.IO.Pipelines;
using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

/// <summary>What a token costs between the socket and the seam.</summary>
public sealed class WireCostTests
{
    private const int Tokens = 2000;

    [Fact]
    public async Task A_token_allocates_nothing_but_the_seams_own_objects()
    {
        var frames = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(
            """data: {"id":"5f1c","object":"chat.completion","created":1,"model":"M","choices":[{"index":0,"delta":{"role":"assistant","content":" word"}}]}""" + "\n\n", Tokens)));
        await ReadAsync(frames);
        var own = AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < Tokens; i++)
                GC.KeepAlive(new ChatResponseUpdate { Contents = new List<AIContent>(1) { new TextContent(new string('x', " word".Length)) } });
        });
        // The stream completes every read at once, so all of it runs on this thread.
        var read = AllocatedBytes.Of(() => Assert.True(ReadAsync(frames).IsCompletedSuccessfully));
        Assert.InRange((read - own) / (double)Tokens, 0, 16);
    }

    private static async Task ReadAsync(byte[] frames)
    {
        using var deadlines = new StreamDeadlines(new InferenceOptions(), null, TimeProvider.System, CancellationToken.None);
        using var stream = new ChatStream(PipeReader.Create(new MemoryStream(frames)), deadlines, "M", simulated: false, Dialect.Exo);
        for (var i = 0; i < Tokens; i++)
            Assert.True((await stream.NextAsync())!.Contents[0] is TextContent { Text: " word" });
    }
}
