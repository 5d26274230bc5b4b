using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Routing;

/// <summary>What no score and no load can outweigh: an endpoint that fails one of these is not asked, whatever happens.</summary>
internal static class HardConstraints
{
    /// <summary>The first constraint that the endpoint fails.</summary>
    /// <param name="decided">The tier that was decided on.</param>
    /// <param name="pinnedModel">Full id of the model a person pinned; null when none.</param>
    public static Misfit Check(RouteCandidate candidate, Tier decided, in PromptShape prompt, RouteRequest route, string? pinnedModel)
    {
        var endpoint = candidate.Endpoint;
        if (route.PinnedEndpoint is { } pinned && !pinned.Equals(endpoint.Settings.Name, StringComparison.OrdinalIgnoreCase))
            return Misfit.OtherEndpointPinned;
        if (pinnedModel is not null && !endpoint.Serves(pinnedModel))
            return Misfit.OtherModelPinned;
        if (route.PinnedTier is not null && candidate.Tier != decided)
            return Misfit.OtherTierPinned;
        if (route.Private && endpoint.Settings.AllowPublic)
            return Misfit.OutsideTheHouse;
        if (endpoint.ContextTokens is { } context && (long)prompt.Tokens + prompt.AnswerTokens > context)
            return Misfit.PromptTooLong;
        if (prompt.Tools && !endpoint.Settings.Tools)
            return Misfit.NoTools;
        if (prompt.Pictures && !endpoint.SeesPictures)
            return Misfit.NoPictures;
        return Misfit.None;
    }
}
