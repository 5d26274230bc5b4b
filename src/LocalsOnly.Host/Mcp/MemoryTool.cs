using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Memory;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalsOnly.Host.Mcp;

/// <summary>A tool that reads and never writes. What goes wrong in it is one sentence for the model that called, never the end of the session.</summary>
internal abstract class MemoryTool : McpServerTool
{
    private readonly ILogger _logger;
    private readonly string[] _arguments;

    /// <param name="title">For people.</param>
    /// <param name="description">For models: when to use it, and what to do with the answer.</param>
    /// <param name="input">JSON schema of the arguments, an object.</param>
    /// <param name="output">JSON schema of the structured answer.</param>
    protected MemoryTool(string name, string title, string description, string input, string output, ILogger logger)
    {
        _logger = logger;
        ProtocolTool = new Tool
        {
            Name = name,
            Title = title,
            Description = description,
            InputSchema = Parse(input),
            OutputSchema = Parse(output),
            Annotations = new ToolAnnotations { Title = title, ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
        };
        _arguments = [.. ProtocolTool.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)];
    }

    public override Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata => [];

    public sealed override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            var (text, structured) = await AnswerAsync(new ToolArguments(ProtocolTool.Name, request.Params?.Arguments, _arguments), cancellationToken);
            return new CallToolResult { Content = [new TextContentBlock { Text = text }], StructuredContent = structured };
        }
        catch (Exception known) when (known is ToolArgumentException or MemoryStoreException)
        {
            return Failed(known.Message);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            _logger.LogError(unforeseen, "{Tool} failed", ProtocolTool.Name);
            return Failed(PersonSentences.FailedByDefect);
        }
    }

    /// <summary>Does what is asked.</summary>
    /// <exception cref="ToolArgumentException">The arguments are wrong, or name what is not there.</exception>
    /// <exception cref="MemoryStoreException">The memory cannot be read.</exception>
    protected abstract Task<ToolAnswer> AnswerAsync(ToolArguments arguments, CancellationToken cancellationToken);

    private static CallToolResult Failed(string sentence) => new() { Content = [new TextContentBlock { Text = sentence }], IsError = true };

    private static JsonElement Parse(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return document.RootElement.Clone();
    }
}

/// <summary>The same answer twice: as a model reads it, and as a program does.</summary>
internal sealed record ToolAnswer(string Text, JsonElement Structured);
