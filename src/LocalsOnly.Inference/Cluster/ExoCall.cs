using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.Inference.Cluster;

/// <summary>One exchange with an exo node about its cluster, with a deadline, whose every failure has a name.</summary>
internal static class ExoCall
{
    /// <exception cref="InferenceException">It does not answer within the deadline, or breaks off; without anything that it sent.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<T> MakeAsync<T>(
        LocalEndpoint endpoint, TimeSpan timeout, TimeProvider time, Func<CancellationToken, Task<T>> exchange, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var name = endpoint.Settings.Name;
        try
        {
            return await exchange(either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not InferenceException and not ClusterException && deadline.IsCancellationRequested)
        {
            throw new InferenceException(
                InferenceFailure.Unreachable, $"{name}: no answer within {timeout.TotalSeconds:0} s; is the machine awake?", name, inner: e);
        }
        catch (HttpRequestException e) when (e.InnerException is InferenceException guard)
        {
            throw new InferenceException(guard.Failure, guard.Message, name, inner: e);
        }
        catch (Exception e) when (e is not InferenceException and not ClusterException)
        {
            var (failure, clause) = WireFailure.Of(e);
            var address = endpoint.Settings.Url.GetLeftPart(UriPartial.Authority);
            throw new InferenceException(
                failure,
                failure == InferenceFailure.Unreachable
                    ? $"{name}: nothing answers at {address}; start exo there or correct Inference:Endpoints:{name}:Url."
                    : $"{name}: {clause}; look at exo's log.",
                name,
                inner: e is HttpRequestException or IOException ? e : null);
        }
    }
}
