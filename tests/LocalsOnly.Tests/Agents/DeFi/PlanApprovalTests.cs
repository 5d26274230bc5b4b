using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.DeFi;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Agents.DeFi;

/// <summary>Plans that are confirmed by a button instead of in words.</summary>
public sealed class PlanApprovalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.Zero));
    private readonly PlanBook _book;
    private readonly PlanApprovals _approvals;

    public PlanApprovalTests()
    {
        _book = new PlanBook(_directory.Combine("plans.jsonl"));
        _approvals = new PlanApprovals(_book, Microsoft.Extensions.Options.Options.Create(new AgentsOptions { TimeZone = "UTC" }), _time);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_plan_waits_where_it_was_made_and_is_confirmed_once()
    {
        var plan = Make("discord:1");

        Assert.Empty(_approvals.Pending("discord:2"));
        Assert.Equal(plan.Code, Assert.Single(_approvals.Pending("discord:1")).Code);
        Assert.Throws<ToolException>(() => _approvals.Confirm(plan.Code, "discord:2"));
        Assert.Contains("Nothing was signed", _approvals.Confirm(plan.Code, "discord:1"), StringComparison.Ordinal);
        Assert.Contains("already", Assert.Throws<ToolException>(() => _approvals.Confirm(plan.Code, "discord:1")).Message, StringComparison.Ordinal);
        Assert.Empty(_approvals.Pending(null));
    }

    [Fact]
    public void A_plan_that_has_expired_waits_no_more()
    {
        var plan = Make(null);
        _time.Advance(PlanBook.Lifetime);

        Assert.Empty(_approvals.Pending(null));
        Assert.Contains("expired", Assert.Throws<ToolException>(() => _approvals.Confirm(plan.Code, null)).Message, StringComparison.Ordinal);
    }

    private Plan Make(string? channel)
    {
        var persona = new Persona("otaku", "Otaku", "", null, [], null, 0, [], [], "#000000", "");
        return _book.Make(new PlanTerms(PlanKind.Swap, "base", "USDC", 100m) { ToToken = "ETH" }, [], new ToolTurn(persona, channel, "plan it", _time.GetUtcNow(), TimeZoneInfo.Utc), (code, _, _) => $"Plan {code}");
    }
}
