using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools;

/// <summary>A function that a persona may call in a turn, when its header names it, and what the host has to know of it.</summary>
/// <param name="Function">
/// Name (words joined by <c>_</c>, at least two, so that ordinary text does not name it by chance), description, parameters, and what runs. Its result is
/// text, or is shown to the model as JSON.
/// </param>
public sealed record Tool(AIFunction Function)
{
    /// <summary>What the model calls it by.</summary>
    public string Name => Function.Name;

    /// <summary>What running it can do.</summary>
    public ToolEffect Effect { get; init; }

    /// <summary>How long a call may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Characters of a result that go into the prompt; the rest is cut, and that is said.</summary>
    public int MostCharacters { get; init; } = 6000;

    /// <summary>Its results hold words of others (what was remembered, what a server outside says): they are fenced, and ground nothing.</summary>
    public bool Foreign { get; init; }

    /// <summary>
    /// For what writes: one of these beginnings of words (lower case, any language) must stand in the message that the person has just written, or in the task's
    /// prompt. Empty: none needed.
    /// </summary>
    public IReadOnlyList<string> AskedBy { get; init; } = [];

    /// <summary>It shows what is the owner's alone: nothing of it runs for a guest.</summary>
    public bool Private { get; init; }

    /// <summary>The personas that have it, whatever their headers say; null when the headers decide.</summary>
    public IReadOnlyList<string>? Personas { get; init; }

    /// <summary>Only what a person writes may have it called, never a scheduled task: a task that trades would be an executor.</summary>
    public bool PersonOnly { get; init; }
}

/// <summary>What running a tool can do beyond giving an answer.</summary>
public enum ToolEffect
{
    /// <summary>It computes, or reads what is in the house.</summary>
    None,

    /// <summary>Its arguments reach somebody else: a server outside the house, or a colleague who acts on them.</summary>
    Outward,

    /// <summary>It changes what the house keeps.</summary>
    Write,
}

/// <summary>The tools of one desk. Every one that is registered is offered to the personas whose headers name its tools.</summary>
public interface IToolset
{
    /// <summary>Always the same tools with the same descriptions: they are part of the prompt's stable beginning.</summary>
    IReadOnlyList<Tool> Tools { get; }

    /// <summary>All of them show what is the owner's alone: books, positions, places, drafts, programs of the house.</summary>
    bool ArePrivate => false;

    /// <summary>Completes when the tools are known as far as they can be; never fails, and takes seconds at most.</summary>
    Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A call that cannot be answered. The message is one sentence on which the model can act.</summary>
public sealed class ToolException : Exception
{
    public ToolException(string message)
        : base(message)
    {
    }

    public ToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
