using System.Collections.Frozen;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// The marks of the chat templates of local models by name: Qwen, DeepSeek, Kimi, GLM, MiniMax, gpt-oss, Llama, Mistral, Gemma, Phi, Granite, Command, Nemotron, Seed, and the
/// fences of this house's own prompts. The fixtures of the tests say where each shape was seen in a reply.
/// </summary>
internal static class MarkNames
{
    private static readonly string[] s_roles = ["user", "system", "assistant", "tool", "observation", "human", "bot", "developer"];
    private static readonly string[] s_promptParts = ["TOOL_RESULTS", "AVAILABLE_TOOLS", "SYSTEM_PROMPT"];
    private static readonly FrozenDictionary<string, Mark> s_tags = Tags().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, Mark> s_barred = Barred().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, Mark> s_bracketed = Bracketed().ToFrozenDictionary(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Mark>.AlternateLookup<ReadOnlySpan<char>> s_tagsBySpan = s_tags.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, Mark>.AlternateLookup<ReadOnlySpan<char>> s_barredBySpan = s_barred.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, Mark>.AlternateLookup<ReadOnlySpan<char>> s_bracketedBySpan = s_bracketed.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Longest name of any table.</summary>
    public const int Longest = 40;

    /// <summary>A tag <c>&lt;name&gt;</c> as an opening one; <see cref="MarkKind.None"/> when it is nobody's.</summary>
    public static Mark Tag(ReadOnlySpan<char> name)
    {
        if (s_tagsBySpan.TryGetValue(name, out var mark)) return mark;
        return IsNumbered(name, "unused") || IsNumbered(name, "SPECIAL_") ? new Mark(MarkKind.Lone, Sealed: true) : default;
    }

    /// <summary>A token <c>&lt;|name|&gt;</c>; one that is not in the table stands for itself.</summary>
    public static Mark BarredToken(ReadOnlySpan<char> name) => s_barredBySpan.TryGetValue(name, out var mark) ? mark : new Mark(MarkKind.Lone);

    /// <summary>A token <c>[NAME]</c>, in capitals only; <see cref="MarkKind.None"/> when it is nobody's.</summary>
    public static Mark BracketedToken(ReadOnlySpan<char> name) => s_bracketedBySpan.TryGetValue(name, out var mark) ? mark : default;

    /// <summary>True when a tag's name may begin so.</summary>
    public static bool BeginsTag(ReadOnlySpan<char> prefix) => Begins(s_tags, prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the name of a token in brackets may begin so.</summary>
    public static bool BeginsBracketed(ReadOnlySpan<char> prefix) => Begins(s_bracketed, prefix, StringComparison.Ordinal);

    /// <summary>True for the names of Gemma's tokens with one bar, <c>&lt;|name&gt;</c> and <c>&lt;name|&gt;</c>.</summary>
    public static bool IsHalfBarred(ReadOnlySpan<char> name) =>
        name is "channel" or "turn" or "tool" or "tool_call" or "tool_response" or "image" or "audio" or "video" or "think";

    private static bool Begins(FrozenDictionary<string, Mark> table, ReadOnlySpan<char> prefix, StringComparison comparison)
    {
        foreach (var name in table.Keys)
            if (name.AsSpan().StartsWith(prefix, comparison)) return true;
        return false;
    }

    private static bool IsNumbered(ReadOnlySpan<char> name, string stem) =>
        name.Length > stem.Length && name.StartsWith(stem, StringComparison.OrdinalIgnoreCase) && !name[stem.Length..].ContainsAnyExceptInRange('0', '9');

    private static IEnumerable<KeyValuePair<string, Mark>> Tags() =>
    [
        .. Of(MarkKind.Open, MarkFamily.Thought, "think", "thinking", "thought", "reasoning", "antthinking", "scratchpad", "reasoning_scratchpad"),
        .. Of(MarkKind.Open, MarkFamily.Call, "tool_call", "tool_calls", "toolcall", "toolcalls", "tool_use", "function_call", "function_calls", "function", "invoke"),
        .. Of(MarkKind.Open, MarkFamily.Part, "parameter", "arg_key", "arg_value", "final"),
        .. Of(
            MarkKind.Open, MarkFamily.Data,
            "tool_response", "tool_responses", "tool_result", "tool_results", "function_result", "function_results", "passage", "quoted", "memory-context"),
        .. Of(MarkKind.Lone, MarkFamily.None, "s", "bos", "eos", "start_of_image", "end_of_image"),
        new("start_of_turn", new Mark(MarkKind.TurnStart)),
        new("end_of_turn", new Mark(MarkKind.TurnEnd)),
    ];

    // DeepSeek's words are joined by U+2581; the reader gives them with an underscore.
    private static IEnumerable<KeyValuePair<string, Mark>> Barred() =>
    [
        .. Pairs(MarkFamily.Thought, ("start_thinking", "end_thinking"), ("begin_of_thought", "end_of_thought"), ("think", "/think"), ("thinking", "/thinking")),
        .. Pairs(
            MarkFamily.Call,
            ("tool_calls_section_begin", "tool_calls_section_end"), ("tool_calls_begin", "tool_calls_end"), ("tool_call_begin", "tool_call_end"),
            ("tool_call_start", "tool_call_end"),
            ("start_action", "end_action"), ("action_start", "action_end"), ("tool_call", "/tool_call"), ("python_tag", "eom_id")),
        .. Pairs(
            MarkFamily.Data,
            ("tool_outputs_begin", "tool_outputs_end"), ("tool_output_begin", "tool_output_end"), ("start_tool_result", "end_tool_result"),
            ("tool_response", "/tool_response"), ("tool_response_start", "tool_response_end")),
        .. Of(MarkKind.TurnStart, MarkFamily.None, "im_start", "start_header_id", "start", "start_of_role", "start_of_turn_token", "turn"),
        .. s_roles.Select(role => new KeyValuePair<string, Mark>(role, new Mark(MarkKind.TurnStart, Name: role))),
        .. Of(
            MarkKind.TurnEnd, MarkFamily.None,
            "im_end", "eot_id", "end", "return", "call", "endoftext", "end_of_text", "end_of_sentence", "end_of_turn_token", "eom", "im_sep"),
        new("channel", new Mark(MarkKind.Channel)),
    ];

    private static IEnumerable<KeyValuePair<string, Mark>> Bracketed() =>
    [
        new("THINK", new Mark(MarkKind.Open, 0, MarkFamily.Thought, "THINK")),
        new("/THINK", new Mark(MarkKind.Close, 0, MarkFamily.Thought, "THINK")),
        new("TOOL_CALLS", new Mark(MarkKind.Open, 0, MarkFamily.Call, "TOOL_CALLS")),
        .. s_promptParts.SelectMany(name => new KeyValuePair<string, Mark>[]
        {
            new(name, new Mark(MarkKind.Open, 0, MarkFamily.Data, name)), new($"/{name}", new Mark(MarkKind.Close, 0, MarkFamily.Data, name)),
        }),
        .. Of(MarkKind.Lone, MarkFamily.None, "INST", "/INST", "ARGS", "CALL_ID", "TOOL_CONTENT"),
    ];

    private static IEnumerable<KeyValuePair<string, Mark>> Of(MarkKind kind, MarkFamily family, params string[] names) =>
        names.Select(name => new KeyValuePair<string, Mark>(name, new Mark(kind, 0, family, kind == MarkKind.Open ? name : null)));

    private static IEnumerable<KeyValuePair<string, Mark>> Pairs(MarkFamily family, params (string Open, string Close)[] pairs) =>
        pairs.Select(pair => new KeyValuePair<string, Mark>(pair.Open, new Mark(MarkKind.Open, 0, family, pair.Close, Sealed: true)))
            .Concat(pairs.DistinctBy(pair => pair.Close)
                .Select(pair => new KeyValuePair<string, Mark>(pair.Close, new Mark(MarkKind.Close, 0, family, pair.Close, Sealed: true))));
}
