using LocalsOnly.Agents.Journals;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// The plans that were made and confirmed, from a journal, so that a restart loses none. A plan that was made in a channel is seen there and in private places, one that was
/// made in private in no channel.
/// </summary>
internal sealed class PlanBook(string path)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly Journal<PlanEntry> _journal = new(path, PlanJson.Default.PlanEntry);
    private readonly Lock _gate = new();

    /// <summary>Plans that may be seen from a turn, oldest first.</summary>
    public IReadOnlyList<PlanState> Seen(ToolTurn turn) => Seen(turn.Channel);

    /// <summary>Plans that may be seen from a channel, oldest first; null for a private place, which sees all.</summary>
    public IReadOnlyList<PlanState> Seen(string? channel) => [.. All().Where(state => channel is null || state.Plan.Channel == channel)];

    /// <summary>Keeps a plan. One that is open there with the same terms keeps its code and its expiry, and is told anew where more is known of it now.</summary>
    /// <param name="write">Makes the text from code, time and expiry.</param>
    public Plan Make(PlanTerms terms, IReadOnlyList<string> missing, ToolTurn turn, Func<string, DateTimeOffset, DateTimeOffset, string> write)
    {
        lock (_gate)
        {
            var all = All();
            if (all.FirstOrDefault(state => state.Plan.Terms == terms && state.Plan.Channel == turn.Channel && state.Status(turn.Now) == "open")?.Plan is { } same)
            {
                var again = same with { Text = write(same.Code, same.MadeAt, same.ExpiresAt), Missing = missing };
                if (again.Text != same.Text) _journal.Append(new PlanEntry(turn.Now, again.Code, again));
                return again;
            }

            var code = PlanCode.Of(terms, taken => all.Exists(state => state.Plan.Code == taken));
            var expires = turn.Now + Lifetime;
            var plan = new Plan(code, terms, write(code, turn.Now, expires), missing, turn.Now, expires, turn.Channel);
            _journal.Append(new PlanEntry(turn.Now, code, plan));
            return plan;
        }
    }

    /// <summary>Notes that the person confirmed a plan with the message of this turn.</summary>
    /// <exception cref="ToolException">There is no such plan here, it was confirmed before, it has expired, or the message does not confirm it.</exception>
    public Plan Confirm(string code, ToolTurn turn)
    {
        lock (_gate)
        {
            var plan = Open(code, turn.Channel, turn.Now, turn.Zone);
            Confirmation.Check(plan, turn.Message, [.. Seen(turn.Channel).Select(each => each.Plan.Code)]);
            _journal.Append(new PlanEntry(turn.Now, code, null));
            return plan;
        }
    }

    /// <summary>Notes that the person confirmed a plan by a button that was made for it and for them.</summary>
    /// <exception cref="ToolException">There is no such plan there, it was confirmed before, or it has expired.</exception>
    public Plan ConfirmByButton(string code, string? channel, DateTimeOffset now, TimeZoneInfo zone)
    {
        lock (_gate)
        {
            var plan = Open(code, channel, now, zone);
            _journal.Append(new PlanEntry(now, code, null));
            return plan;
        }
    }

    private Plan Open(string code, string? channel, DateTimeOffset now, TimeZoneInfo zone)
    {
        var state = Seen(channel).FirstOrDefault(each => each.Plan.Code == code)
            ?? throw new ToolException("There is no plan with that code here; list the plans to see their codes.");
        if (state.ConfirmedAt is { } before)
            throw new ToolException($"Plan {code} was confirmed already, on {Figures.Time(before, zone)}; nothing more happens with it here.");
        if (now >= state.Plan.ExpiresAt)
            throw new ToolException($"Plan {code} expired on {Figures.Time(state.Plan.ExpiresAt, zone)}; make it again, for balances and prices have moved.");
        return state.Plan;
    }

    private List<PlanState> All()
    {
        var states = new List<PlanState>();
        foreach (var entry in _journal.Read())
        {
            var known = states.FindIndex(state => state.Plan.Code == entry.Code);
            if (entry.Made is { } plan && known < 0) states.Add(new PlanState(plan, null));
            else if (known >= 0) states[known] = entry.Made is { } again ? states[known] with { Plan = again } : states[known] with { ConfirmedAt = entry.At };
        }

        return states;
    }
}
