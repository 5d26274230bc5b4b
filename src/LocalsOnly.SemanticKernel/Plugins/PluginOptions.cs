using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.Options;

namespace LocalsOnly.SemanticKernel.Plugins;

/// <summary>Section <c>SemanticKernel</c>: what the person adds to the kernels.</summary>
public sealed class SemanticKernelOptions
{
    public const string Section = "SemanticKernel";

    /// <summary>The person's own plugins by name: letters, digits and <c>_</c>. A function is called <c>plugin_function</c>.</summary>
    public Dictionary<string, PluginOptions> Plugins { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One plugin: a directory of prompts or an assembly, for the personas that are named and no other.</summary>
public sealed class PluginOptions
{
    /// <summary>A directory with one folder per function, each with a <c>skprompt.txt</c> and, if it likes, a <c>config.json</c>.</summary>
    public string Prompts { get; set; } = "";

    /// <summary>A .NET assembly; its public classes with <c>[KernelFunction]</c> methods are made with what the house can give their constructors.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>Ids of the personas that have it.</summary>
    public IList<string> Personas { get; } = [];

    /// <summary>What its functions can do; unless said otherwise, an assembly's write and a prompt's do nothing but answer.</summary>
    public ToolEffect? Effect { get; set; }

    /// <summary>For what writes: see <see cref="Tool.AskedBy"/>.</summary>
    public IList<string> AskedBy { get; } = [];

    /// <summary>How long a call may take; null for 15 s, for a prompt 95 s because a model answers it.</summary>
    public TimeSpan? Deadline { get; set; }
}

/// <summary>Says which plugin is configured wrongly, and what to write.</summary>
internal sealed class SemanticKernelOptionsValidator : IValidateOptions<SemanticKernelOptions>
{
    public ValidateOptionsResult Validate(string? name, SemanticKernelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> wrong = [.. options.Plugins.Select(plugin => Wrong(plugin.Key, plugin.Value)).OfType<string>()];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string? Wrong(string name, PluginOptions plugin)
    {
        var key = $"{SemanticKernelOptions.Section}:Plugins:{name}";
        if (name.Length is 0 or > 32 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || name.ToUpperInvariant() is "HOUSE" or "TURN")
            return $"{key}: a plugin's name has letters, digits and _, at most 32, and is not house or turn.";
        if (plugin.Prompts.Length > 0 == plugin.Assembly.Length > 0) return $"{key} needs either Prompts, a directory, or Assembly, a file.";
        if (plugin.Prompts.Length > 0 && !Directory.Exists(plugin.Prompts)) return $"{key}:Prompts: there is no directory {Path.GetFullPath(plugin.Prompts)}.";
        if (plugin.Assembly.Length > 0 && !File.Exists(plugin.Assembly)) return $"{key}:Assembly: there is no file {Path.GetFullPath(plugin.Assembly)}.";
        if (plugin.Personas.Count == 0) return $"{key}:Personas names nobody, so that nobody has it: name the personas that may use it.";
        return plugin.Deadline is { Ticks: <= 0 } ? $"{key}:Deadline is not above zero." : null;
    }
}
