using System.Text;
using LocalsOnly.Simulation.Protocol;

namespace LocalsOnly.Simulation.Answering;

/// <summary>Writes the script of an answer: what the prompt calls for, cut off where the request or a fault cuts it off.</summary>
internal static class AnswerWriter
{
    private const string Thoughts = "[simulated] I look through what I was given for a sentence that speaks to the question.";

    public static AnswerScript Write(ChatBody chat, SimulatedModel model, SimulatedAnswer answer, SimulatedFault fault)
    {
        if (fault is SimulatedFault.ErrorFirst or SimulatedFault.MalformedToolCall)
            return Refusal(chat, fault);
        var calls = Calls(chat, answer);
        var thinks = chat.Thinking && answer is SimulatedAnswer.Thinking or SimulatedAnswer.GptOssToolCall or SimulatedAnswer.StopInThinking;
        var tokens = new List<AnswerToken>();
        if (thinks)
            tokens.AddRange(TokenPieces.Of(Thoughts).Select(p => new AnswerToken(p, Thinking: true)));
        if (calls.Count == 0)
            tokens.AddRange(TokenPieces.Of(PassageModel.Answer(chat.LastUserText, model.Sentences)).Select(p => new AnswerToken(p, Thinking: false)));
        var most = answer == SimulatedAnswer.CutOff ? Math.Min(8, chat.MaxTokens) : chat.MaxTokens;
        var finish = calls.Count > 0 ? "tool_calls" : "stop";
        if (answer == SimulatedAnswer.StopInThinking && thinks)
            Leak(tokens);
        else
            StopAt(tokens, chat.Stop);
        var count = tokens.Count + calls.Sum(c => 4 + (c.Arguments.Length / 4));
        if (count > most)
        {
            count = Math.Max(1, most);
            if (count < tokens.Count)
                tokens.RemoveRange(count, tokens.Count - count);
            (calls, finish) = ([], "length");
        }

        return Break(new AnswerScript
        {
            Tokens = tokens,
            Calls = calls,
            Count = Math.Max(1, count),
            FinishReason = finish,
            WithoutUsage = answer == SimulatedAnswer.GptOssToolCall && calls.Count > 0,
            StallsInPrefill = fault == SimulatedFault.StallInPrefill,
        }, fault);
    }

    private static AnswerScript Refusal(ChatBody chat, SimulatedFault fault) => new()
    {
        Tokens = [],
        Count = 1,
        FinishReason = "stop",
        End = ScriptEnd.Error,
        Error = fault == SimulatedFault.MalformedToolCall
            ? $"<tool_call>{{\"name\": \"remember\", \"arguments\": {{\"text\": \"{chat.LastUserText}"
            : "Runner shutdown before completing command (signal=9 (Killed: 9))",
    };

    /// <summary>Half of the answer, and then what the fault prescribes.</summary>
    private static AnswerScript Break(AnswerScript script, SimulatedFault fault)
    {
        if (fault == SimulatedFault.EndWithoutDone)
            return script with { End = ScriptEnd.WithoutDone };

        if (fault is not (SimulatedFault.ErrorMidText or SimulatedFault.EndWithoutFinish or SimulatedFault.StallMidText))
            return script;
        var half = Math.Max(1, script.Tokens.Count / 2);
        return script with
        {
            Tokens = [.. script.Tokens.Take(half)],
            Calls = [],
            Count = half,
            End = fault switch
            {
                SimulatedFault.ErrorMidText => ScriptEnd.Error,
                SimulatedFault.StallMidText => ScriptEnd.Stall,
                _ => ScriptEnd.Nothing,
            },
            Error = "Runner shutdown before completing command (signal=6 (Abort trap: 6))",
        };
    }

    /// <summary>No call when the last message is a tool's result: then it is time to answer.</summary>
    private static List<ScriptedCall> Calls(ChatBody chat, SimulatedAnswer answer)
    {
        if (chat.Tools.Count == 0 || chat.EndsInToolResult)
            return [];
        var count = answer switch
        {
            SimulatedAnswer.ToolCall or SimulatedAnswer.GptOssToolCall => 1,
            SimulatedAnswer.ToolCalls => 2,
            _ => 0,
        };
        var text = chat.LastUserText.Length <= 80 ? chat.LastUserText : chat.LastUserText[..80];
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => chat.Tools[Math.Min(i, chat.Tools.Count - 1)])
                .Select(tool => new ScriptedCall(Guid.NewGuid().ToString(), tool.Name, ToolArguments.For(tool.Parameters, text))),
        ];
    }

    /// <summary>A stop inside a think block ends the answer and puts the block's last token into the text (facts §3.10).</summary>
    private static void Leak(List<AnswerToken> tokens)
    {
        var last = tokens.FindLastIndex(t => t.Thinking);
        tokens.RemoveRange(last + 1, tokens.Count - last - 1);
        tokens[last] = tokens[last] with { Thinking = false };
    }

    /// <summary>Ends before the first stop sequence. The token that completes it carries what stands before it.</summary>
    private static void StopAt(List<AnswerToken> tokens, IReadOnlyList<string> stops)
    {
        if (stops.Count == 0)
            return;
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count; i++)
        {
            var start = text.Length;
            text.Append(tokens[i].Text);
            var so = text.ToString();
            var at = stops.Select(s => so.IndexOf(s, StringComparison.Ordinal)).Where(a => a >= 0).DefaultIfEmpty(-1).Min();
            if (at < 0)
                continue;
            tokens.RemoveRange(i + 1, tokens.Count - i - 1);
            tokens[i] = new AnswerToken(so[Math.Min(start, at)..at] is { Length: > 0 } before && at > start ? before : "", Thinking: false);
            return;
        }
    }
}
