using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Turns;

/// <summary>How many characters a token has here, learned from what the servers count. In steps, so that a history is not cut elsewhere each time it moves a little.</summary>
internal sealed class TokenRatio
{
    private const double Step = 0.5;
    private const double First = 3.5;
    private const double Newest = 0.2;
    private const double Least = 1;
    private const double Most = 8;

    private readonly Lock _gate = new();
    private double _ratio = First;

    /// <summary>Characters that make about so many tokens.</summary>
    public int Characters(int tokens)
    {
        lock (_gate) return (int)Math.Min(int.MaxValue, tokens * Math.Max(Least, Math.Floor(_ratio / Step) * Step));
    }

    /// <summary>A server has counted the tokens of a prompt.</summary>
    public void Learn(IReadOnlyList<ChatMessage> prompt, IReadOnlyList<Tool> tools, long counted)
    {
        if (counted <= 0) return;
        var characters = prompt.Sum(message => (long)message.Contents.Sum(Length)) + tools.Sum(tool => (long)tool.Function.Description.Length + tool.Function.JsonSchema.GetRawText().Length);
        lock (_gate) _ratio += Newest * (Math.Clamp((double)characters / counted, Least, Most) - _ratio);
    }

    private static int Length(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        FunctionResultContent { Result: string result } => result.Length,
        FunctionCallContent { RawRepresentation: string written } call => written.Length + call.Name.Length,
        _ => 0,
    };
}
