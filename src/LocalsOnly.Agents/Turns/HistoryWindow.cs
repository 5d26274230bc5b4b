namespace LocalsOnly.Agents.Turns;

/// <summary>
/// How much of a conversation goes into a prompt. What is too old leaves in blocks of half the budget, counted from the conversation's beginning, so that the
/// history begins at the same message for many turns and the cluster's prefix cache keeps it.
/// </summary>
internal static class HistoryWindow
{
    /// <summary>Index of the first message that stays; the newest message is not history and is not counted.</summary>
    /// <param name="budget">Characters.</param>
    public static int First(IReadOnlyList<TurnMessage> messages, int budget)
    {
        var over = messages.Take(messages.Count - 1).Sum(message => (long)message.Text.Length) - budget;
        if (over <= 0) return 0;
        var block = Math.Max(1, budget / 2);
        var leaves = (over + block - 1) / block * block;
        var first = 0;
        for (long gone = 0; first < messages.Count - 1 && gone < leaves; first++) gone += messages[first].Text.Length;
        return first;
    }
}
