using LocalsOnly.Memory.Qdrant.Protocol;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>
/// Qdrant in the part that is used here, call by call and without opinions; every failure is a <see cref="QdrantException"/>. Safe for many callers at once.
/// </summary>
internal interface IQdrant
{
    /// <summary>Its address.</summary>
    Uri? Server { get; }

    /// <summary>Returns when the server is ready to answer; needs no api key.</summary>
    Task ReadyAsync(CancellationToken cancellationToken = default);

    /// <summary>The version of the server, e.g. <c>1.19.0</c>; needs no api key.</summary>
    Task<string> VersionAsync(CancellationToken cancellationToken = default);

    Task<bool> ExistsAsync(string collection, CancellationToken cancellationToken = default);

    Task CreateAsync(string collection, CreateCollection body, CancellationToken cancellationToken = default);

    Task<CollectionInfo> InfoAsync(string collection, CancellationToken cancellationToken = default);

    /// <summary>Deletes a collection with all that is in it; nothing happens when there is none.</summary>
    Task DeleteCollectionAsync(string collection, CancellationToken cancellationToken = default);

    /// <summary>Makes a payload index and waits for it; nothing happens when it is there.</summary>
    Task IndexAsync(string collection, CreateIndex body, CancellationToken cancellationToken = default);

    /// <summary>Stores points; those with an id that is known replace the one that has it.</summary>
    /// <param name="wait">
    /// Return when they can be found, and all that was written before; else when they are in the server's log of writes, which is carried out in its order.
    /// </param>
    Task UpsertAsync(string collection, UpsertPoints body, bool wait, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="UpsertAsync" path="/param"/>
    /// <summary>Deletes the points that a filter matches.</summary>
    Task DeleteAsync(string collection, Filter filter, bool wait, CancellationToken cancellationToken = default);

    /// <summary>Best first.</summary>
    Task<IReadOnlyList<ScoredPoint>> QueryAsync(string collection, QueryPoints body, CancellationToken cancellationToken = default);

    /// <summary>Counts exactly.</summary>
    Task<long> CountAsync(string collection, Filter? filter, CancellationToken cancellationToken = default);

    /// <summary>One page of points in the order of their ids.</summary>
    Task<ScrollReply> ScrollAsync(string collection, ScrollPoints body, CancellationToken cancellationToken = default);
}

/// <summary>Makes clients that speak one of Qdrant's protocols. Which one is spoken is <see cref="QdrantOptions.Protocol"/>.</summary>
internal interface IQdrantFactory
{
    /// <summary>As it stands in the configuration.</summary>
    string Protocol { get; }

    /// <param name="http">Behind the network guard, with its base address set; the caller disposes of it, after the client when that can be disposed of.</param>
    IQdrant Create(HttpClient http, string? apiKey, TimeProvider time);
}

/// <summary>REST, which every build has.</summary>
internal sealed class RestQdrantFactory : IQdrantFactory
{
    public string Protocol => QdrantOptions.Rest;

    public IQdrant Create(HttpClient http, string? apiKey, TimeProvider time) => new QdrantClient(http, time, apiKey);
}
