using System.ComponentModel;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.General;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Scheduling;

/// <summary>Lets a persona write down what a person wants done at certain times. It proposes; only the person's own word makes a task of it, and no task can ask for one.</summary>
internal sealed class TaskTools(Func<TaskProposals> proposals) : IToolset
{
    // Found late: the tasks' own check knows all tools.
    private readonly Lazy<TaskProposals> _proposals = new(proposals);

    public IReadOnlyList<Tool> Tools => field ??=
    [
        new(PlainTool.Of(Propose, "task_propose", "Proposes something that you are to do by yourself at certain times (every morning at 8, each Friday, once on a date). Nothing is scheduled until the person confirms. Repeat what it gives back, with the code."))
        {
            Effect = ToolEffect.Write,
            PersonOnly = true,
            Private = true,
        },
        new(PlainTool.Of(Confirm, "task_confirm", "Confirms a proposed task. Only when the person's newest message holds its code."))
        {
            Effect = ToolEffect.Write,
            PersonOnly = true,
            Private = true,
        },
    ];

    public bool ArePrivate => true;

    private string Propose(
        [Description("Short name in small letters and hyphens: morning-prices")] string name,
        [Description("Five-field cron (0 8 * * 1-5), a period (15m, 2h) or one date and time (2030-12-24 18:00)")] string when,
        [Description("What you are to do each time, as an instruction to yourself, complete without this conversation")] string prompt,
        AIFunctionArguments arguments,
        [Description("IANA zone, like Europe/Paris; left out: the person's")] string? zone = null,
        [Description("Channel without #, dm, file or page; left out: dm")] string? channel = null)
    {
        var turn = ToolTurn.Of(arguments);
        var (code, said) = _proposals.Value.Propose(
            new TaskDraft(turn.Persona.Id, name.Trim().ToLowerInvariant(), TaskDraft.KindOf(when), when, zone ?? turn.Zone.Id, [channel?.TrimStart('#') ?? ScheduledTask.Direct], prompt), turn.Channel);
        return $"{string.Join("\n", said)}\nIt waits for the person's word under the code {code}, for half an hour: a button where there are buttons, or a message with the code. Then it runs once, and is kept only if that works.";
    }

    private string Confirm([Description("The code")] string code, AIFunctionArguments arguments)
    {
        var turn = ToolTurn.Of(arguments);
        if (!turn.Message.Contains(code.Trim(), StringComparison.OrdinalIgnoreCase)) throw new ToolException("The person has not written that code in their newest message, so nothing is confirmed.");
        return _proposals.Value.Confirm(code, turn.Channel);
    }
}
