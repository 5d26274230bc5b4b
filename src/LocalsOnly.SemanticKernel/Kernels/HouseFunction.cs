using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>A tool of the house as a function of a kernel.</summary>
internal static class HouseFunction
{
    private const string Declaration = "declaration";

    private static readonly ConditionalWeakTable<KernelFunction, AITool> s_declarations = [];

    /// <summary>
    /// The function runs in a turn only, after the turn's guards have let its arguments through. Called past them, by a prompt template or a plugin, it refuses: a sentence
    /// that somebody else wrote must not reach what the house keeps.
    /// </summary>
    public static KernelFunction Of(AIFunction tool) =>
        KernelFunctionFactory.CreateFromMethod(
            (KernelArguments arguments, CancellationToken cancellation) => InvokeAsync(tool, arguments, cancellation),
            new KernelFunctionFromMethodOptions
            {
                FunctionName = NameOf(tool),
                Description = tool.Description,
                Parameters = Parameters(tool),
                AdditionalMetadata = new ReadOnlyDictionary<string, object?>(new Dictionary<string, object?> { [Declaration] = tool }),
            });

    /// <summary>What a kernel can call the tool: it takes letters, digits and <c>_</c>, and tools of servers outside have other names too.</summary>
    public static string NameOf(AIFunction tool) => string.Concat(tool.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    /// <summary>Name, description and schema as a request states them: of a tool of the house the same bytes as in the other runtime.</summary>
    public static AITool DeclarationOf(KernelFunction function) =>
        function.Metadata.AdditionalProperties.GetValueOrDefault(Declaration) as AITool
        ?? s_declarations.GetValue(function, static function => AIFunctionFactory.CreateDeclaration(FunctionNames.Of(function), function.Description, SchemaOf(function)));

    /// <summary>The schema of a function's parameters, without what Semantic Kernel 1.82 puts beside them: the description, once more, as <c>condition</c>.</summary>
    public static JsonElement SchemaOf(KernelFunction function)
    {
        var schema = JsonSerializer.SerializeToNode(function.JsonSchema)!.AsObject();
        schema.Remove("condition");
        return JsonSerializer.SerializeToElement(schema);
    }

    private static async Task<object?> InvokeAsync(AIFunction tool, KernelArguments arguments, CancellationToken cancellationToken)
    {
        if (!ToolTurn.IsIn(arguments)) throw new ToolException($"{tool.Name} is called by a model in a turn, and not by a prompt or a plugin.");
        return await tool.InvokeAsync(arguments, cancellationToken);
    }

    private static List<KernelParameterMetadata> Parameters(AIFunction tool)
    {
        if (!tool.JsonSchema.TryGetProperty("properties", out var properties)) return [];
        var required = tool.JsonSchema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        return
        [
            .. properties.EnumerateObject().Select(property => new KernelParameterMetadata(property.Name)
            {
                Description = property.Value.TryGetProperty("description", out var description) ? description.GetString() : null,
                IsRequired = required.Contains(property.Name),
                Schema = KernelJsonSchema.Parse(property.Value.GetRawText()),
            }),
        ];
    }
}
