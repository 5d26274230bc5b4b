using LocalsOnly.Tests.Agents;
using LocalsOnly.Tests.Agents.Guards;
using LocalsOnly.Tests.Agents.Outbound;
using LocalsOnly.Tests.Agents.Sessions;
using LocalsOnly.Tests.Agents.Standups;

// What holds of a turn holds of it in this runtime too: the same tests, with the loop of KernelRuntime.
namespace LocalsOnly.SemanticKernel.Tests.Turns;

public sealed class KernelAgentRuntimeTests : AgentRuntimeTests;

public sealed class KernelToolLoopTests : ToolLoopTests;

public sealed class KernelAskAgentTests : AskAgentTests;

public sealed class KernelInjectionTests : InjectionTests;

public sealed class KernelSharedPlaceTests : SharedPlaceTests;

public sealed class KernelOutboundTurnTests : OutboundTurnTests;

public sealed class KernelStandupTests : StandupTests;

public sealed class KernelSessionTests : SessionTests;

public sealed class KernelOwnWordsTests : OwnWordsTests;

public sealed class KernelReplyGuardTests : ReplyGuardTests;

public sealed class KernelFiguresGuardTests : FiguresGuardTests;

public sealed class KernelDeskGuardTests : DeskGuardTests;
