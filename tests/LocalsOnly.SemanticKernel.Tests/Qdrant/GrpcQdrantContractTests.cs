using LocalsOnly.SemanticKernel.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant;

namespace LocalsOnly.SemanticKernel.Tests.Qdrant;

/// <summary>The contracts of Qdrant over REST, held against Qdrant over gRPC.</summary>
internal static class GrpcQdrantScene
{
    public static readonly TestedQdrant Tested = new(() => new GrpcFace(), new GrpcQdrantFactory());
}

public sealed class GrpcQdrantClientTests : QdrantClientContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantCollectionTests : QdrantCollectionContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantSyncTests : QdrantSyncContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantSyncFaultTests : QdrantSyncFaultContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantKillTests : QdrantKillContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantHealthTests : QdrantHealthContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantMirrorTests : QdrantMirrorContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}

public sealed class GrpcQdrantScopeTests : QdrantScopeContract
{
    private protected override TestedQdrant Tested => GrpcQdrantScene.Tested;
}
