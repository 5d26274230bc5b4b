using System.Text.Json;
using LocalsOnly.Agents.Turns;
using Microsoft.Extensions.AI;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace LocalsOnly.Agents.Tools.Mcp;

/// <summary>A tool of an MCP server as a persona sees it. What the server says of it is foreign text, shortened and without control tokens.</summary>
internal sealed class McpFunction(string name, string tool, string description, JsonElement schema, McpConnection connection) : AIFunction
{
    private const int LongestDescription = 400;

    public override string Name => name;

    public override string Description { get; } = Excerpt.OneLine(ControlTokens.Defuse(description), LongestDescription);

    public override JsonElement JsonSchema => schema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        try
        {
            var client = await connection.ClientAsync(cancellationToken);
            var result = await client.CallToolAsync(tool, arguments.ToDictionary(pair => pair.Key, pair => pair.Value), progress: null, cancellationToken: cancellationToken);
            var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
            if (result.IsError == true) throw new ToolException(text.Length > 0 ? PersonSentences.Plain(text) : $"{name} failed and does not say why.");
            return text.Length > 0 ? text : result.StructuredContent?.ToString() ?? "Done.";
        }
        catch (Exception broken) when (broken is McpException or IOException or HttpRequestException or InvalidOperationException)
        {
            connection.Drop();
            throw new ToolException($"The server of {name} does not answer ({PersonSentences.Plain(broken.Message).TrimEnd('.')}). Go on without it, and say so.", broken);
        }
    }
}
