using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>What a person wants done in their own wallet.</summary>
internal enum PlanKind
{
    Swap,
    Bridge,
    Deposit,
    Withdraw,
    Approve,
    Repay,
    Transfer,
}

/// <summary>What a plan is about. Its code is made from this.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Chain">Id of the chain.</param>
/// <param name="Token">Symbol of what is moved.</param>
/// <param name="Amount">In that token.</param>
/// <param name="TokenContract">Its contract as checked; null for the chain's own coin, or when not given.</param>
/// <param name="ToToken">What a swap or a bridge brings.</param>
/// <param name="ToChain">Id of the chain that a bridge leads to.</param>
/// <param name="Destination">Address of who receives, as checked; null when it stays with the person.</param>
/// <param name="Spender">Address that may take the token after an approval, as checked.</param>
/// <param name="Protocol">Where it is done, as the person calls it.</param>
/// <param name="Pool">Id of the pool in DefiLlama's list.</param>
/// <param name="Risk">The risk that the person named, for a vault of high risk.</param>
internal sealed record PlanTerms(PlanKind Kind, string Chain, string Token, decimal Amount)
{
    public string? TokenContract { get; init; }

    public string? ToToken { get; init; }

    public string? ToChain { get; init; }

    public string? Destination { get; init; }

    public string? Spender { get; init; }

    public string? Protocol { get; init; }

    public string? Pool { get; init; }

    public string? Risk { get; init; }

    /// <summary>What it does, in a few words: <c>swap 100 USDC for ETH on Base</c>.</summary>
    [JsonIgnore]
    public string Summary
    {
        get
        {
            var chain = DeFi.Chain.Find(Chain)?.Name ?? Chain;
            var what = $"{Kind.ToString().ToLowerInvariant()} {Figures.Exact(Amount)} {Token}";
            var where = Protocol is { } protocol ? $" with {protocol}" : "";
            return Kind switch
            {
                PlanKind.Swap => $"{what} for {ToToken} on {chain}{where}",
                PlanKind.Bridge => $"{what} from {chain} to {DeFi.Chain.Find(ToChain)?.Name ?? ToChain}{where}",
                _ => $"{what} on {chain}{where}",
            } + (Destination is { } to ? $", to {to}" : "");
        }
    }
}

/// <summary>A plan as it was made.</summary>
/// <param name="Code">Names it in a confirmation.</param>
/// <param name="Terms">What it is about.</param>
/// <param name="Text">The whole plan as it was shown.</param>
/// <param name="Missing">What was not known when it was made.</param>
/// <param name="MadeAt">When.</param>
/// <param name="ExpiresAt">From then on it cannot be confirmed.</param>
/// <param name="Channel">Where it was made; null in a private place.</param>
internal sealed record Plan(string Code, PlanTerms Terms, string Text, IReadOnlyList<string> Missing, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, string? Channel);

/// <summary>A line of the journal: a plan that was made, or one that was confirmed.</summary>
/// <param name="At">When.</param>
/// <param name="Code">Of the plan.</param>
/// <param name="Made">The plan; null in a line that says that it was confirmed.</param>
internal sealed record PlanEntry(DateTimeOffset At, string Code, Plan? Made);

/// <summary>A plan and what became of it.</summary>
/// <param name="Plan">As it was made.</param>
/// <param name="ConfirmedAt">When the person confirmed it; null as long as they have not.</param>
internal sealed record PlanState(Plan Plan, DateTimeOffset? ConfirmedAt)
{
    /// <summary><c>open</c>, <c>confirmed</c> or <c>expired</c>.</summary>
    public string Status(DateTimeOffset now) => ConfirmedAt is not null ? "confirmed" : now < Plan.ExpiresAt ? "open" : "expired";
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanEntry))]
[JsonSerializable(typeof(PlanTerms))]
internal sealed partial class PlanJson : JsonSerializerContext;
