namespace LocalsOnly.Treasury.Budgets;

/// <summary>What a persona, a task or the whole house may spend in a day, a week or a month. Several limits: the one that is reached first counts.</summary>
internal sealed class BudgetOptions
{
    /// <summary>Id of the persona; null for all.</summary>
    public string? Persona { get; set; }

    /// <summary>Name of the task; null for chats and tasks alike.</summary>
    public string? Task { get; set; }

    public BudgetPeriod Per { get; set; } = BudgetPeriod.Month;

    /// <summary>Money for the energy that only this work takes, with cooling.</summary>
    public decimal? Money { get; set; }

    /// <summary>Joules of that energy.</summary>
    public double? Joules { get; set; }

    /// <summary>Seconds that endpoints were at work for it.</summary>
    public double? ClusterSeconds { get; set; }

    /// <summary>Share of the limit from which on it is said how little is left.</summary>
    public double WarnAt { get; set; } = 0.8;

    /// <summary>What happens when it is spent.</summary>
    public BudgetEnd Then { get; set; } = BudgetEnd.Warn;
}

internal enum BudgetPeriod
{
    Day,

    /// <summary>From Monday.</summary>
    Week,
    Month,
}

/// <summary>What becomes of a prompt whose budget is spent. In each case it is said.</summary>
internal enum BudgetEnd
{
    Warn,

    /// <summary>The light tier is asked.</summary>
    Downgrade,

    /// <summary>Nothing is sent.</summary>
    Refuse,
}
