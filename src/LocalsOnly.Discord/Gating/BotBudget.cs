using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gating;

/// <summary>How often another program is answered: so many times by one persona within a while, and not at all until that has passed. Two programs that talk to each other fall silent.</summary>
internal sealed class BotBudget(BotOptions options, TimeProvider time)
{
    private readonly Dictionary<(Snowflake Bot, string Persona), Queue<DateTimeOffset>> _answers = [];
    private readonly Lock _gate = new();

    /// <summary>Takes one answer out of the budget of a pair; false when nothing is left in it.</summary>
    public bool TryTake(Snowflake bot, string persona)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_answers.TryGetValue((bot, persona), out var answers)) _answers[(bot, persona)] = answers = new Queue<DateTimeOffset>();
            while (answers.TryPeek(out var oldest) && now - oldest >= options.Window) answers.Dequeue();
            if (answers.Count >= options.Answers) return false;
            answers.Enqueue(now);
            return true;
        }
    }
}
