namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Where a stop may stand.</summary>
internal static class PaperStop
{
    /// <summary>Why the first stop of a position cannot stand there with the price where it is; null when it can.</summary>
    public static PaperRefusal? Misplaced(PaperSide side, decimal mark, decimal stop)
    {
        if (ActsAtOnce(side, mark, stop) is { } refusal) return refusal;
        var distance = Math.Abs(mark - stop) / mark;
        return distance > PaperRules.FurthestStop ? new("stop", Away(stop, mark, distance, "most", PaperRules.FurthestStop)) : null;
    }

    /// <summary>Why a stop would act at once; null when it would not. One that follows a profit may be as far away as it likes.</summary>
    public static PaperRefusal? ActsAtOnce(PaperSide side, decimal mark, decimal stop)
    {
        if (side == PaperSide.Long ? stop >= mark : stop <= mark)
        {
            var where = side == PaperSide.Long ? "below" : "above";
            return new("stop", $"The stop {PaperText.Plain(stop)} of a {PaperText.Side(side)} has to be {where} the price, which is {PaperText.Plain(mark)}.");
        }

        var distance = Math.Abs(mark - stop) / mark;
        return distance < PaperRules.NearestStop ? new("stop", Away(stop, mark, distance, "least", PaperRules.NearestStop)) : null;
    }

    /// <summary>What is lost from the entry when the open part is stopped there: a stop in profit risks nothing.</summary>
    public static decimal Risk(PaperPosition position, decimal stop) => Math.Max(0m, -position.Gain(stop, position.Quantity));

    private static string Away(decimal stop, decimal mark, decimal distance, string bound, decimal limit) =>
        $"The stop {PaperText.Plain(stop)} is {PaperText.Percent(distance)} from the price {PaperText.Plain(mark)}, and the {bound} is {PaperText.Percent(limit)}.";
}
