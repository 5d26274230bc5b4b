using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.Tests.Inference;
using LocalsOnly.Tests.Inference.Scenarios;

namespace LocalsOnly.SemanticKernel.Tests.OpenAI;

/// <summary>The contracts of the house's own client, held against Semantic Kernel's connector.</summary>
internal static class Connector
{
    public static readonly TestedClient Tested = new(new ConnectorChatClientFactory());
}

public sealed class ConnectorFailureModeTests : FailureModeContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorWireFailureTests : WireFailureContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorWireDialectTests : WireDialectContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorWireReplyTests : WireReplyContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorWireRequestTests : WireRequestContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorWireRefusalTests : WireRefusalContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorWireForwardTests : WireForwardContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorDeadlineTests : DeadlineContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorFailoverTests : FailoverContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorScenarioTests : ScenarioContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorKillTests : KillContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorHungUpEarlyTests : HungUpEarlyContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

public sealed class ConnectorFieldFailureTests : FieldFailureContract
{
    private protected override TestedClient Tested => Connector.Tested;
}

/// <summary>Alone, because what other tests let fall would be found here.</summary>
[CollectionDefinition(nameof(ConnectorUnobservedTests), DisableParallelization = true)]
public sealed class RunsAlone;

[Collection(nameof(ConnectorUnobservedTests))]
public sealed class ConnectorUnobservedTests : UnobservedContract
{
    private protected override TestedClient Tested => Connector.Tested;
}
