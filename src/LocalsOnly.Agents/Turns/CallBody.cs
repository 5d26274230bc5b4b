namespace LocalsOnly.Agents.Turns;

/// <summary>What follows the opening mark of a tool call shows whether it is one, and how its end will be known.</summary>
internal enum CallBody
{
    /// <summary>Words: no call follows.</summary>
    None,

    /// <summary>More of the stream must come first.</summary>
    Unknown,
    Json,
    Tags,

    /// <summary>Anything, up to the mark's counterpart.</summary>
    Named,
}

/// <summary>Tells what follows the opening mark of a tool call.</summary>
internal static class CallBodyReader
{
    private const int LongestName = 80;

    /// <param name="mark">The opening mark.</param>
    /// <param name="rest">What follows it.</param>
    /// <param name="final">Nothing comes after <paramref name="rest"/>.</param>
    public static CallBody Read(Mark mark, ReadOnlySpan<char> rest, bool final)
    {
        // Llama's, Granite's and Phi's come with JSON and often without an end.
        if (mark.Sealed && mark.Name is not ("eom_id" or "/tool_call")) return CallBody.Named;
        var body = rest.TrimStart(" \t\r\n");
        if (rest.Length - body.Length > LongestName) return mark.Sealed ? CallBody.Named : CallBody.None;
        if (body.IsEmpty) return final ? mark.Sealed ? CallBody.Named : CallBody.None : CallBody.Unknown;
        if (body[0] == '{') return CallBody.Json;
        if (body[0] == '[')
        {
            var element = body[1..].TrimStart(" \t\r\n");
            if (element.IsEmpty && !final && body.Length < LongestName) return CallBody.Unknown;
            if (!element.IsEmpty && element[0] is '{' or '"' or '[') return CallBody.Json;
        }

        if (mark.Sealed) return CallBody.Named;
        if (body[0] == '<') return CallBody.Tags;
        var end = 0;
        while (end < body.Length && (char.IsAsciiLetterOrDigit(body[end]) || body[end] is '_' or '.' or '-' or ':')) end++;
        if (end is 0 or > LongestName) return CallBody.None;
        var arguments = body[end..].TrimStart(" \t\r\n");
        if (arguments.IsEmpty) return final || body.Length > LongestName * 2 ? CallBody.None : CallBody.Unknown;
        if (arguments.StartsWith("[ARGS]", StringComparison.Ordinal) || arguments.StartsWith("[CALL_ID]", StringComparison.Ordinal)) return CallBody.Json;
        if (arguments[0] == '[' && mark.Name == "TOOL_CALLS" && arguments.Length < 9 && !final && ("[ARGS]".AsSpan().StartsWith(arguments, StringComparison.Ordinal) || "[CALL_ID]".AsSpan().StartsWith(arguments, StringComparison.Ordinal))) return CallBody.Unknown;
        if (arguments[0] == '{') return CallBody.Json;
        if (arguments[0] == '(' && arguments.Length == body.Length - end) return CallBody.Tags;
        if (arguments[0] != '<') return CallBody.None;
        return MarkReader.Read(arguments, final) switch
        {
            { Kind: MarkKind.Partial } => CallBody.Unknown,
            { Family: MarkFamily.Part or MarkFamily.Call } => CallBody.Tags,
            _ => CallBody.None,
        };
    }
}
