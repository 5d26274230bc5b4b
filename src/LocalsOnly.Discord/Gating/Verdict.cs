using LocalsOnly.Discord.Storage;

namespace LocalsOnly.Discord.Gating;

/// <summary>What is done with a message.</summary>
internal abstract record Verdict;

/// <summary>It is answered by exactly one persona.</summary>
internal sealed record Heard(InboxMessage Message) : Verdict;

/// <summary>It is not answered.</summary>
/// <param name="Reason">Why, and what to do, as one sentence.</param>
internal sealed record Ignored(string Reason) : Verdict;

/// <summary>It is one of ours, or Discord's own: nobody asks why that is not answered.</summary>
internal sealed record Passed : Verdict
{
    public static Passed Over { get; } = new();
}

/// <summary>Somebody gives a pairing code in a direct message.</summary>
internal sealed record CodeGiven(string Text) : Verdict;
