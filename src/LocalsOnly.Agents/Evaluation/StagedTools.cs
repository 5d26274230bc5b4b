using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>The house's tools as an eval has them: what the scenario gives is what they answer; of the others those run that only compute and read.</summary>
internal sealed class StagedTools(IEnumerable<IToolset> house, Stage stage) : IToolset
{
    public IReadOnlyList<Tool> Tools { get; } =
        [.. house.SelectMany(set => set.Tools).Select(tool => tool with { Function = new StagedFunction(tool.Function, tool.Effect, stage) })];

    private sealed class StagedFunction(AIFunction inner, ToolEffect effect, Stage stage) : DelegatingAIFunction(inner)
    {
        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            stage.Reached(ToolTurn.Of(arguments), Name);
            if (stage.ResultOf(Name) is { } given) return given.Fails ? throw new ToolException(given.Text) : given.Text;
            // Nothing of an eval may stay behind in the house, or leave it. The model is told nothing of evals.
            if (effect != ToolEffect.None) throw new ToolException($"{Name} cannot be had at the moment. Go on without it, and say so.");
            return await base.InvokeCoreAsync(arguments, cancellationToken);
        }
    }
}

/// <summary>No feed is read in an eval, not even for a tool that only computes with what is read.</summary>
internal sealed class StagedFeeds : IFeedReader
{
    public Task<FeedDocument> GetAsync(Feed feed, string path, TimeSpan fresh, CancellationToken cancellationToken) => Task.FromException<FeedDocument>(Away(feed));

    public Task<FeedDocument> PostAsync(Feed feed, string path, string json, TimeSpan fresh, CancellationToken cancellationToken) => Task.FromException<FeedDocument>(Away(feed));

    private static ToolException Away(Feed feed) => new($"{feed.Name} cannot be read at the moment. Go on without it, and say so.");
}
