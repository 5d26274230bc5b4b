using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>Makes a function out of a method whose result is text that a model reads as it is.</summary>
internal static class PlainTool
{
    public static AIFunction Of(Delegate method, string name, string description) => AIFunctionFactory.Create(method, new AIFunctionFactoryOptions
    {
        Name = name,
        Description = description,
        // As JSON, every line break and accent of it would be escaped.
        MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
        ExcludeResultSchema = true,
    });
}
