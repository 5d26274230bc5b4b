namespace LocalsOnly.Agents;

/// <summary>The conversations that the host keeps, and how each answer came about.</summary>
public interface ISessions
{
    /// <summary>Every session, the one that was used last first.</summary>
    IReadOnlyList<SessionSummaryLine> List();

    /// <summary>What was said in a session, oldest first; null when there is none of that name.</summary>
    /// <param name="name">As <see cref="List"/> names it.</param>
    /// <exception cref="Tools.ToolException">Its file cannot be read.</exception>
    IReadOnlyList<SessionLine>? Show(string name);

    /// <summary>Ends a session: the next message there begins anew. What was said stays remembered. False when there is none of that name.</summary>
    bool Delete(string name);

    /// <summary>How an answer came about; null when no such turn is kept.</summary>
    /// <param name="turn">Its id, or the beginning of it; null for the newest.</param>
    TurnRecord? Why(string? turn);
}

/// <summary>A session in a list.</summary>
/// <param name="Name">What <c>locals sessions show</c> takes: persona and place.</param>
/// <param name="Persona">Id of who answers.</param>
/// <param name="Session">The place.</param>
/// <param name="Messages">How many messages, of both sides.</param>
/// <param name="Summed">How many of them are summed up.</param>
/// <param name="LastAt">When something was last said (UTC).</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
public sealed record SessionSummaryLine(string Name, string Persona, string Session, int Messages, int Summed, DateTimeOffset LastAt, string? Problem = null);

/// <summary>Something that was said in a session.</summary>
public sealed record SessionLine(DateTimeOffset At, bool FromPerson, string Text);
