using System.CommandLine;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals memory</c>: what is remembered, and how well it is found.</summary>
internal static class MemoryCommand
{
    public static Command Create(GlobalOptions globals) => new Command("memory", "Look after what is remembered.")
    {
        MemoryIndexCommands.Status(globals), MemoryFactsCommand.Create(globals), MemoryEvalCommand.Create(globals), MemoryIndexCommands.Rebuild(globals), MemoryIndexCommands.Snapshot(globals), MemoryKernelCommand.Create(globals),
    }.WithExample("locals memory status");
}
