using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>The client that a contract is held against, and the face of the fake that it speaks to.</summary>
internal sealed class TestedQdrant(Func<IFakeFace> face, IQdrantFactory factory)
{
    /// <summary>What every build has.</summary>
    public static readonly TestedQdrant Rest = new(() => new RestFace(), new RestQdrantFactory());

    public IQdrantFactory Factory => factory;

    public Task<FakeQdrant> ServeAsync() => FakeQdrant.StartAsync(face());

    public Task<QdrantScene> StartAsync(int? dimensions = 4, bool ensure = true, string? apiKey = null, string? embedding = null) =>
        QdrantScene.StartAsync(face(), factory, dimensions, ensure, apiKey, embedding);
}
