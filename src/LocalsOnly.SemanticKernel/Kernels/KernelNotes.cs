using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>What a turn is to know of the models that its plugins have asked on their own: it stands in <c>/why</c> with the rest.</summary>
internal static class KernelNotes
{
    private const string NotesKey = "LocalsOnly.Notes";

    public static void Collect(Kernel kernel, ICollection<string> notes) => kernel.Data[NotesKey] = notes;

    public static void Add(Kernel kernel, string note)
    {
        if (kernel.Data.TryGetValue(NotesKey, out var value) && value is ICollection<string> notes) notes.Add(note);
    }

    /// <summary>Notes who answers a prompt that is not the turn's own.</summary>
    public static void Take(ChatResponseUpdate update, PromptExecutionSettings? settings, Kernel? kernel)
    {
        if (settings is TurnSettings || kernel is null) return;
        foreach (var content in update.Contents)
            if (content is RouteContent { Route: var route }) Add(kernel, $"a plugin's prompt was answered by {route.Model} at {route.Endpoint}");
    }
}
