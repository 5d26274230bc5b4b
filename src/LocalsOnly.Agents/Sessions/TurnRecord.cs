namespace LocalsOnly.Agents;

/// <summary>How an answer came about: every decision that the host took for it.</summary>
/// <param name="Id">Names the turn.</param>
/// <param name="At">When it began (UTC).</param>
/// <param name="Persona">Id of who answered.</param>
/// <param name="Session">Where, when the host keeps the conversation; null when the caller does.</param>
/// <param name="Channel">The channel whose memory it belongs to; null for a private place.</param>
/// <param name="Conversation">Key of the conversation in the memory.</param>
/// <param name="Outcome"><c>answered</c>, <c>recall only</c>, <c>interrupted</c>, <c>given up</c> (the caller hung up).</param>
/// <param name="Mode">Whether a model answered; null when it did not come to that.</param>
/// <param name="Asked">The tier that was asked.</param>
/// <param name="Answered">The tier that answered.</param>
/// <param name="Endpoint">Name of the endpoint.</param>
/// <param name="Model">Full model id.</param>
/// <param name="Reasons">Why this tier and this endpoint, as clauses.</param>
/// <param name="Recalled">The passages that stood in the prompt.</param>
/// <param name="Tools">The tool calls, in order.</param>
/// <param name="Notes">What the host did to the reply.</param>
/// <param name="FirstTextMs">Milliseconds until the first text was shown; null when none was.</param>
/// <param name="TotalMs">Milliseconds of the whole turn.</param>
/// <param name="PromptTokens">As the servers counted; null when none did.</param>
/// <param name="CompletionTokens">The same of what was generated.</param>
public sealed record TurnRecord(
    string Id, DateTimeOffset At, string Persona, string? Session, string? Channel, string Conversation, string Outcome, string? Mode, string? Asked, string? Answered, string? Endpoint, string? Model,
    IReadOnlyList<string> Reasons, IReadOnlyList<RecalledRecord> Recalled, IReadOnlyList<ToolRecord> Tools, IReadOnlyList<string> Notes, double? FirstTextMs, double TotalMs, long? PromptTokens,
    long? CompletionTokens);

/// <param name="Number">What the reply cites it by.</param>
/// <param name="Key">Key of the message: <c>locals search --open</c> shows it.</param>
/// <param name="Cited">The reply cites it.</param>
public sealed record RecalledRecord(int Number, string Key, bool Cited);

/// <param name="Name">The tool.</param>
/// <param name="Arguments">JSON.</param>
/// <param name="Problem">Why there was no result, one sentence; null when there was one.</param>
/// <param name="TookMs">Milliseconds.</param>
public sealed record ToolRecord(string Name, string Arguments, string? Problem, double TookMs);
