using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Scheduling;

/// <summary><c>standup</c>: holds a standup and tells its report. It is not held twice for one occurrence: everybody would be asked again, and signals counted twice.</summary>
internal sealed class StandupAction(IStandups standups) : ITaskAction
{
    public string Name => "standup";

    public bool IsRepeatable => false;

    public async Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken)
    {
        try
        {
            var standup = await standups.HoldAsync(cancellationToken);
            return standup.Answers.Any(answer => answer.Text.Length > 0)
                ? standup.Report
                : throw new ToolException($"Nobody could answer in the standup: {standup.Answers.Select(answer => answer.Problem).OfType<string>().FirstOrDefault() ?? "no persona was asked."}");
        }
        catch (TurnRefusedException refused)
        {
            throw new ToolException(refused.Message, refused);
        }
    }
}
