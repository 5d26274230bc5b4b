namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>A route of the REST API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below <c>/api/v10</c>, with parameters in braces; the first is the major one.</param>
/// <param name="Handle">Answers a request, under the world's gate.</param>
internal sealed record RestRoute(string Method, string Template, Func<RestRequest, RestReply> Handle)
{
    /// <summary>Which limit it has; routes of the same name and limit share a bucket.</summary>
    public RestBucket Bucket { get; init; } = RestBucket.Other;

    /// <summary>The type of its body; null when it has none.</summary>
    public string? Body { get; init; }

    /// <summary>The type of its answer; null when it has none.</summary>
    public string? Answer { get; init; }

    /// <summary>Names that its query may have.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Its token is in the path: it takes no bot's token, and the bot's global limit does not count.</summary>
    public bool Open { get; init; }

    public string[] Segments { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>E.g. <c>POST /channels/{channel}/messages</c>.</summary>
    public override string ToString() => $"{Method} {Template}";
}

internal enum RestBucket
{
    Send,
    Edit,
    Delete,
    Typing,
    React,
    Webhook,
    Commands,
    Other,

    /// <summary>Callbacks of interactions are not limited.</summary>
    None,
}
