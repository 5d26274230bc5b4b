using System.Text;
using System.Text.Json;
using LocalsOnly.Agents.Turns;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Tools;

/// <summary>
/// Runs the tool calls of one turn: what only reads at the same time, what writes one after the other; each within its deadline, no call twice. Whatever goes wrong
/// becomes a sentence that the model reads.
/// </summary>
internal sealed class ToolCalls(IReadOnlyList<Tool> tools, ToolTurn turn, CallGuard guard, TimeProvider time, ILogger logger)
{
    private const string Ellipsis = "… (cut here)";

    private readonly Dictionary<string, Tool> _tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Arguments), ToolOutcome> _ran = [];
    private readonly List<ToolOutcome> _all = [];
    private int _repeats;

    /// <summary>Runs a tool's function. A runtime can put between what it has.</summary>
    public Func<Tool, AIFunctionArguments, CancellationToken, ValueTask<object?>> Invoke { get; set; } = static (tool, arguments, cancellation) => tool.Function.InvokeAsync(arguments, cancellation);

    /// <summary>Every call of the turn so far, in order.</summary>
    public IReadOnlyList<ToolOutcome> All => _all;

    /// <summary>The model asks for the same again and again; no tool should be offered any more.</summary>
    public bool IsGoingRound => _repeats >= 3;

    /// <summary>The outcomes of a round's calls, in the order of the calls.</summary>
    /// <exception cref="OperationCanceledException">The turn was ended.</exception>
    public async Task<IReadOnlyList<ToolOutcome>> RunAsync(IReadOnlyList<FunctionCallContent> calls, CancellationToken cancellationToken)
    {
        var outcomes = new ToolOutcome?[calls.Count];
        var reading = new List<(int Index, Task<ToolOutcome> Running)>();
        var writing = new List<(int Index, Tool Tool, string Written)>();
        for (var i = 0; i < calls.Count; i++)
        {
            var (call, written) = (calls[i], Canonical(calls[i].Arguments));
            if (!_tools.TryGetValue(call.Name, out var tool)) outcomes[i] = Not(call, written, ToolStatus.Refused, Unknown(call.Name));
            else if (call.Exception is not null) outcomes[i] = Not(call, written, ToolStatus.Failed, $"The arguments of {call.Name} are no valid JSON. Call it again with arguments as its schema says.");
            else if (Earlier(call, written, outcomes, calls) is { } repeated) outcomes[i] = repeated;
            else if (guard.Refuse(tool, call.Arguments) is { } reason) outcomes[i] = Not(call, written, ToolStatus.Refused, reason);
            else if (tool.Effect == ToolEffect.Write) writing.Add((i, tool, written));
            else reading.Add((i, RunAsync(tool, call, written, cancellationToken)));
        }

        foreach (var (index, running) in reading) outcomes[index] = await running;
        foreach (var (index, tool, written) in writing) outcomes[index] = await RunAsync(tool, calls[index], written, cancellationToken);
        foreach (var outcome in outcomes)
        {
            _all.Add(outcome!);
            if (outcome!.Status is ToolStatus.Done or ToolStatus.Failed) _ran[(outcome.Name, outcome.Arguments)] = outcome;
            if (outcome.Status == ToolStatus.Done) guard.Add(outcome);
        }

        return outcomes!;
    }

    private ToolOutcome? Earlier(FunctionCallContent call, string written, ToolOutcome?[] outcomes, IReadOnlyList<FunctionCallContent> calls)
    {
        if (_ran.TryGetValue((call.Name, written), out var before))
        {
            _repeats++;
            return before with { CallId = call.CallId, Status = ToolStatus.Repeated, Text = $"This was called before with the same arguments, and not again. It gave:\n{before.Text}", Took = TimeSpan.Zero };
        }

        for (var i = 0; i < calls.Count && !ReferenceEquals(calls[i], call); i++)
            if (calls[i].Name == call.Name && outcomes[i] is null && Canonical(calls[i].Arguments) == written)
                return Not(call, written, ToolStatus.Repeated, "The same call stands before this one; its result holds for both.");
        return null;
    }

    private async Task<ToolOutcome> RunAsync(Tool tool, FunctionCallContent call, string written, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(tool.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // A tool that never looks at its token must not hold up the turn either.
            var result = await Invoke(tool, turn.Arguments(call.Arguments), either.Token).AsTask().WaitAsync(either.Token);
            return Outcome(ToolStatus.Done, Cut(ToText(result), tool.MostCharacters)) with { Foreign = tool.Foreign };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome(ToolStatus.Failed, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tool.Name} did not answer within {tool.Deadline.TotalSeconds:0.#} s. Go on without it, and say so."));
        }
        catch (ToolException failed)
        {
            return Outcome(ToolStatus.Failed, failed.Message);
        }
        catch (Exception wrong) when (wrong is ArgumentException or JsonException or FormatException or NotSupportedException)
        {
            return Outcome(ToolStatus.Failed, $"{tool.Name} cannot take these arguments: {FirstSentence(wrong.Message)} Call it again as its schema says.");
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            logger.LogError(unforeseen, "{Tool} failed in a way nobody foresaw", tool.Name);
            return Outcome(ToolStatus.Failed, $"{tool.Name} failed in a way nobody foresaw; the host's log says how. Go on without it, and say so.");
        }

        ToolOutcome Outcome(ToolStatus status, string text) => new(call.CallId, tool.Name, written, status, text, time.GetElapsedTime(began));
    }

    private string Unknown(string name) =>
        _tools.Count == 0
            ? $"There is no tool '{PersonSentences.Plain(name)}'; there is none at all. Answer in words."
            : $"There is no tool '{PersonSentences.Plain(name)}'; there is {string.Join(", ", _tools.Keys)}.";

    private static ToolOutcome Not(FunctionCallContent call, string written, ToolStatus status, string text) => new(call.CallId, call.Name, written, status, text, TimeSpan.Zero);

    private static string ToText(object? result) => result switch
    {
        null => "Done.",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "Done.",
        JsonElement json => json.GetRawText(),
        _ => result.ToString() ?? "Done.",
    };

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var end = limit;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + Ellipsis;
    }

    private static string FirstSentence(string message)
    {
        var line = PersonSentences.Plain(message.ReplaceLineEndings(" "));
        return line.EndsWith('.') ? line : line + ".";
    }

    /// <summary>The same arguments give the same text, in whatever order and spacing they came.</summary>
    private static string Canonical(IDictionary<string, object?>? arguments)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in (arguments ?? new Dictionary<string, object?>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                Write(json, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case JsonElement { ValueKind: JsonValueKind.Object } parts:
                json.WriteStartObject();
                foreach (var part in parts.EnumerateObject().OrderBy(part => part.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(part.Name);
                    Write(json, part.Value);
                }

                json.WriteEndObject();
                break;
            case JsonElement element:
                element.WriteTo(json);
                break;
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            default:
                JsonSerializer.Serialize(json, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()));
                break;
        }
    }
}
