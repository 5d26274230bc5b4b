using LocalsOnly.Inference.Endpoints;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Cluster;

/// <summary>Has a model write one token: exo calls a model ready that may hang or die on its first request (issues 1458 and 1934 of exo).</summary>
internal static class Canary
{
    /// <summary>How long the token took.</summary>
    /// <exception cref="ClusterException">No token came.</exception>
    public static async Task<TimeSpan> SingAsync(LocalEndpoint endpoint, string model, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var options = new ChatOptions { ModelId = model, MaxOutputTokens = 1 };
        try
        {
            await foreach (var _ in endpoint.Chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hi")], options, cancellationToken))
            {
                // To its proper end: a stream without a finish reason throws.
            }

            return time.GetElapsedTime(began);
        }
        catch (InferenceException failure)
        {
            throw new ClusterException(
                ClusterFailure.Mute,
                $"{model} is loaded and called ready, but did not write a token ({endpoint.Clause(failure)}). "
                + $"Take it away with: {ClusterCommands.Unplace(model)} and place it again.",
                failure);
        }
    }
}
