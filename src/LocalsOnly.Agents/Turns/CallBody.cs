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
        var bare = mark.Name is "function" or "invoke" && mark.Length == mark.Name.Length + 2;
        if (bare && (body[0] != '<' || rest[0] is not ('<' or '\n'))) return CallBody.None;
        if (body[0] == '{') return CallBody.Json;
        if (body[0] == '[')
        {
            var element = body[1..].TrimStart(" \t\r\n");
            var near = body.Length - element.Length <= LongestName;
            if (near && element.IsEmpty && !final) return CallBody.Unknown;
            if (near && !element.IsEmpty && element[0] is '{' or '"' or '[') return CallBody.Json;
        }

        if (mark.Sealed) return CallBody.Named;
        if (body[0] == '<') return CallBody.Tags;
        var end = 0;
        while (end < body.Length && (char.IsAsciiLetterOrDigit(body[end]) || body[end] is '_' or '.' or '-' or ':')) end++;
        if (end is 0 or > LongestName) return CallBody.None;
        var arguments = body[end..].TrimStart(" \t\r\n");
        if (body.Length - end - arguments.Length > LongestName) return CallBody.None;
        if (arguments.IsEmpty) return final ? CallBody.None : CallBody.Unknown;
        if (arguments[0] == '{') return CallBody.Json;
        if (arguments[0] == '(' && arguments.Length == body.Length - end) return CallBody.Tags;
        if (arguments[0] is not ('<' or '[')) return CallBody.None;
        return MarkReader.Read(arguments, final) switch
        {
            { Kind: MarkKind.Partial } => CallBody.Unknown,
            { Family: MarkFamily.Part or MarkFamily.Call } => CallBody.Tags,

            // Mistral: [TOOL_CALLS]name[CALL_ID]x[ARGS]{…}
            { Kind: MarkKind.Lone } when arguments[0] == '[' && mark.Name == "TOOL_CALLS" => CallBody.Json,
            _ => CallBody.None,
        };
    }
}
