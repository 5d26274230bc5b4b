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
    /// <summary>
    /// Reads the value of <c>error</c>: exo's and OpenAI's object, or the bare string that LM Studio sends; null for null.
    /// </summary>
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

    /// <summary>
    /// Finds the error in a whole reply: in its <c>error</c>, or in the reply itself where older vLLM says <c>"object":"error"</c> and old
    /// llama.cpp sends the bare error. Null when it holds neither.
    /// </summary>
    public static ServerError? Find(ReadOnlySpan<byte> reply)
    {
        try
        {
            var json = new Utf8JsonReader(reply);
            json.Begin(JsonTokenType.StartObject);
            string? message = null, code = null;
            while (json.NextProperty())
            {
                if (json.ValueTextEquals("error"u8))
                {
                    if (Read(ref json) is { } error)
                        return error;
                }
                else if (json.ValueTextEquals("message"u8))
                {
                    message = json.NextStringOrRaw();
                }
                else if (json.ValueTextEquals("code"u8))
                {
                    code = json.NextStringOrRaw();
                }
                else
                {
                    json.SkipValue();
                }
            }

            return message is null ? null : new ServerError(message, code);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Plain text or a web page: the status has to do.
            return null;
        }
    }

    /// <summary>The kind, and a clause that says it without quoting the server.</summary>
    /// <param name="status">HTTP status; null inside a stream, where the error's own code stands for it.</param>
    public WireFault Explain(int? status = null)
    {
        var code = status ?? (int.TryParse(Code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 10000 ? number : null);
        var rejected = status is >= 400 and < 500;
        var fault = this switch
        {
            _ when Message.StartsWith("No instance found", StringComparison.OrdinalIgnoreCase) =>
                new WireFault(InferenceFailure.NotPlaced, "the model has no instance there; place it with: locals cluster place <model>"),
            _ when !rejected && RunnerDied().Match(Message) is { Success: true } died => new WireFault(InferenceFailure.ServerError, Death(died)) { RunnerDied = true },
            _ when code == 503 && StillLoading().IsMatch(Message) => new WireFault(InferenceFailure.Loading, "it is still loading its model"),
            _ when code is 429 or 503 || Busy().IsMatch(Message) => new WireFault(InferenceFailure.Overloaded, "it has too much to do"),
            // A request that was turned away never reached the model.
            _ when !rejected && ToolCallText().IsMatch(Message) =>
                new WireFault(InferenceFailure.MalformedToolCall, "the model wrote a tool call that cannot be read"),
            _ when TooLong().IsMatch(Message) || code == 413 || Code is "context_length_exceeded" =>
                new WireFault(InferenceFailure.ContextOverflow, "the prompt does not fit the model"),
            _ when NoSuchModel().IsMatch(Message) =>
                new WireFault(InferenceFailure.NotPlaced, "the model is not on it; download it there or configure another"),
            _ when code is 400 or 422 or 501 =>
                new WireFault(InferenceFailure.ServerError, string.Create(CultureInfo.InvariantCulture, $"it does not accept the request ({code})")) { IsConfiguration = true },
            _ => new WireFault(
                InferenceFailure.ServerError,
                code is null ? "the server reported an error" : string.Create(CultureInfo.InvariantCulture, $"the server reported an error ({code})")),
        };
        return fault with { Status = status };
    }

    private static string Death(Match died)
    {
        var signal = died.Groups["signal"].Value;
        return signal.Length == 0 ? "the process that runs the model died"
            : $"the process that runs the model died with signal {signal}{(signal is "9" or "killed" ? ", usually for lack of memory" : "")}";
    }

    // exo; Ollama ("llama runner process has terminated: signal: killed", "model runner has unexpectedly stopped"); LM Studio; vLLM.
    [GeneratedRegex(
        @"^Runner (?:shutdown|died|crashed|failed)(?:.*?signal=(?<signal>\d{1,3}))?"
        + @"|runner (?:process )?(?:has terminated|no longer running|has unexpectedly stopped)(?:: signal: (?<signal>[a-z]{1,12}))?"
        + @"|model has crashed|Engine ?(?:Core|Dead)|engine loop (?:is not running|has died)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex RunnerDied();

    // llama.cpp: "Loading model"; Ollama: "llm server loading model".
    [GeneratedRegex(@"\bloading (?:the )?model|model is (?:still )?(?:being )?load(?:ed|ing)", RegexOptions.IgnoreCase)]
    private static partial Regex StillLoading();

    // Ollama: "server busy, please try again.  maximum pending requests exceeded".
    [GeneratedRegex(@"^(?:server (?:is )?(?:busy|overloaded)|too many requests)|maximum pending requests", RegexOptions.IgnoreCase)]
    private static partial Regex Busy();

    // llama.cpp: "exceeds the available context size"; Ollama: "exceeded max context length"; LM Studio: "greater than the context length",
    // "n_keep (15028) >= n_ctx (7424)", "Trying to keep the first 10136 tokens when context the overflows"; vLLM: "maximum context length is",
    // "longer than the maximum model length", and, when the prompt has left nothing for the answer, "max_tokens must be at least 1, got -4".
    [GeneratedRegex(
        @"context (?:length|size|window)|(?:exceeds?|larger than|too long).{0,40}context|prompt is too long|n_keep\b.{0,30}\bn_ctx"
        + @"|maximum model length|max_tokens must be at least 1, got -|when context the overflows",
        RegexOptions.IgnoreCase)]
    private static partial Regex TooLong();

    // The openings of the tool-call formats that models are trained on; exo passes them on raw when it cannot parse them. Ollama and
    // llama.cpp say that they could not.
    [GeneratedRegex(
        """<\|?/?tool|<\|?python_tag|\[TOOL_CALLS\]|<function|<invoke|<parameter|<\|channel\|>|functions\.\w|"(?:arguments|parameters|name)"\s*:|pars(?:e|ing) tool call|Failed to parse input at pos""",
        RegexOptions.IgnoreCase)]
    private static partial Regex ToolCallText();

    [GeneratedRegex(
        @"model\b.{0,200}\bnot (?:found|exist|loaded)|does not exist|no models? loaded|^model unloaded", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex NoSuchModel();
}
