namespace LocalsOnly.Agents.Tools.Market;

/// <summary>What one of several sources gave, or the sentence that says why it gave nothing: one dead source does not take the others with it.</summary>
internal sealed record Attempt<T>(T? Value, string? Why)
    where T : class?
{
    public static async Task<Attempt<T>> Of(Func<Task<T>> read)
    {
        try
        {
            return new Attempt<T>(await read(), null);
        }
        catch (ToolException unavailable)
        {
            return new Attempt<T>(null, unavailable.Message);
        }
    }
}
