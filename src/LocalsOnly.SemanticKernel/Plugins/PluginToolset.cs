using System.Reflection;
using System.Runtime.Loader;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.SemanticKernel.Kernels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Plugins;

/// <summary>The person's own plugins, read once when the host starts.</summary>
internal sealed class PluginToolset : IToolset
{
    private static readonly TimeSpan s_code = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_prompt = TimeSpan.FromSeconds(95);

    /// <exception cref="InvalidOperationException">A plugin cannot be read. The message says which, and why.</exception>
    public PluginToolset(IServiceProvider house, IOptions<SemanticKernelOptions> options) =>
        Tools = [.. options.Value.Plugins.OrderBy(plugin => plugin.Key, StringComparer.Ordinal).SelectMany(plugin => Read(house, plugin.Key, plugin.Value))];

    public IReadOnlyList<Tool> Tools { get; }

    private static IEnumerable<Tool> Read(IServiceProvider house, string name, PluginOptions options)
    {
        List<KernelFunction> functions;
        try
        {
            functions = [.. options.Prompts.Length > 0 ? new Kernel().CreatePluginFromPromptDirectory(options.Prompts, name) : FromAssembly(house, name, options.Assembly)];
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"The plugin {name} cannot be read: {PersonSentences.Plain(broken.GetBaseException().Message)}", broken);
        }

        if (functions.Count == 0)
            throw new InvalidOperationException(options.Prompts.Length > 0
                ? $"The plugin {name} has no function: in {options.Prompts} no folder holds a skprompt.txt."
                : $"The plugin {name} has no function: in {options.Assembly} no public class has a public method with [KernelFunction].");
        foreach (var function in functions)
            yield return new Tool(new PluginFunction(name, function, persona => house.GetRequiredService<PersonaKernels>().Of(persona)))
            {
                Effect = options.Effect ?? (options.Prompts.Length > 0 ? ToolEffect.None : ToolEffect.Write),
                AskedBy = [.. options.AskedBy],
                Deadline = options.Deadline ?? (options.Prompts.Length > 0 ? s_prompt : s_code),
                Personas = [.. options.Personas],
                // What a plugin says may hold anybody's words.
                Foreign = true,
                Private = true,
            };
    }

    private static IEnumerable<KernelFunction> FromAssembly(IServiceProvider house, string name, string file)
    {
        var path = Path.GetFullPath(file);
        var dependencies = new AssemblyDependencyResolver(path);
        var context = new AssemblyLoadContext(name);
        context.Resolving += (loading, wanted) => dependencies.ResolveAssemblyToPath(wanted) is { } found ? loading.LoadFromAssemblyPath(found) : null;
        return context.LoadFromAssemblyPath(path).GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Any(method => method.IsDefined(typeof(KernelFunctionAttribute))))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => KernelPluginFactory.CreateFromObject(ActivatorUtilities.CreateInstance(house, type), name));
    }
}
