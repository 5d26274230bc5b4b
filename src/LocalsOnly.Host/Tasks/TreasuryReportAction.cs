using LocalsOnly.Agents.Tools;
using LocalsOnly.Scheduling;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Report;

namespace LocalsOnly.Host.Tasks;

/// <summary><c>treasury_report</c>: the report of the calendar month before the one of the occurrence, in the task's zone.</summary>
internal sealed class TreasuryReportAction(TreasuryDesk desk) : ITaskAction
{
    public string Name => "treasury_report";

    public Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            return ReportMarkdown.Write(desk.ReportBefore(call.Due, call.Task.Zone)).TrimEnd();
        }
        catch (TreasuryException broken)
        {
            throw new ToolException(broken.Message, broken);
        }
    }, cancellationToken);
}
