using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals memory kernel</c>: what is remembered, in Kernel Memory. In a build without it the command says so.</summary>
internal static class MemoryKernelCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("kernel", "Bring Kernel Memory up to what is remembered, in a build that has it. It may be stopped anywhere, and changes nothing when nothing is new.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => MemoryIndexCommands.RunAsync(globals.Of(result), async services =>
        {
            var import = services.GetService<IKernelMemoryImport>()
                ?? throw new CommandException(ExitCode.Failed, "This build is without Kernel Memory: build it with -p:Edition=SemanticKernel, and set KernelMemory:Enabled to true.");
            var report = await ProgressBars.CountAsync<KernelMemoryProgress, KernelMemoryReport>("copying conversations", Read, progress => import.RunAsync(progress, cancellation));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(report, MemoryJson.Indented.KernelMemoryReport);
            else Print(report);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals memory kernel");
    }

    private static Advance Read(KernelMemoryProgress progress) =>
        new(progress.Done, progress.Total, string.Create(CultureInfo.InvariantCulture, $"copying conversations · {progress.Written:N0} written"));

    private static void Print(KernelMemoryReport report)
    {
        if (report.Store == KernelMemoryStore.House)
            Terminal.Line($"Kernel Memory's index '{report.Index}' is the house's own memory: {report.Conversations:N0} conversations, none of them copied.");
        else if (report.Written + report.Removed == 0)
            Terminal.Line($"Kernel Memory's index '{report.Index}' in Qdrant is up to date: {report.Conversations:N0} conversations.");
        else
            Terminal.Line($"Kernel Memory's index '{report.Index}' in Qdrant holds {report.Conversations:N0} conversations: {report.Written:N0} written now as {report.Records:N0} records, {report.Removed:N0} taken out.");
    }
}
