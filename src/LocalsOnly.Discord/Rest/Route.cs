namespace LocalsOnly.Discord.Rest;

/// <summary>One kind of request to one thing: what rate limits are counted by.</summary>
/// <param name="Template">The path with its ids left out, apart from the version.</param>
/// <param name="Major">Ids of the channel, server or webhook, which have limits of their own: discord.com/developers/docs/topics/rate-limits.</param>
/// <param name="Path">As it is asked for. It may hold a secret, and belongs in no log.</param>
/// <param name="Doing">What it does, as a clause that goes on from "the bot may not".</param>
internal sealed record Route(HttpMethod Method, string Template, string Major, string Path, string Doing)
{
    /// <summary>Discord's name of the permission that it needs; null for none.</summary>
    public string? Permission { get; init; }

    /// <summary>Sent as the bot. Webhooks and interactions are used by their own token, which is in the path.</summary>
    public bool AsBot { get; init; } = true;

    /// <summary>Sent by the token of an interaction, which is good for 15 minutes.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>A second one changes nothing that the first did not.</summary>
    public bool MayRepeat { get; init; } = Method != HttpMethod.Post;

    public override string ToString() => $"{Method} {Template}";
}
