using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalsOnly.Inference.Wire;

/// <summary>
/// An error as a server words it. Its message can be the model's raw output or a piece of the prompt, so it is only used to tell
/// what kind of failure this is; what people read is written here.
/// </summary>
internal sealed partial record ServerError(string Message, string? Code)
{
    /// <summary>Reads the value of <c>error</c>: exo's and OpenAI's object, or the bare string that some servers send; null for null.</summary>
    public static ServerError? Read(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType == JsonTokenType.String)
            return new ServerError(json.Text(), null);
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return new ServerError("", null);
        }

        string? message = null, code = null;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("message"u8))
                message = json.NextStringOrRaw();
            else if (json.ValueTextEquals("code"u8))
                code = json.NextStringOrRaw();
            else
                json.SkipValue();
        }

        return new ServerError(message ?? "", code);
    }

    /// <summary>The kind, and a clause that says it without quoting the server.</summary>
    public (InferenceFailure Failure, string Clause) Explain(int? status = null)
    {
        if (Message.StartsWith("No instance found", StringComparison.OrdinalIgnoreCase))
            return (InferenceFailure.NotPlaced, "the model has no instance there; place it in exo's dashboard");
        if (RunnerDied().Match(Message) is { Success: true } died)
            return (InferenceFailure.ServerError, died.Groups[1].Value is { Length: > 0 } signal
                ? $"the process that runs the model died with signal {signal}{(signal == "9" ? ", usually for lack of memory" : "")}"
                : "the process that runs the model died");
        if (ToolCallText().IsMatch(Message))
            return (InferenceFailure.MalformedToolCall, "the model wrote a tool call that cannot be read");
        if (TooLong().IsMatch(Message) || Code is "context_length_exceeded")
            return (InferenceFailure.ContextOverflow, "the prompt does not fit the model");
        if (NoSuchModel().IsMatch(Message))
            return (InferenceFailure.NotPlaced, "the model is not on it; download it there or configure another");
        var code = status?.ToString(CultureInfo.InvariantCulture) ?? (Number().IsMatch(Code ?? "") ? Code : null);
        return (InferenceFailure.ServerError, code is null ? "the server reported an error" : $"the server reported an error ({code})");
    }

    [GeneratedRegex(@"^Runner (?:shutdown|died|crashed|failed)(?:.*?signal=(\d{1,3}))?", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex RunnerDied();

    [GeneratedRegex(
        @"context (?:length|size|window)|(?:exceeds?|larger than|too long).{0,40}context|prompt is too long", RegexOptions.IgnoreCase)]
    private static partial Regex TooLong();

    // The openings of the tool-call formats that models are trained on; exo passes them on raw when it cannot parse them.
    [GeneratedRegex(
        """<\|?/?tool|<\|?python_tag|\[TOOL_CALLS\]|<function|<invoke|<parameter|<\|channel\|>|functions\.\w|"(?:arguments|parameters|name)"\s*:""",
        RegexOptions.IgnoreCase)]
    private static partial Regex ToolCallText();

    [GeneratedRegex(
        @"model\b.{0,200}\bnot (?:found|exist|loaded)|does not exist|no models? loaded", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex NoSuchModel();

    [GeneratedRegex(@"^\d{1,4}$")]
    private static partial Regex Number();
}
