namespace LocalsOnly.Agents.Turns;

/// <summary>Whose turn a template's mark begins.</summary>
internal enum Role
{
    /// <summary>More of the stream must come first.</summary>
    Unknown,

    /// <summary>The mark names nobody.</summary>
    Nobody,
    Assistant,
    Other,
}

/// <summary>Reads the role that stands after a mark like <c>&lt;|im_start|&gt;</c>, or in it.</summary>
internal static class TurnRole
{
    private const int Longest = 64;

    /// <returns>The role and the length of its word, with the line break that belongs to it.</returns>
    public static (Role Role, int Length) Read(Mark mark, ReadOnlySpan<char> rest, bool final)
    {
        if (mark.Name is { } named) return (named is "assistant" or "bot" ? Role.Assistant : Role.Other, 0);
        var end = 0;
        while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] is '_' or '.')) end++;
        if (end > Longest || end == 0 && !rest.IsEmpty) return (Role.Nobody, 0);
        if (end == rest.Length) return final ? (Of(rest), end) : (Role.Unknown, 0);
        var role = Of(rest[..end]);
        if (role == Role.Nobody) return (Role.Nobody, 0);
        return rest[end] switch
        {
            '\n' => (role, end + 1),
            '<' => (role, end),
            ' ' => Addressed(role, rest, end, final),
            _ => (Role.Nobody, 0),
        };
    }

    // gpt-oss: <|start|>assistant to=functions.x<|channel|>…
    private static (Role Role, int Length) Addressed(Role role, ReadOnlySpan<char> rest, int end, bool final)
    {
        var address = rest[(end + 1)..];
        if (!address.StartsWith("to=", StringComparison.Ordinal))
            return final || !"to=".AsSpan().StartsWith(address, StringComparison.Ordinal) ? (Role.Nobody, 0) : (Role.Unknown, 0);
        var stop = address.IndexOfAny('<', '\n');
        if (stop < 0) return final || address.Length > Longest ? (role, rest.Length) : (Role.Unknown, 0);
        return (role, end + 1 + stop);
    }

    private static Role Of(ReadOnlySpan<char> word) => word switch
    {
        "assistant" or "model" or "bot" => Role.Assistant,
        "user" or "system" or "tool" or "human" or "developer" or "ipython" or "observation" or "context" or "environment" => Role.Other,
        _ => word.StartsWith("functions.", StringComparison.Ordinal) ? Role.Other : Role.Nobody,
    };
}
