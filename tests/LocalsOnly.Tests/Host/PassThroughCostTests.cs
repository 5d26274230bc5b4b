using LocalsOnly.Host.Api;
using LocalsOnly.Inference;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Host;

/// <summary>What a token costs between the seam and the caller's socket.</summary>
public sealed class PassThroughCostTests
{
    private const int Tokens = 2000;

    [Fact]
    public void A_token_on_its_way_out_allocates_nothing()
    {
        var context = new DefaultHttpContext();
        context.Response.Body = Stream.Null;
        using var stream = new EventStream(context, TimeProvider.System);
        using var chunks = new ModelChunks(
            stream, context.Response, "chatcmpl-1", 1, new ModelRequest("auto", Stream: true, IncludeUsage: false, [], new ChatOptions()));
        chunks.Write(new ChatResponseUpdate { Contents = [new RouteContent(new RouteDecision(Tier.Light, Tier.Light, "cluster", "M", Simulated: false, []))] });
        var update = new ChatResponseUpdate { Contents = [new TextContent(" wörd\n")] };
        Write();

        Assert.InRange(AllocatedBytes.Of(Write) / (double)Tokens, 0, 8);

        void Write()
        {
            for (var i = 0; i < Tokens; i++)
            {
                chunks.Write(update);
                var flush = stream.FlushAsync();
                Assert.True(flush.IsCompletedSuccessfully);
            }
        }
    }
}
